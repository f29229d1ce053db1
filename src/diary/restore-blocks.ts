/** A freelancer takes a deletion back while the pictures are still there. */
import { Op } from 'sequelize';
import { run, transaction } from '../db/sequelize.ts';
import { append } from '../evidence/append.ts';
import { record } from '../events/record.ts';
import { Refused } from '../kernel/errors.ts';
import { fromSeconds, type EpochSeconds } from '../kernel/time.ts';
import { blockRefusalWords, whyNotRestore } from './block.ts';
import { asSent, type StoredBlock } from './block-rows.ts';
import { totalsOf } from './block-sums.ts';
import { contractOf } from './block-writes.ts';
import { chosenBlocks } from './chosen-blocks.ts';
import { count } from './day-totals.ts';
import { lockClock, onceMore } from './freelancer-clock.ts';
import { withLimit } from './over-limit.ts';
import { PictureToForget } from './picture-to-forget-model.ts';
import { makeRoom } from './settle-week.ts';
import { keysOf } from './storage-keys.ts';
import { fromBits, toBits } from './verdict.ts';

/**
 * All of the blocks or none. Other time may have filled the week meanwhile: of all of it the earliest is billed, up to the limit.
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
  const late = block.reasons.includes('late-upload');
  const overLimitSeconds = contract ? await makeRoom({ ...block, late }, contract, now) : 0;
  const reasons = withLimit(toBits(block.reasons), overLimitSeconds);
  await run(
    'UPDATE blocks SET deleted_at = NULL, over_limit_seconds = $3, reasons = $4 WHERE freelancer_id = $1 AND started_at = $2',
    [freelancerId, startedAt, overLimitSeconds || null, reasons],
  );
  await count(block, totalsOf({ seconds, overLimitSeconds, protected: reasons === 0 }), 1);
  const facts = { startedAt, overLimitSeconds, reasons: fromBits(reasons) };
  await append({ contractId: block.contractId, kind: 'block.back', at: now, facts });
}
