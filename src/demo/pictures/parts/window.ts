import { box, icon, pane, rect, shadow } from '../svg.ts';
import { text, widthOf } from '../text.ts';

/** Place and look of a window. A full window has no corners and no shadow. */
export type Frame = { x: number; y: number; w: number; h: number; title: string; dark?: boolean; full?: boolean };

export const titleBar = 34;

/** A window with title bar; `inside` gets the width and height that are left for it. */
export function framed(frame: Frame, inside: (w: number, h: number) => string): string {
  const { x, y, w, h, title, dark = false, full = false } = frame;
  const [bar, ink, edge] = dark ? ['#2a2d31', '#b9c0c7', '#15171a'] : ['#eceef0', '#3b434a', '#b7bdc2'];
  let drawn = full ? '' : shadow(x, y, w, h);
  drawn += full ? rect(x, y, w, h, bar) : box(x, y, w, h, bar, edge, 7);
  drawn += text(x + w / 2, y + 22, title, { fill: ink, face: 'medium', size: 12.5, align: 'middle', width: w - 260 });
  drawn += controls(x + w, y, ink);
  return (
    drawn +
    pane(x + (full ? 0 : 1), y + titleBar, w - (full ? 0 : 2), h - titleBar - (full ? 0 : 2), inside(w, h - titleBar))
  );
}

/** Minimise, maximise, close, ending at `right`. */
export function controls(right: number, y: number, ink: string): string {
  return ['minus', 'square', 'x']
    .map((glyph, i) =>
      icon(glyph, right - 118 + i * 40, y + (glyph === 'square' ? 11 : 10), glyph === 'square' ? 12 : 15, ink, 1.8),
    )
    .join('');
}

/** The names of menus in a row, evenly apart. */
export function menuLine(x: number, y: number, names: readonly string[], ink: string, size = 13): string {
  let pen = x;
  return names
    .map(name => {
      const drawn = text(pen, y, name, { size, fill: ink });
      pen += widthOf(name, 'regular', size) + 24;
      return drawn;
    })
    .join('');
}
