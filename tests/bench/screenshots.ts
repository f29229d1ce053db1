/** Screenshots as they come from real screens: painted work at 1080p and 4K, text and windows sharp at both sizes. */
import sharp from 'sharp';
import { desktop } from '../../src/demo/pictures/parts/desktop.ts';
import { scenes } from '../../src/demo/pictures/scenes/index.ts';

export type ScreenSize = { width: number; height: number; pictures: number; quality: number };

export const FULL_HD: ScreenSize = { width: 1920, height: 1080, pictures: 24, quality: 80 };
export const FOUR_K: ScreenSize = { width: 3840, height: 2160, pictures: 8, quality: 85 };

const AT = Date.parse('2026-11-18T09:00:00Z');
const PAINTED = 'width="1600" height="900"';

/** Clean baseline JPEGs, all different. */
export async function paintScreenshots({ width, height, pictures, quality }: ScreenSize): Promise<Buffer[]> {
  const all = Object.values(scenes);
  const painted: Buffer[] = [];
  for (let step = 0; step < pictures; step++) {
    const scene = all[step % all.length]!;
    const moment = { at: new Date(AT + step * 600_000), zone: 'Europe/Vienna', step };
    const svg = desktop(moment, scene.app, area => scene.draw(moment, area));
    if (!svg.includes(PAINTED)) throw new Error('the painter draws another size than 1600 x 900');
    const large = svg.replace(PAINTED, `width="${width}" height="${height}" viewBox="0 0 1600 900"`);
    painted.push(await sharp(Buffer.from(large)).flatten().jpeg({ quality }).toBuffer());
  }
  return painted;
}

const SOI = Buffer.from('ffd8', 'hex');

/**
 * The picture's file with a JFIF header as browsers write it. The header's density (of no meaning for what is seen) makes
 * every upload a file of its own, so that no server gains by having seen it before.
 * @returns pieces of the file in order, without copying the picture
 */
export function fileOf(picture: Buffer, upload: number): Buffer[] {
  const header = Buffer.from('ffe000104a46494600010101000000000000', 'hex');
  header.writeUInt16BE(1 + (upload % 65_000), 12);
  header.writeUInt16BE(1 + Math.floor(upload / 65_000), 14);
  return [SOI, header, picture.subarray(2)];
}
