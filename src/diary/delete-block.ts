/** A freelancer deletes a screenshot: its time goes with it, and a tombstone stays. */
import { Op } from 'sequelize';
import { run, transaction } from '../db/sequelize.ts';
import { record } from '../events/record.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import { fromSeconds, toSeconds, type EpochSeconds } from '../kernel/time.ts';
import type { Storage } from '../outside/storage.ts';
import { blockRefusalWords, whyNotDelete } from './block.ts';
import { findBlock, type StoredBlock } from './block-rows.ts';
import { count, totalsOf } from './day-totals.ts';
import { lockClock, onceMore, saveClock } from './freelancer-clock.ts';
import { PictureToForget } from './picture-to-forget-model.ts';
import { keysOf } from './storage-keys.ts';

/** @throws NotFound @throws Refused `week-closed`, `already-deleted` */
export async function deleteBlock(
  by: { id: number; name: string },
  startedAt: EpochSeconds,
  storage: Storage,
  now: Date,
): Promise<StoredBlock> {
  const deleted = await onceMore(() => transaction(() => markDeleted(by, startedAt, now)));
  await forgetPictures(storage, keysOf(deleted));
  return deleted;
}

async function markDeleted(by: { id: number; name: string }, startedAt: EpochSeconds, now: Date): Promise<StoredBlock> {
  const clock = await lockClock(by.id, now);
  const block = await findBlock(by.id, startedAt);
  if (!block) throw new NotFound('block');
  const refusal = whyNotDelete(block, now);
  if (refusal) throw new Refused(refusal, blockRefusalWords[refusal], 409);
  const deletedAt = toSeconds(now);
  await run('UPDATE blocks SET deleted_at = $3 WHERE freelancer_id = $1 AND started_at = $2', [
    by.id,
    startedAt,
    deletedAt,
  ]);
  await count(block, totalsOf(block), -1);
  await PictureToForget.bulkCreate(keysOf(block).map(storageKey => ({ storageKey })));
  const facts = { by: by.name, startedAt: fromSeconds(startedAt).toISOString(), seconds: block.seconds };
  await record('block.deleted', { contractId: block.contractId, actorId: by.id, now, facts });
  await saveClock(by.id, clock);
  return { ...block, deletedAt };
}

/** Makes the bytes really go. What a crash interrupts here, the job does again. */
async function forgetPictures(storage: Storage, keys: string[]): Promise<void> {
  for (const key of keys) await storage.delete(key);
  await PictureToForget.destroy({ where: { storageKey: { [Op.in]: keys } } });
}

/** Job: pictures whose deletion was interrupted. @returns how many files went */
export async function forgetLeftPictures(storage: Storage): Promise<number> {
  const left = (await PictureToForget.findAll({ limit: 500 })).map(({ storageKey }) => storageKey);
  await forgetPictures(storage, left);
  return left.length;
}
