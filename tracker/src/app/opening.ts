/** What happens before the window shows anything: the last run's work is brought home. */
import { setClock } from '../core/clock.ts';
import { readJson } from '../core/disk.ts';
import { finish, readJournal, writeJournal } from '../core/journal.ts';
import { picturesOf } from '../core/open-block.ts';
import { add } from '../core/queue.ts';
import { keepItem, loadStored } from '../core/queue-store.ts';
import type { Model } from './model.ts';
import type { Outside } from './outside.ts';
import { SKEW_FILE } from './sending.ts';

/** Sets the clock by what the server last said of it. */
export async function restoreClock(model: Model, { disk, read }: Outside): Promise<void> {
  const skew = await readJson(disk, SKEW_FILE);
  if (typeof skew === 'number') model.clock = setClock(read(), skew);
}

/**
 * Reads the queue and closes what a kill left running, at its last journal, with the pictures it has.
 * Killed at any point, the next start does the rest: a block is on disk as an item before the journal lets go of it.
 */
export async function restoreWork(model: Model, { disk, read }: Outside): Promise<void> {
  // Whatever waits may not have been looked at yet.
  const sendAfter = read().monotonic + model.settings.holdSeconds * 1000;
  const journal = await readJournal(disk);
  const blocks = journal?.blocks ?? [];
  const { items, refused } = await loadStored(disk, blocks.flatMap(picturesOf));
  for (const item of items) model.queue = add(model.queue, { ...item, sendAfter });
  model.queue = { ...model.queue, refused };
  if (!journal) return;
  const known = new Set([...items, ...refused].map(({ id }) => id));
  for (const block of blocks) {
    const item = known.has(block.id) ? null : finish(block, journal.owner, sendAfter);
    if (!item) continue;
    await keepItem(disk, item);
    model.queue = add(model.queue, item);
  }
  await writeJournal(disk, { owner: journal.owner, blocks: [], since: null });
  const endedAt = Math.max(0, ...blocks.map(({ until }) => until));
  model.timer = { ...model.timer, endedAt };
  model.recoveredUntil = endedAt || null;
}
