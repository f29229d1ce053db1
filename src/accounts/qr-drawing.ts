import { encode } from 'uqr';

/** @property size side, in modules @property path of an SVG: each dark module is a square of one */
export type Drawing = { size: number; path: string };

/** A QR code as a picture that needs no colours of its own: the page's style sheet gives them. */
export function drawingOf(words: string): Drawing {
  const { size, data } = encode(words, { ecc: 'M', border: 4 });
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size, path: dark.join('') };
}
