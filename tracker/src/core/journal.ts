/** The unfinished blocks on disk, so that a kill costs seconds and not a block. */
import { readJson, replaceText, type Disk } from './disk.ts';
import { picturesOf, toWire, withoutPicture, type OpenBlock } from './open-block.ts';
import type { Item, Owner } from './queue.ts';

const FILE = 'unfinished.json';

type Journal = { owner: Owner; blocks: readonly OpenBlock[] };

export const writeJournal = (disk: Disk, journal: Journal) => replaceText(disk, FILE, JSON.stringify(journal));

/** What the last run left unfinished; nothing when it left nothing or its journal cannot be read. */
export async function readJournal(disk: Disk): Promise<Journal | null> {
  const read = (await readJson(disk, FILE)) as Journal | null;
  return read?.owner && Array.isArray(read.blocks) ? read : null;
}

/**
 * Closes a journalled block where the journal ends, with the pictures it has. A picture that was asked for and never
 * came is a capture that failed. `null` when not a second was worked.
 */
export function finish(block: OpenBlock, owner: Owner): Item | null {
  if (block.until <= block.startedAt) return null;
  const closed = block.shots.length > 0 ? block : withoutPicture(block);
  return { id: block.id, owner, block: toWire(closed), pictures: picturesOf(closed), sendAfter: 0 };
}
