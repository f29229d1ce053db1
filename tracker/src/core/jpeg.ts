/** Makes a JPEG carry its picture and nothing else, before it is hashed: no profile, no comment, no place, no time. */

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const APP15 = 0xef;
const COM = 0xfe;

/** The bytes were no JPEG, or were cut short. */
export class NotAJpeg extends Error {
  override name = 'NotAJpeg';
}

/**
 * Drops every APPn and COM segment but JFIF, and whatever follows the end of the image (ITU T.81, annex B).
 * Walks the markers by their lengths; bytes inside a segment are never taken for a marker.
 * @throws {NotAJpeg}
 */
export function onlyThePicture(jpeg: Uint8Array): Uint8Array<ArrayBuffer> {
  if (jpeg[0] !== 0xff || jpeg[1] !== SOI) throw new NotAJpeg('no start of image');
  const kept: Uint8Array[] = [jpeg.subarray(0, 2)];
  let at = 2;
  while (jpeg[at] === 0xff) {
    const marker = jpeg[at + 1];
    if (marker === undefined) break;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === EOI) return joined([...kept, jpeg.subarray(at, at + 2)]);
    const length = ((jpeg[at + 2] ?? 0) << 8) | (jpeg[at + 3] ?? 0);
    const end = at + 2 + length;
    if (length < 2 || end > jpeg.length) throw new NotAJpeg('a segment is cut short');
    if (!speaksOfMore(marker, jpeg.subarray(at, end))) kept.push(jpeg.subarray(at, end));
    at = end;
    if (marker !== SOS) continue;
    at = endOfScan(jpeg, end);
    kept.push(jpeg.subarray(end, at));
  }
  throw new NotAJpeg('no end of image');
}

function speaksOfMore(marker: number, segment: Uint8Array): boolean {
  if (marker === COM) return true;
  if (marker < APP0 || marker > APP15) return false;
  const jfif = marker === APP0 && [0x4a, 0x46, 0x49, 0x46, 0].every((byte, i) => segment[4 + i] === byte);
  return !jfif;
}

/** Inside a scan 0xff is followed by 0 (a data byte) or a restart marker; anything else ends it. */
function endOfScan(jpeg: Uint8Array, from: number): number {
  for (let at = from; at < jpeg.length - 1; at += 1) {
    const after = jpeg[at + 1] ?? 0;
    if (jpeg[at] === 0xff && after !== 0 && after !== 0xff && !(after >= 0xd0 && after <= 0xd7)) return at;
  }
  throw new NotAJpeg('a scan is cut short');
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
