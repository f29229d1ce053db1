/** Are the bytes of a block's pictures those that were kept? */
import type { StoredBlock } from '../diary/block-rows.ts';
import { pictureKey } from '../diary/storage-keys.ts';
import type { Storage } from '../outside/storage.ts';
import { sha256 } from './chain.ts';
import { named } from './block-states.ts';

/** @param so counts the pictures @returns words; null too for blocks whose pictures went with their deletion or their age */
export async function whyNotPictures(
  block: StoredBlock,
  storage: Pick<Storage, 'get'>,
  so: { pictures: number },
): Promise<string | null> {
  if (block.deletedAt !== null || block.picturesRemovedAt !== null) return null;
  for (const { number, received, kept } of block.shots) {
    if (received === null) continue;
    const bytes = await storage.get(pictureKey(block, number, received));
    so.pictures += 1;
    if (!bytes) return `Picture ${number} of the ${named(block.startedAt)} is missing.`;
    if (!sha256(bytes).equals(kept ?? received))
      return `Picture ${number} of the ${named(block.startedAt)} is not what was received.`;
  }
  return null;
}
