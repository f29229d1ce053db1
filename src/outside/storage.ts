/** Where pictures are kept. Keys are paths of our own making, such as `12/2026-11-20/1763647330-1-9f86d081884c7d65.jpg`. */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';

export type Storage = {
  /** Resolves when the bytes would survive a power cut. Putting the same key again replaces it as a whole. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Several of one folder at once. */
  putAll(files: readonly { key: string; bytes: Uint8Array }[]): Promise<void>;
  /** Null when there is nothing under this key. */
  get(key: string): Promise<Buffer | null>;
  /** Afterwards nothing is under this key, whether there was before or not. */
  delete(key: string): Promise<void>;
  has(key: string): Promise<boolean>;
};

const SAFE_KEY = /^[0-9a-zA-Z][0-9a-zA-Z_.-]*(\/[0-9a-zA-Z][0-9a-zA-Z_.-]*)*$/;

/** Pictures as files below one folder, readable by this user only. For one machine whose disk lasts. */
export function diskStorage(folder: string): Storage {
  const fileOf = (key: string): string => {
    if (!SAFE_KEY.test(key)) throw new Error(`not a storage key: ${key}`);
    return path.join(folder, key);
  };
  async function putAll(files: readonly { key: string; bytes: Uint8Array }[]): Promise<void> {
    const folders = new Set(files.map(({ key }) => path.dirname(fileOf(key))));
    try {
      await Promise.all(files.map(({ key, bytes }) => writeWhole(fileOf(key), bytes)));
    } catch (error) {
      if (!isMissing(error)) throw error;
      for (const folder of folders) await makeFolder(folder);
      await Promise.all(files.map(({ key, bytes }) => writeWhole(fileOf(key), bytes)));
    }
    for (const folder of folders) await syncFolder(folder);
  }

  return {
    put: (key, bytes) => putAll([{ key, bytes }]),
    putAll,
    async get(key) {
      try {
        return await readFile(fileOf(key));
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    delete: key => rm(fileOf(key), { force: true }),
    has: key =>
      access(fileOf(key), constants.R_OK).then(
        () => true,
        () => false,
      ),
  };
}

/** Written aside and moved, so that nobody ever sees half a picture. */
async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  const aside = `${file}.${randomUUID()}.part`;
  try {
    const handle = await open(aside, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(aside, file);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}

/** Makes a folder and those above it that are missing, and makes their own entries last. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = path.dirname(made)) await syncFolder(path.dirname(made));
}

/** Makes the entries of a folder last as well. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';
