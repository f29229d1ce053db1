import { letter, type Face } from './font.ts';

/** How a text is set. `size` is pixels per em; `width` cuts it with an ellipsis; `align` is about the given x. */
export type Lettering = {
  face?: Face;
  size?: number;
  fill: string;
  align?: 'start' | 'middle' | 'end';
  width?: number;
  opacity?: number;
};

/** Width of a text in pixels. */
export function widthOf(text: string, face: Face = 'regular', size = 13): number {
  let width = 0;
  for (const character of text) width += letter(face, size, character).advance;
  return width;
}

/** One line of text as an SVG path, its baseline at `y`. */
export function text(x: number, y: number, words: string, set: Lettering): string {
  const { face = 'regular', size = 13, align = 'start' } = set;
  const shown = set.width === undefined ? words : shorten(words, set.width, face, size);
  let pen = x;
  if (align !== 'start') pen -= widthOf(shown, face, size) / (align === 'middle' ? 2 : 1);
  let data = '';
  for (const character of shown) {
    const { advance, outline } = letter(face, size, character);
    if (outline) data += `M${Math.round(pen * 10) / 10} ${y}${outline}`;
    pen += advance;
  }
  const opacity = set.opacity === undefined ? '' : ` opacity="${set.opacity}"`;
  return data ? `<path d="${data}" fill="${set.fill}"${opacity}/>` : '';
}

/** Breaks a text at its spaces so that no line is wider than `width` pixels. */
export function wrap(words: string, width: number, face: Face = 'regular', size = 13): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words.split(' ')) {
    const longer = line ? `${line} ${word}` : word;
    if (line && widthOf(longer, face, size) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** Several lines of text, the first baseline at `y`, `leading` pixels apart. */
export function paragraph(x: number, y: number, lines: readonly string[], leading: number, set: Lettering): string {
  return lines.map((line, i) => text(x, y + i * leading, line, set)).join('');
}

function shorten(words: string, width: number, face: Face, size: number): string {
  if (widthOf(words, face, size) <= width) return words;
  let kept = words;
  while (kept && widthOf(`${kept}…`, face, size) > width) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}…`;
}
