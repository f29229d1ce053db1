/** From the bytes of an upload to a picture that may be kept: looked through, decoded once, with thumbnail and fingerprints. */
import { createHash } from 'node:crypto';
import { cpus } from 'node:os';
import sharp from 'sharp';
import { atMost } from '../kernel/at-most.ts';
import { Refused } from '../kernel/errors.ts';
import { pngWithoutExtras, readPictureHeader, MAX_AREA, type PictureRefusal } from './picture-header.ts';
import { fingerprint } from './fingerprint.ts';

// Whatever gets past our own reading of the header still finds only these two decoders.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer'] });
sharp.cache(false);
sharp.concurrency(1);

/** One core is left for pages. */
export const decoding = atMost(Math.max(1, cpus().length - 1));

const KEEP_WIDTH = 1920;
const THUMB_WIDTH = 320;
const KEEP_QUALITY = 80;
const THUMB_QUALITY = 70;

export const pictureRefusalWords: Record<PictureRefusal, string> = {
  'not-a-picture': 'The screenshot is neither a JPEG nor a PNG picture.',
  'unsupported-picture': 'Only 8-bit PNG without interlace and baseline JPEG pictures are taken.',
  'damaged-picture': 'The screenshot is damaged.',
  'picture-too-large': 'The screenshot has too many pixels: at most 16.8 million, 8192 on a side.',
  'picture-too-small': 'The screenshot is too small to show anything: at least 64 pixels on a side.',
};

/** @property received SHA-256 of the bytes as they came @property keptHash of the bytes we keep, null when they are the same */
export type Examined = {
  kept: Buffer;
  thumb: Buffer;
  received: Buffer;
  keptHash: Buffer | null;
  dhash: Buffer;
  blank: boolean;
};

export const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/**
 * A clean JPEG is decoded once and kept byte for byte; anything else that is allowed becomes such a JPEG.
 * @throws Refused with a {@link PictureRefusal}
 */
export function examine(bytes: Buffer): Promise<Examined> {
  const header = readPictureHeader(bytes);
  if (typeof header === 'string') throw refused(header);
  return decoding(async () => {
    try {
      const kept = header.clean ? bytes : await reencode(header.format === 'png' ? pngWithoutExtras(bytes) : bytes);
      return { kept, received: sha256(bytes), keptHash: header.clean ? null : sha256(kept), ...(await lookAt(kept)) };
    } catch (error) {
      throw isDecoderError(error) ? refused('damaged-picture') : error;
    }
  });
}

const refused = (refusal: PictureRefusal): Refused => new Refused(refusal, pictureRefusalWords[refusal]);
/** libvips reports bad data as plain errors; anything else is a bug of ours. */
const isDecoderError = (error: unknown): boolean => error instanceof Error && error.constructor === Error;

const open = (bytes: Buffer) => sharp(bytes, { limitInputPixels: MAX_AREA, sequentialRead: true, failOn: 'warning' });

const reencode = (bytes: Buffer): Promise<Buffer> =>
  open(bytes)
    .autoOrient()
    .resize({ width: KEEP_WIDTH, withoutEnlargement: true })
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .jpeg({ quality: KEEP_QUALITY, progressive: false })
    .toBuffer();

async function lookAt(bytes: Buffer): Promise<{ thumb: Buffer; dhash: Buffer; blank: boolean }> {
  const { data, info } = await open(bytes)
    .resize({ width: THUMB_WIDTH, withoutEnlargement: true })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const thumb = await sharp(data, { raw: { width, height, channels } }).jpeg({ quality: THUMB_QUALITY }).toBuffer();
  return { thumb, ...fingerprint(data, width, height, channels) };
}
