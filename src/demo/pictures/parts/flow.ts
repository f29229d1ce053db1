import { across, box, rect } from '../svg.ts';
import { paragraph, text, widthOf, wrap } from '../text.ts';
import type { Face } from '../font.ts';

/** A piece of a written page. A figure draws itself into the width and height it gets. */
export type Part =
  | { as: 'title' | 'heading' | 'small' | 'text' | 'point' | 'quote'; words: string }
  | { as: 'table'; rows: readonly (readonly string[])[] }
  | { as: 'figure'; height: number; caption: string; draw(w: number, h: number): string };

export type Ink = { paper: string; ink: string; soft: string; line: string; tint: string; accent: string };

type Setting = { face: Face; size: number; leading: number; before: number; after: number; indent: number };
const settings: Record<Exclude<Part['as'], 'table' | 'figure'>, Setting> = {
  title: { face: 'bold', size: 28, leading: 36, before: 0, after: 12, indent: 0 },
  heading: { face: 'semibold', size: 19, leading: 26, before: 16, after: 8, indent: 0 },
  small: { face: 'regular', size: 13, leading: 20, before: 0, after: 16, indent: 0 },
  text: { face: 'regular', size: 15, leading: 24, before: 0, after: 14, indent: 0 },
  point: { face: 'regular', size: 15, leading: 24, before: 0, after: 6, indent: 22 },
  quote: { face: 'regular', size: 15, leading: 24, before: 4, after: 16, indent: 20 },
};

/** Sets parts below each other in `w` pixels. `end` is where the last line of text stopped: the place of a cursor. */
export function flow(
  parts: readonly Part[],
  w: number,
  inks: Ink,
): { height: number; drawn: string; end: { x: number; y: number } } {
  let y = 0;
  let drawn = '';
  let end = { x: 0, y: 0 };
  for (const part of parts) {
    if (part.as === 'table') {
      drawn += table(part.rows, y, w, inks);
      y += part.rows.length * 32 + 22;
    } else if (part.as === 'figure') {
      drawn +=
        box(0, y, w, part.height, inks.paper, inks.line, 4) +
        `<g transform="translate(0 ${y})">${part.draw(w, part.height)}</g>`;
      drawn += text(0, y + part.height + 22, part.caption, { size: 13, fill: inks.soft });
      y += part.height + 46;
    } else {
      const { face, size, leading, before, after, indent } = settings[part.as];
      const lines = wrap(part.words, w - indent, face, size);
      const top = y + before;
      const fill = part.as === 'small' || part.as === 'quote' ? inks.soft : inks.ink;
      drawn += paragraph(indent, top + leading * 0.72, lines, leading, { face, size, fill });
      if (part.as === 'point') drawn += rect(6, top + 9, 5, 5, inks.accent, { r: 2.5 });
      if (part.as === 'quote') drawn += rect(0, top, 3, lines.length * leading, inks.line);
      end = { x: indent + widthOf(lines.at(-1) ?? '', face, size), y: top + (lines.length - 1) * leading };
      y = top + lines.length * leading + after;
    }
  }
  return { height: y, drawn, end };
}

function table(rows: readonly (readonly string[])[], y: number, w: number, inks: Ink): string {
  let drawn = rect(0, y, w, 32, inks.tint) + across(0, y, w, inks.line);
  rows.forEach((row, r) => {
    const column = (w - 40) / row.length;
    row.forEach((cell, c) => {
      const right = c > 0 && /^[-+\d]/.test(rows[1]?.[c] ?? '');
      const x = 14 + c * column + (right ? column - 20 : 0);
      drawn += text(x, y + 21 + r * 32, cell, {
        size: 13.5,
        fill: inks.ink,
        face: r === 0 ? 'semibold' : 'regular',
        align: right ? 'end' : 'start',
        width: column,
      });
    });
    drawn += across(0, y + 32 + r * 32, w, inks.line);
  });
  return drawn;
}
