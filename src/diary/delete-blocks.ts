/** A freelancer deletes screenshots: their time goes with them, and tombstones stay. */
import { run, transaction } from '../db/sequelize.ts';
import { Contract } from '../contracts/contract-model.ts';
import { append } from '../evidence/append.ts';
import { record } from '../events/record.ts';
import { Refused } from '../kernel/errors.ts';
import { fromSeconds, toSeconds, type EpochSeconds } from '../kernel/time.ts';
import { tell } from '../notices/tell.ts';
import { blockRefusalWords, UNDO_SECONDS, whyNotChange } from './block.ts';
import type { StoredBlock } from './block-rows.ts';
import { totalsOf } from './block-sums.ts';
import { chosenBlocks } from './chosen-blocks.ts';
import { count } from './day-totals.ts';
import { lockClock, onceMore } from './freelancer-clock.ts';
import { PictureToForget } from './picture-to-forget-model.ts';
import { fillRoom } from './settle-week.ts';
import { keysOf } from './storage-keys.ts';

/**
 * All of the blocks or none; time beyond the weekly limit moves up. For {@link UNDO_SECONDS} it can be taken back; then a job makes the bytes really go.
 * @returns the blocks as they were
 * @throws NotFound @throws Refused `week-closed`, `already-deleted`
 */
export function deleteBlocks(
  by: { id: number; name: string },
  contract: { id: number; freelancerId: number },
  starts: readonly EpochSeconds[],
  now: Date,
): Promise<StoredBlock[]> {
  return onceMore(() =>
    transaction(async () => {
      await lockClock(by.id, now);
      const blocks = await chosenBlocks(contract, starts);
      for (const block of blocks) await markDeleted(block, now);
      await fillRoom(contract, blocks[0]!.startedAt, now);
      const seconds = blocks.reduce((sum, block) => sum + block.seconds, 0);
      const startedAt = fromSeconds(blocks[0]!.startedAt).toISOString();
      const facts = { by: by.name, startedAt, seconds, blocks: blocks.length };
      await record('block.deleted', { contractId: contract.id, actorId: by.id, now, facts });
      const { clientId, title } = await Contract.findByPk(contract.id, { rejectOnEmpty: true });
      await tell('block.deleted', { to: clientId, contractId: contract.id, facts: { ...facts, title }, now });
      return blocks;
    }),
  );
}

async function markDeleted(block: StoredBlock, now: Date): Promise<void> {
  const refusal = whyNotChange(block, now);
  if (refusal) throw new Refused(refusal, blockRefusalWords[refusal], 409);
  const { freelancerId, startedAt } = block;
  const deletedAt = toSeconds(now);
  await run('UPDATE blocks SET deleted_at = $3 WHERE freelancer_id = $1 AND started_at = $2', [
    ...[freelancerId, startedAt, deletedAt],
  ]);
  await count(block, totalsOf(block), -1);
  const facts = { startedAt, deletedAt, seconds: block.seconds, by: freelancerId };
  await append({ contractId: block.contractId, kind: 'block.tombstone', at: now, facts });
  const forgetAt = deletedAt + UNDO_SECONDS;
  await PictureToForget.bulkCreate(keysOf(block).map(storageKey => ({ storageKey, forgetAt })));
}
