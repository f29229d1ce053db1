/**
 * The pictures a tool has printed: base64, one a line. `null` when there is none, or one of them is not whole: a pipe
 * that breaks leaves half a picture, which a decoder would still show.
 */
export function printedPictures(printed: string): Uint8Array<ArrayBuffer>[] | null {
  const lines = printed.split(/\s+/).filter(line => line !== '');
  const pictures = lines.map(fromBase64);
  return lines.length > 0 && pictures.every(isWhole) ? pictures : null;
}

/** Nothing when it is no base64. */
function fromBase64(line: string): Uint8Array<ArrayBuffer> {
  const binary = decoded(line);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

function decoded(line: string): string {
  try {
    return atob(line);
  } catch {
    return '';
  }
}

const JPEG = { starts: [0xff, 0xd8, 0xff], ends: [0xff, 0xd9] };
/** From the signature to the end of IEND, an empty chunk with a constant checksum. */
const PNG = { starts: [0x89, 0x50, 0x4e, 0x47], ends: [0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82] };

const isWhole = (bytes: Uint8Array): boolean =>
  [JPEG, PNG].some(
    ({ starts, ends }) =>
      bytes.length >= starts.length + ends.length &&
      starts.every((byte, i) => bytes[i] === byte) &&
      ends.every((byte, i) => bytes[bytes.length - ends.length + i] === byte),
  );
