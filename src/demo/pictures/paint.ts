import sharp from 'sharp';
import { desktop } from './parts/desktop.ts';
import type { Moment, Scene } from './scene.ts';

/** The tracker's own limits for a screenshot it sends: first quality, lowest quality, bytes. */
const quality = { first: 70, last: 45, step: 5 };
const largest = 250_000;

/**
 * Paints what a screen shows at a moment, as the tracker would have sent it: a baseline JPEG with a JFIF header and no
 * other metadata, 1600 x 900 (monitor) or 1600 x 1000 (laptop), below 250 kB. The same scene and moment give the same bytes.
 * Needs sharp's SVG loader, which the web server blocks: paint in a process of its own.
 */
export async function paintScreenshot(scene: Scene, moment: Moment): Promise<Buffer> {
  return develop(desktop(moment, scene.app, area => scene.draw(moment, area)));
}

/** A screen of one colour, as a locked or broken display gives: the example of a block that is not protected. */
export async function paintBlank(colour = '#101214'): Promise<Buffer> {
  return develop(
    `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="900"><rect width="1600" height="900" fill="${colour}"/></svg>`,
  );
}

async function develop(svg: string): Promise<Buffer> {
  const { data, info } = await sharp(Buffer.from(svg)).flatten().raw().toBuffer({ resolveWithObject: true });
  const raw = { width: info.width, height: info.height, channels: info.channels };
  for (let q = quality.first; ; q -= quality.step) {
    const jpeg = await sharp(data, { raw }).jpeg({ quality: q }).toBuffer();
    if (jpeg.length < largest || q <= quality.last) return withHeader(jpeg);
  }
}

/** JFIF 1.1, no density, no thumbnail (ITU T.871): every browser writes it, sharp leaves it out with the metadata. */
const jfif = Buffer.from('ffe000104a46494600010100000100010000', 'hex');

/** Puts the JFIF header behind the two bytes that start a JPEG. */
const withHeader = (jpeg: Buffer): Buffer => Buffer.concat([jpeg.subarray(0, 2), jfif, jpeg.subarray(2)]);
