/** A freelancer takes a deletion back while the pictures are still there. */
import { Op } from 'sequelize';
import { run, transaction } from '../db/sequelize.ts';
import { record } from '../events/record.ts';
import { Refused } from '../kernel/errors.ts';
import { fromSeconds, type EpochSeconds } from '../kernel/time.ts';
import { blockRefusalWords, overLimit, whyNotRestore } from './block.ts';
import { asSent, type StoredBlock } from './block-rows.ts';
import { totalsOf } from './block-sums.ts';
import { contractOf } from './block-writes.ts';
import { chosenBlocks } from './chosen-blocks.ts';
import { count } from './day-totals.ts';
import { lockClock, onceMore } from './freelancer-clock.ts';
import { PictureToForget } from './picture-to-forget-model.ts';
import { keysOf } from './storage-keys.ts';
import { toBits, type ReasonCode } from './verdict.ts';

/**
 * All of the blocks or none. Other time may have filled the week meanwhile: what is beyond the limit now is not billed.
 * @throws NotFound @throws Refused `not-deleted`, `too-late-to-undo`, `week-closed`
 */
export function restoreBlocks(
  by: { id: number; name: string },
  contract: { id: number; freelancerId: number },
  starts: readonly EpochSeconds[],
  now: Date,
): Promise<void> {
  return onceMore(() =>
    transaction(async () => {
      await lockClock(by.id, now);
      const blocks = await chosenBlocks(contract, starts);
      for (const block of blocks) await bringBack(block, now);
      await PictureToForget.destroy({ where: { storageKey: { [Op.in]: blocks.flatMap(keysOf) } } });
      const seconds = blocks.reduce((sum, block) => sum + block.seconds, 0);
      const facts = { by: by.name, startedAt: fromSeconds(blocks[0]!.startedAt).toISOString(), seconds };
      await record('block.restored', { contractId: contract.id, actorId: by.id, now, facts });
    }),
  );
}

async function bringBack(block: StoredBlock, now: Date): Promise<void> {
  const refusal = whyNotRestore(block, now);
  if (refusal) throw new Refused(refusal, blockRefusalWords[refusal], 409);
  const { freelancerId, startedAt, seconds } = block;
  const contract = await contractOf(asSent(block), freelancerId);
  const overLimitSeconds = contract ? overLimit(seconds, contract.weekBillableSeconds, contract.weeklyLimitSeconds) : 0;
  const others = block.reasons.filter(reason => reason !== 'over-weekly-limit');
  const reasons: ReasonCode[] = overLimitSeconds > 0 ? [...others, 'over-weekly-limit'] : others;
  await run(
    'UPDATE blocks SET deleted_at = NULL, over_limit_seconds = $3, reasons = $4 WHERE freelancer_id = $1 AND started_at = $2',
    [freelancerId, startedAt, overLimitSeconds === 0 ? null : overLimitSeconds, toBits(reasons)],
  );
  await count(block, totalsOf({ seconds, overLimitSeconds, protected: reasons.length === 0 }), 1);
}
