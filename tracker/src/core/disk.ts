/**
 * The tracker's folder, as the core sees it. Names are relative, folders are made as needed. Every call may fail; none is
 * assumed to be whole but `move`, which replaces what was there in one act.
 */
export type Disk = {
  /** The names of the files in a folder; none when there is no such folder. */
  list(folder: string): Promise<string[]>;
  /** `null` when there is no such file. */
  readText(name: string): Promise<string | null>;
  readBytes(name: string): Promise<Uint8Array<ArrayBuffer> | null>;
  writeText(name: string, text: string): Promise<void>;
  writeBytes(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  move(from: string, to: string): Promise<void>;
  /** Nothing to remove is no failure. */
  remove(name: string): Promise<void>;
};

/** What a write that was cut short leaves behind. */
export const ASIDE = '.part';

/** Writes aside and moves: at any moment the file holds the old text or the new one. */
export async function replaceText(disk: Disk, name: string, text: string): Promise<void> {
  await disk.writeText(name + ASIDE, text);
  await disk.move(name + ASIDE, name);
}

export async function replaceBytes(disk: Disk, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  await disk.writeBytes(name + ASIDE, bytes);
  await disk.move(name + ASIDE, name);
}

/** Reads JSON; `null` when there is none or it is not JSON. */
export async function readJson(disk: Disk, name: string): Promise<unknown> {
  const text = await disk.readText(name);
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
