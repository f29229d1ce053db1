/** Archives that come out the same, byte for byte, whenever and wherever they are made from the same files. */
import { gzipSync, zipSync, type Zippable } from 'fflate';
import { pack } from 'tar-stream';

export type Entry = {
  /** With `/`, from the archive's top. */
  path: string;
  bytes: Uint8Array;
  /** A program, which must not lose its permission to run. */
  executable?: boolean;
};

/** One date for all files. Zip states what a clock on the wall says, so it has to be the same on the walls of all zones. */
const zipDate = (): Date => new Date(2026, 0, 1);
const tarDate = new Date(Date.UTC(2026, 0, 1));
const UNIX = 3;

const modeOf = ({ executable }: Entry): number => (executable ? 0o755 : 0o644);
const inOrder = (entries: readonly Entry[]): Entry[] =>
  [...entries].sort((one, other) => (one.path < other.path ? -1 : 1));

export function zipOf(entries: readonly Entry[]): Uint8Array {
  const files: Zippable = {};
  for (const entry of inOrder(entries)) {
    const attrs = ((0o100000 | modeOf(entry)) << 16) >>> 0;
    files[entry.path] = [entry.bytes, { mtime: zipDate(), os: UNIX, attrs, level: 9 }];
  }
  return zipSync(files);
}

export async function tarGzOf(entries: readonly Entry[]): Promise<Uint8Array> {
  const tar = pack();
  for (const entry of inOrder(entries))
    tar.entry({ name: entry.path, mode: modeOf(entry), mtime: tarDate }, Buffer.from(entry.bytes));
  tar.finalize();
  const parts: Buffer[] = [];
  for await (const part of tar) parts.push(part as Buffer);
  // Not Node's zlib: its bytes differ between versions and processors.
  return gzipSync(Buffer.concat(parts), { level: 9, mtime: tarDate });
}
