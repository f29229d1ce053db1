/**
 * Opens a file from a tracker. Its directory is read and judged before any entry; entries are found by the names the
 * manifest gives, and no name ever becomes a path.
 */
import { open } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { Refused } from '../kernel/errors.ts';
import { EXPORT_MANIFEST } from '../wire/export.ts';
import {
  fileRefusalWords,
  MAX_ENTRIES,
  readManifest,
  whyNotEntries,
  type FileRefusal,
  type Manifest,
} from './export-file.ts';

export type OpenExport = {
  manifest: Manifest;
  /** The bytes of an entry, or null when there is no such entry or it is damaged. */
  picture(name: string): Promise<Buffer | null>;
  close(): void;
};

const refused = (refusal: FileRefusal): Refused => new Refused(refusal, fileRefusalWords[refusal]);

/** @throws Refused with a {@link FileRefusal} */
export async function openExport(path: string): Promise<OpenExport> {
  if (!(await beginsAsZip(path))) throw refused('not-an-export');
  // Whatever the reader stumbles over in these bytes is said in its own words, for programmers.
  const zip = await openPromise(path, { autoClose: false, strictFileNames: true }).catch(() => {
    throw refused('damaged-file');
  });
  try {
    const entries = await directoryOf(zip);
    return {
      manifest: await manifestIn(zip, entries),
      picture: name => read(zip, entries, name),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

/** The local header of a first entry; a cut-off archive still begins so. */
const SIGNATURE = 'PK\x03\x04';

async function beginsAsZip(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer: start } = await file.read(Buffer.alloc(SIGNATURE.length), 0, SIGNATURE.length, 0);
    return start.toString('latin1') === SIGNATURE;
  } finally {
    await file.close();
  }
}

async function directoryOf(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > MAX_ENTRIES) throw refused('unlike-an-export');
  const entries: Entry[] = [];
  try {
    for await (const entry of zip.eachEntry()) entries.push(entry);
  } catch {
    throw refused('damaged-file');
  }
  const facts = entries.map(entry => ({
    name: entry.fileName,
    bytes: entry.uncompressedSize,
    stored: entry.compressionMethod === 0,
    encrypted: entry.isEncrypted(),
  }));
  const refusal = whyNotEntries(facts, EXPORT_MANIFEST, zip.fileSize);
  if (refusal) throw refused(refusal);
  return new Map(entries.map(entry => [entry.fileName, entry]));
}

async function manifestIn(zip: ZipFile, entries: Map<string, Entry>): Promise<Manifest> {
  const bytes = await read(zip, entries, EXPORT_MANIFEST);
  if (bytes === null) throw refused('damaged-file');
  const manifest = readManifest(bytes.toString());
  if (typeof manifest === 'string') throw refused(manifest);
  return manifest;
}

async function read(zip: ZipFile, entries: Map<string, Entry>, name: string): Promise<Buffer | null> {
  const entry = entries.get(name);
  if (!entry) return null;
  try {
    const bytes = await buffer(await zip.openReadStreamPromise(entry));
    return bytes.length === entry.uncompressedSize && crc32(bytes) === entry.crc32 ? bytes : null;
  } catch {
    return null;
  }
}
