/**
 * Reads what a picture says of itself without decoding it, so that nothing dangerous ever reaches a decoder:
 * baseline JPEG with one scan, or 8-bit PNG without interlace and animation, of a sensible size. Walks segments by
 * their lengths (bytes that look like markers inside a segment mean nothing).
 */

export const MIN_SIDE = 64;
export const MAX_SIDE = 8192;
export const MAX_AREA = 16_800_000;

export type PictureRefusal =
  'not-a-picture' | 'unsupported-picture' | 'damaged-picture' | 'picture-too-large' | 'picture-too-small';
/** `clean`: a JPEG with nothing in it but the picture; its bytes may be kept as they are. */
export type PictureHeader = { format: 'jpeg' | 'png'; width: number; height: number; clean: boolean };

export function readPictureHeader(bytes: Buffer): PictureHeader | PictureRefusal {
  const header = isPng(bytes) ? readPng(bytes) : isJpeg(bytes) ? readJpeg(bytes) : 'not-a-picture';
  if (typeof header === 'string') return header;
  const { width, height } = header;
  if (width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_AREA) return 'picture-too-large';
  return width < MIN_SIDE || height < MIN_SIDE ? 'picture-too-small' : header;
}

const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const isPng = (bytes: Buffer): boolean => bytes.length > 8 && bytes.subarray(0, 8).equals(PNG_SIGNATURE);
const isJpeg = (bytes: Buffer): boolean => bytes.length > 4 && bytes[0] === 0xff && bytes[1] === 0xd8;

type Chunk = { type: string; start: number; length: number };

/** The chunks up to IEND, or null when their lengths do not fit into the file. */
function pngChunks(bytes: Buffer): Chunk[] | null {
  const chunks: Chunk[] = [];
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    if (length > bytes.length - at - 12) return null;
    const type = bytes.toString('latin1', at + 4, at + 8);
    chunks.push({ type, start: at, length });
    if (type === 'IEND') return chunks;
    at += length + 12;
  }
  return null;
}

const PNG_COLOURS = new Set([0, 2, 3, 4, 6]);

function readPng(bytes: Buffer): PictureHeader | PictureRefusal {
  const chunks = pngChunks(bytes);
  const first = chunks?.[0];
  if (!chunks || first?.type !== 'IHDR' || first.length !== 13) return 'damaged-picture';
  const count = (type: string): number => chunks.filter(chunk => chunk.type === type).length;
  if (count('IHDR') !== 1 || count('IDAT') === 0) return 'damaged-picture';
  if (chunks.some(({ type, length }) => type === 'PLTE' && (length > 768 || length % 3 !== 0)))
    return 'damaged-picture';
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const [depth, colour, compression, filter, interlace] = bytes.subarray(24, 29);
  if (width === 0 || height === 0 || compression !== 0 || filter !== 0) return 'damaged-picture';
  if (depth !== 8 || !PNG_COLOURS.has(colour ?? -1) || interlace !== 0 || count('acTL') > 0)
    return 'unsupported-picture';
  return { format: 'png', width, height, clean: false };
}

const PNG_NEEDED = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);

/** The picture alone: texts, profiles and whatever else could unfold in a decoder is left out. */
export function pngWithoutExtras(bytes: Buffer): Buffer {
  const needed = (pngChunks(bytes) ?? []).filter(({ type }) => PNG_NEEDED.has(type));
  return Buffer.concat([
    PNG_SIGNATURE,
    ...needed.map(({ start, length }) => bytes.subarray(start, start + length + 12)),
  ]);
}

const [SOI_LENGTH, EOI, SOS, SOF0, DHT, DQT, DRI, APP0] = [2, 0xd9, 0xda, 0xc0, 0xc4, 0xdb, 0xdd, 0xe0];
const FILL = 0xff;
const JFIF = Buffer.from('JFIF\0');

function readJpeg(bytes: Buffer): PictureHeader | PictureRefusal {
  let frame: { width: number; height: number } | null = null;
  let clean = true;
  for (let at = SOI_LENGTH; at + 4 <= bytes.length;) {
    const marker = bytes[at] === 0xff ? bytes[at + 1]! : 0;
    const length = bytes.readUInt16BE(at + 2);
    const end = at + 2 + length;
    if (marker === 0 || length < 2 || end > bytes.length) return 'damaged-picture';
    if (marker === SOS) return frame ? afterScan(bytes, end, { ...frame, clean }) : 'damaged-picture';
    if (marker === SOF0) {
      const body = bytes.subarray(at + 4, end);
      if (frame || body.length < 9) return 'damaged-picture';
      const [depth, components] = [body[0], body[5]];
      if (depth !== 8 || (components !== 1 && components !== 3)) return 'unsupported-picture';
      frame = { height: body.readUInt16BE(1), width: body.readUInt16BE(3) };
      if (frame.width === 0 || frame.height === 0) return 'damaged-picture';
    } else if (isPlainJfif(bytes, marker, at + 4, length)) {
      // the one application segment a clean picture has
    } else if (marker >= 0xe0 && marker < FILL) {
      clean = false;
    } else if (marker !== DHT && marker !== DQT && marker !== DRI) {
      // Also what has no length (0x01, fill bytes): a decoder would read on where we would skip.
      return 'unsupported-picture';
    }
    at = end;
  }
  return 'damaged-picture';
}

const isPlainJfif = (bytes: Buffer, marker: number, at: number, length: number): boolean =>
  marker === APP0 && length === 16 && bytes.subarray(at, at + 5).equals(JFIF);

/** Skips the one scan there may be; whatever follows its end makes the picture unclean. */
function afterScan(
  bytes: Buffer,
  from: number,
  frame: { width: number; height: number; clean: boolean },
): PictureHeader | PictureRefusal {
  for (let at = bytes.indexOf(0xff, from); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const marker = bytes[at + 1]!;
    if (marker === EOI) return { format: 'jpeg', ...frame, clean: frame.clean && at + 2 === bytes.length };
    const partOfScan = marker === 0x00 || marker === 0xff || (marker >= 0xd0 && marker <= 0xd7);
    if (!partOfScan) return 'unsupported-picture';
  }
  return 'damaged-picture';
}
