import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';
import type { Font, PathCommand } from 'fontkit';

/** The faces the painted desktop is set in. They come from npm packages, so a machine without any font can paint. */
export type Face = keyof typeof files;

const files = {
  regular: '@fontsource/inter/files/inter-latin-400-normal.woff2',
  medium: '@fontsource/inter/files/inter-latin-500-normal.woff2',
  semibold: '@fontsource/inter/files/inter-latin-600-normal.woff2',
  bold: '@fontsource/inter/files/inter-latin-700-normal.woff2',
  mono: '@fontsource/jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff2',
  monoBold: '@fontsource/jetbrains-mono/files/jetbrains-mono-latin-700-normal.woff2',
  monoItalic: '@fontsource/jetbrains-mono/files/jetbrains-mono-latin-400-italic.woff2',
} as const;

/** A letter at one size: how far the pen moves on, and its outline as relative SVG path data, both in pixels. */
export type Letter = { advance: number; outline: string };

const require = createRequire(import.meta.url);
const faces = new Map<Face, Font>();
const letters = new Map<string, Letter>();

/**
 * One letter, traced once per face and size and remembered.
 * @param size pixels per em
 * @throws when the face cannot draw the character: an empty box in a picture would give the painting away
 */
export function letter(face: Face, size: number, character: string): Letter {
  const key = `${face} ${size} ${character}`;
  let known = letters.get(key);
  if (!known) letters.set(key, (known = trace(face, size, character)));
  return known;
}

function trace(face: Face, size: number, character: string): Letter {
  const font = open(face);
  const code = character.codePointAt(0) ?? 0;
  if (!font.hasGlyphForCodePoint(code)) throw new Error(`${face} has no letter for "${character}"`);
  const glyph = font.glyphForCodePoint(code);
  const scale = size / font.unitsPerEm;
  return { advance: glyph.advanceWidth * scale, outline: relative(glyph.path.commands, scale) };
}

function open(face: Face): Font {
  let font = faces.get(face);
  if (!font) {
    const opened = fontkit.create(readFileSync(require.resolve(files[face])));
    if (!('unitsPerEm' in opened)) throw new Error(`${face} is a collection, not one font`);
    faces.set(face, (font = opened));
  }
  return font;
}

const verbs: Record<PathCommand['command'], string> = {
  moveTo: 'm',
  lineTo: 'l',
  quadraticCurveTo: 'q',
  bezierCurveTo: 'c',
  closePath: 'z',
};

/** Relative commands let the same text be pasted behind any `M x y`. Font units grow upwards, pixels downwards. */
function relative(commands: readonly PathCommand[], scale: number): string {
  let at = [0, 0];
  let start = at;
  let data = '';
  for (const { command, args } of commands) {
    const points = args.map((unit, i) => hundredths(unit * (i % 2 ? -scale : scale)));
    data += verbs[command] + points.map((point, i) => hundredths(point - (at[i % 2] ?? 0))).join(' ');
    at = command === 'closePath' ? start : points.slice(-2);
    if (command === 'moveTo') start = at;
  }
  return data;
}

const hundredths = (n: number): number => Math.round(n * 100) / 100;
