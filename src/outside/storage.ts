/** Where pictures are kept. Keys are paths of our own making, such as `12/2026-11-20/1763647330-1-9f86d081884c7d65.jpg`. */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { BreakerState } from './breaker.ts';

/**
 * Each of these may throw {@link StorageAway}: then nobody knows whether it was done, and doing it again is harmless.
 */
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
  /** How it is doing, as far as this process has seen. */
  state(): StorageState;
};

/** @property failures of calls since this process began @property breaker `open`: it failed so often that it is left alone for a while */
export type StorageState = Readonly<{ kind: 'disk' | 's3'; failures: number; breaker: BreakerState }>;

/** The storage cannot be reached, is full, or answers nonsense. That passes: whoever asked may ask again later. */
export class StorageAway extends Error {}

const SAFE_KEY = /^[0-9a-zA-Z][0-9a-zA-Z_.-]*(\/[0-9a-zA-Z][0-9a-zA-Z_.-]*)*$/;

/** @throws Error for whatever is not a key: it could lead out of the place where pictures are kept */
export function safeKey(key: string): string {
  if (!SAFE_KEY.test(key)) throw new Error(`not a storage key: ${key}`);
  return key;
}

/** Pictures as files below one folder, readable by this user only. For one machine whose disk lasts. */
export function diskStorage(folder: string): Storage {
  const fileOf = (key: string): string => path.join(folder, safeKey(key));
  let failures = 0;
  async function orAway<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (!DISK_TROUBLE.has(code)) throw error;
      failures += 1;
      throw new StorageAway(`the disk does not take part: ${code}`, { cause: error });
    }
  }
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
    put: (key, bytes) => orAway(() => putAll([{ key, bytes }])),
    putAll: files => orAway(() => putAll(files)),
    get: key => orAway(() => readOrNull(fileOf(key))),
    delete: key => orAway(() => rm(fileOf(key), { force: true })),
    has: key =>
      access(fileOf(key), constants.R_OK).then(
        () => true,
        () => false,
      ),
    state: () => ({ kind: 'disk', failures, breaker: 'closed' }),
  };
}

/** Full, broken, read-only, out of handles: nothing that is wrong with what was asked. */
const DISK_TROUBLE = new Set(['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EMFILE', 'ENFILE', 'ESTALE', 'ETIMEDOUT']);

async function readOrNull(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
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
