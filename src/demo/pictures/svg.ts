import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Outline, rounding and transparency of a shape, all optional. Lengths are pixels. */
export type Finish = { r?: number; stroke?: string; strokeWidth?: number; opacity?: number; dash?: string };

const attributes = ({ stroke, strokeWidth, opacity, dash }: Finish): string =>
  (stroke ? ` stroke="${stroke}"` : '') +
  (strokeWidth === undefined ? '' : ` stroke-width="${strokeWidth}"`) +
  (opacity === undefined ? '' : ` opacity="${opacity}"`) +
  (dash ? ` stroke-dasharray="${dash}"` : '');

export function rect(x: number, y: number, w: number, h: number, fill: string, finish: Finish = {}): string {
  const rounded = finish.r ? ` rx="${finish.r}"` : '';
  return `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${fill}"${rounded}${attributes(finish)}/>`;
}

/** A box with a one pixel edge, laid on whole pixels so that the edge stays crisp. */
export const box = (x: number, y: number, w: number, h: number, fill: string, stroke: string, r = 0): string =>
  rect(x + 0.5, y + 0.5, w - 1, h - 1, fill, { r, stroke });

export const circle = (x: number, y: number, r: number, fill: string, finish: Finish = {}): string =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}"${attributes(finish)}/>`;

export const ellipse = (x: number, y: number, rx: number, ry: number, fill: string, finish: Finish = {}): string =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}"${attributes(finish)}/>`;

export const path = (d: string, fill: string, finish: Finish = {}): string =>
  `<path d="${d}" fill="${fill}" stroke-linecap="round" stroke-linejoin="round"${attributes(finish)}/>`;

/** A crisp one pixel rule. */
export const across = (x: number, y: number, w: number, fill: string): string => rect(x, y, w, 1, fill);
export const down = (x: number, y: number, h: number, fill: string): string => rect(x, y, 1, h, fill);

/** Moves (and scales) what is inside. */
export const at = (x: number, y: number, inside: string, scale = 1): string =>
  `<g transform="translate(${x} ${y})${scale === 1 ? '' : ` scale(${scale})`}">${inside}</g>`;

/** A window onto something larger: its own origin, and nothing shows outside `w` by `h`. */
export const pane = (x: number, y: number, w: number, h: number, inside: string): string =>
  `<svg x="${x}" y="${y}" width="${w}" height="${h}">${inside}</svg>`;

/** A soft shadow under a box, from a few see-through layers: a blur filter would cost more than the whole picture. */
export function shadow(x: number, y: number, w: number, h: number, r = 8): string {
  let layers = '';
  for (let grow = 26; grow > 0; grow -= 2) {
    layers += rect(x - grow, y - grow + 10, w + 2 * grow, h + 2 * grow, '#000', { r: r + grow, opacity: 0.018 });
  }
  return layers;
}

const icons = new Map<string, string>();
const require = createRequire(import.meta.url);

/** A Lucide icon as outlines, `size` pixels wide. */
export function icon(name: string, x: number, y: number, size: number, colour: string, weight = 2): string {
  let lines = icons.get(name);
  if (!lines) {
    const file = readFileSync(require.resolve(`lucide-static/icons/${name}.svg`), 'utf8');
    lines = file
      .slice(file.indexOf('>', file.indexOf('<svg')) + 1, file.lastIndexOf('</svg>'))
      .replaceAll(/\s*\n\s*/g, '');
    icons.set(name, lines);
  }
  const style = `fill="none" stroke="${colour}" stroke-width="${weight}" stroke-linecap="round" stroke-linejoin="round"`;
  return `<g transform="translate(${x} ${y}) scale(${size / 24})" ${style}>${lines}</g>`;
}
