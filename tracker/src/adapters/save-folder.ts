/**
 * The person's Downloads folder. No dialog asks where to: the runtime answers one call after the other, so while a
 * dialog is open nothing could be written down and no screenshot taken.
 */
import { filesystem, os } from '@neutralinojs/lib';
import type { SaveFolder } from '../app/outside.ts';
import { exists } from './files.ts';

/** Screenshots of somebody's work. */
const OWNER_ONLY = 0o600;

export async function openSaveFolder(): Promise<SaveFolder> {
  const path = (await os.getPath('downloads')).replace(/[\\/]+$/, '');
  if (!(await exists(path))) await filesystem.createDirectory(path);
  const at = (name: string) => `${path}/${name}`;
  return {
    path,
    names: async () => (await filesystem.readDirectory(path)).map(({ entry }) => entry),
    async create(name) {
      await filesystem.writeBinaryFile(at(name), new ArrayBuffer(0));
      // Windows keeps a profile's folders private by itself and knows no such modes.
      await filesystem.chmod(at(name), OWNER_ONLY).catch(() => undefined);
    },
    append: (name, { buffer }) => filesystem.appendBinaryFile(at(name), buffer),
    size: async name => (await filesystem.getStats(at(name))).size,
    move: (from, to) => filesystem.move(at(from), at(to)),
    remove: name => filesystem.remove(at(name)),
  };
}
