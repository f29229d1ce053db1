/** The tracker's own folder under the system's data path, for its owner only. */
import { filesystem, os } from '@neutralinojs/lib';
import type { Disk } from '../core/disk.ts';

const FOLDERS = ['', '/queue', '/refused', '/capture'];
/** The folder's mode keeps others from everything in it, whatever the mode of a file. */
const OWNER_ONLY = 0o700;

export type DataFolder = { path: string; disk: Disk };

/** Makes the folder when it is not there and keeps others out, where the platform knows owners. */
export async function openDataFolder(): Promise<DataFolder> {
  const path = `${await os.getPath('data')}/impact-time`;
  for (const folder of FOLDERS) {
    if (!(await exists(path + folder))) await filesystem.createDirectory(path + folder);
    // Windows keeps a profile's folders private by itself and knows no such modes.
    await filesystem.chmod(path + folder, OWNER_ONLY).catch(() => undefined);
  }
  return { path, disk: diskAt(path) };
}

function diskAt(root: string): Disk {
  const at = (name: string) => `${root}/${name}`;
  return {
    async list(folder) {
      if (!(await exists(at(folder)))) return [];
      const entries = await filesystem.readDirectory(at(folder));
      return entries.filter(({ type }) => type === 'FILE').map(({ entry }) => entry);
    },
    async readText(name) {
      return (await exists(at(name))) ? filesystem.readFile(at(name)) : null;
    },
    async readBytes(name) {
      return (await exists(at(name))) ? new Uint8Array(await filesystem.readBinaryFile(at(name))) : null;
    },
    async writeText(name, text) {
      await filesystem.writeFile(at(name), text);
      await sizeIs(at(name), new TextEncoder().encode(text).length);
    },
    async writeBytes(name, bytes) {
      const whole = bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;
      await filesystem.writeBinaryFile(at(name), whole);
      await sizeIs(at(name), bytes.length);
    },
    move: (from, to) => filesystem.move(at(from), at(to)),
    async remove(name) {
      if (await exists(at(name))) await filesystem.remove(at(name));
    },
  };
}

/** The runtime reports success even when the disk is full, so what was written is looked at. */
async function sizeIs(path: string, bytes: number): Promise<void> {
  const { size } = await filesystem.getStats(path);
  if (size !== bytes) throw new Error(`Only ${size} of ${bytes} bytes could be written to ${path}`);
}

export async function exists(path: string): Promise<boolean> {
  try {
    await filesystem.getStats(path);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === 'NE_FS_NOPATHE') return false;
    throw error;
  }
}
