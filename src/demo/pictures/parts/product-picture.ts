import type { Kind, Product } from '../content/products.ts';
import { at, circle, ellipse, path, rect } from '../svg.ts';

/** A product as a shop would photograph it, simplified: on a plain ground, `w` by `h`, the thing in the middle. */
export function productPicture(
  x: number,
  y: number,
  w: number,
  h: number,
  { kind, hue }: Product,
  ground = '#f1ece1',
): string {
  const scale = Math.min(w, h) / 220;
  const thing = ellipse(100, 186, 74, 9, '#000', { opacity: 0.09 }) + drawings[kind](hue);
  return rect(x, y, w, h, ground) + at(x + w / 2 - 100 * scale, y + h / 2 - 106 * scale, thing, scale);
}

const leaf = (d: string, tone: string): string => path(d, tone);
const shade = '#000000';

const drawings: Record<Kind, (hue: string) => string> = {
  pot: hue =>
    leaf('M100 96C70 92 52 66 50 34C78 40 98 62 100 96Z', '#5f8f4f') +
    leaf('M100 96C96 60 108 30 136 14C142 48 130 78 100 96Z', '#47793f') +
    leaf('M102 98C112 72 136 58 164 60C156 84 132 100 102 98Z', '#76a55e') +
    leaf('M98 98C84 82 60 76 36 82C48 98 72 106 98 98Z', '#3d6b39') +
    path('M52 104H148L136 184H64Z', hue) +
    path('M118 104H148L136 184H116Z', shade, { opacity: 0.1 }) +
    rect(44, 92, 112, 20, hue, { r: 4 }) +
    rect(44, 108, 112, 5, shade, { opacity: 0.14 }),
  can: hue =>
    path('M136 104C170 92 176 70 190 62', 'none', { stroke: hue, strokeWidth: 9 }) +
    path('M182 50L200 74L190 78L176 58Z', hue) +
    path('M64 92C40 60 108 40 124 92', 'none', { stroke: hue, strokeWidth: 8 }) +
    path('M52 90H138L146 184H44Z', hue) +
    path('M112 90H138L146 184H116Z', shade, { opacity: 0.12 }) +
    rect(50, 112, 90, 4, '#ffffff', { opacity: 0.35 }) +
    path('M52 104C20 100 14 150 46 158', 'none', { stroke: hue, strokeWidth: 8 }),
  trowel: hue =>
    at(
      0,
      0,
      `<g transform="rotate(38 100 110)">${rect(90, 6, 20, 78, hue, { r: 10 })}${rect(90, 60, 20, 5, '#f2e6cf', { opacity: 0.6 })}${rect(95, 82, 10, 30, '#8d979d')}${path('M76 108H124C130 150 112 186 100 198C88 186 70 150 76 108Z', '#b4bec4')}${path('M100 108H124C130 150 112 186 100 198Z', '#8d99a0')}</g>`,
    ),
  lantern: hue =>
    path('M78 40C78 8 122 8 122 40', 'none', { stroke: hue, strokeWidth: 6 }) +
    path('M60 66L82 38H118L140 66Z', hue) +
    rect(66, 66, 68, 104, '#fbe9b8') +
    ellipse(100, 122, 22, 34, '#fff6d8') +
    path('M100 92C112 110 110 124 100 126C90 124 88 110 100 92Z', '#f0a63c') +
    rect(90, 126, 20, 40, '#f7f2e6') +
    [62, 97, 132].map(x => rect(x, 62, 6, 112, hue)).join('') +
    rect(54, 168, 92, 16, hue, { r: 3 }),
  seeds: hue =>
    rect(52, 26, 96, 158, '#fbf8f0', { r: 4 }) +
    rect(52, 26, 96, 26, hue, { r: 4 }) +
    circle(100, 104, 32, hue, { opacity: 0.25 }) +
    [0, 60, 120, 180, 240, 300]
      .map(turn => `<ellipse cx="100" cy="84" rx="9" ry="17" fill="${hue}" transform="rotate(${turn} 100 104)"/>`)
      .join('') +
    circle(100, 104, 9, '#6b4a21') +
    rect(70, 150, 60, 5, '#8d8878', { r: 2 }) +
    rect(80, 162, 40, 5, '#c0bbaa', { r: 2 }),
  box: hue =>
    [48, 100, 152]
      .map(
        x =>
          leaf(`M${x} 110C${x - 26} 96 ${x - 26} 66 ${x - 14} 52C${x} 62 ${x + 6} 90 ${x} 110Z`, '#5d8a4b') +
          leaf(`M${x} 110C${x - 4} 82 ${x + 10} 56 ${x + 24} 48C${x + 30} 76 ${x + 20} 100 ${x} 110Z`, '#7fab62'),
      )
      .join('') +
    rect(14, 106, 172, 76, hue, { r: 3 }) +
    [124, 143, 162].map(y => rect(14, y, 172, 2, shade, { opacity: 0.16 })).join('') +
    rect(26, 106, 9, 76, shade, { opacity: 0.12 }) +
    rect(165, 106, 9, 76, shade, { opacity: 0.12 }),
  bench: hue =>
    [58, 74, 90].map(y => rect(16, y, 168, 11, hue, { r: 3 })).join('') +
    [118, 130].map(y => rect(8, y, 184, 10, hue, { r: 3 })).join('') +
    rect(8, 138, 184, 3, shade, { opacity: 0.2 }) +
    [22, 166].map(x => rect(x, 50, 11, 136, hue, { r: 2 }) + rect(x, 50, 5, 136, shade, { opacity: 0.15 })).join(''),
  string: hue =>
    ellipse(100, 62, 46, 14, hue) +
    path('M60 62H140V160H60Z', hue) +
    ellipse(100, 160, 46, 14, hue) +
    Array.from({ length: 9 }, (_, i) =>
      path(`M58 ${70 + i * 11}C80 ${82 + i * 11} 120 ${82 + i * 11} 142 ${70 + i * 11}`, 'none', {
        stroke: shade,
        strokeWidth: 2,
        opacity: 0.16,
      }),
    ).join('') +
    ellipse(100, 62, 16, 5, '#4f4433') +
    path('M142 150C176 150 170 186 190 182', 'none', { stroke: hue, strokeWidth: 5 }),
};
