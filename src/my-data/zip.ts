/** A zip archive made while it is sent: nothing is read before the receiver has room for it. */
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';

/** @property packed false for what is compressed already @property pieces text, or bytes */
export type ZipFile = { name: string; packed: boolean; pieces: AsyncIterable<string | Uint8Array> };

/** Who stops reading this stops the reading of the files as well. @param now what the archive says the files are from */
export async function* zipped(files: AsyncIterable<ZipFile>, now: Date): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, bytes) => {
    if (error) throw error;
    ready.push(bytes);
  });
  for await (const { name, packed, pieces } of files) {
    const file = packed ? new ZipDeflate(name) : new ZipPassThrough(name);
    file.mtime = now;
    zip.add(file);
    for await (const piece of pieces) {
      file.push(typeof piece === 'string' ? Buffer.from(piece) : piece);
      yield* ready.splice(0);
    }
    file.push(new Uint8Array(0), true);
    yield* ready.splice(0);
  }
  zip.end();
  yield* ready.splice(0);
}
