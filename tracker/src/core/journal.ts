/** The unfinished blocks on disk, so that a kill costs seconds and not a block. */
import type { Millisecond } from './chance.ts';
import { readJson, replaceText, type Disk } from './disk.ts';
import { withoutTimeSince } from './cut.ts';
import { picturesOf, toWire, withoutPicture, type OpenBlock } from './open-block.ts';
import type { Item, Owner } from './queue.ts';

const FILE = 'unfinished.json';

/** `since`: whether the time from there on counts had been asked and not been answered. */
type Journal = { owner: Owner; blocks: readonly OpenBlock[]; since: number | null };

export const writeJournal = (disk: Disk, journal: Journal) => replaceText(disk, FILE, JSON.stringify(journal));

/** What the last run left unfinished; nothing when it left nothing or its journal cannot be read. */
export async function readJournal(disk: Disk): Promise<Journal | null> {
  const read = (await readJson(disk, FILE)) as Journal | null;
  if (!read?.owner || !Array.isArray(read.blocks)) return null;
  // The question was never answered: the work ended at the last input.
  return read.since == null ? read : { ...read, blocks: withoutTimeSince(read.blocks, read.since).blocks };
}

/**
 * Closes a journalled block where the journal ends, with the pictures it has. A picture that was asked for and never
 * came is a capture that failed. `null` when not a second was worked.
 * @param sendAfter of the item
 */
export function finish(block: OpenBlock, owner: Owner, sendAfter: Millisecond): Item | null {
  if (block.until <= block.startedAt) return null;
  const closed = block.shots.length > 0 ? block : withoutPicture(block, 'capture-failed');
  return { id: block.id, owner, block: toWire(closed), pictures: picturesOf(closed), sendAfter, tried: false };
}
