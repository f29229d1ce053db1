/** Writes a zip archive without compression, piece by piece, so that it never lies in memory as a whole. */
import { Zip, ZipPassThrough } from 'fflate';
import type { SaveFolder } from './outside.ts';

export type Archive = {
  add(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** @throws when the disk has not taken everything */
  end(): Promise<void>;
};

/** @param madeAt milliseconds since 1970, written beside each entry */
export async function startArchive(folder: SaveFolder, file: string, madeAt: number): Promise<Archive> {
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let written = 0;
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    pieces.push(piece);
  });
  await folder.create(file);

  async function write(): Promise<void> {
    const bytes = joined(pieces);
    pieces = [];
    await folder.append(file, bytes);
    written += bytes.length;
  }

  return {
    async add(name, bytes) {
      const entry = new ZipPassThrough(name);
      entry.mtime = madeAt;
      zip.add(entry);
      entry.push(bytes, true);
      await write();
    },
    async end() {
      zip.end();
      await write();
      // The runtime reports success even when the disk is full, so what was written is looked at.
      if ((await folder.size(file)) !== written)
        throw new Error(`There is not enough room in ${folder.path}. Make room, then save again.`);
    },
  };
}

function joined(pieces: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
