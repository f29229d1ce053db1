/** A yes becomes blocks of the diary: marked, without captures, never protected. Part of the answer's transaction. */
import { hasPaymentProblem } from '../contracts/contract.ts';
import type { BlockFacts } from '../diary/block.ts';
import { totalsOf } from '../diary/block-sums.ts';
import { contractOf, describe, insertBlock } from '../diary/block-writes.ts';
import { count } from '../diary/day-totals.ts';
import { makeRoom } from '../diary/settle-week.ts';
import { verdict, type VerdictFacts } from '../diary/verdict.ts';
import { NotFound } from '../kernel/errors.ts';
import { fromSeconds, toSeconds } from '../kernel/time.ts';
import { blockIdOf } from './block-id.ts';
import { cells, secondsOf, type Stretch } from './free-time.ts';
import type { ManualRequest } from './manual-request-model.ts';

/**
 * The caller holds the freelancer's lock and has made sure that nothing is logged in these stretches.
 * @returns seconds that were added
 */
export async function addBlocks(request: ManualRequest, free: readonly Stretch[], now: Date): Promise<number> {
  for (const { startedAt, seconds } of free.flatMap(cells)) {
    await addBlock(
      {
        id: blockIdOf(request.id, startedAt),
        ...{ contractId: request.contractId, startedAt, seconds, inputSeconds: 0, idle: false, shots: [] },
        ...{ description: request.description, projectCode: request.projectCode },
      },
      request.freelancerId,
      now,
    );
  }
  return secondsOf(free);
}

async function addBlock(block: BlockFacts, freelancerId: number, now: Date): Promise<void> {
  const contract = await contractOf(block, freelancerId);
  if (!contract) throw new NotFound('contract');
  const { startedAt, seconds, description } = block;
  const overLimitSeconds = await makeRoom({ ...block, freelancerId, manual: true, late: false }, contract, now);
  const judged: VerdictFacts = {
    ...{ manual: true, description, shots: [], overLimitSeconds, idle: false, late: false, clockReliable: true },
    paymentProblem: hasPaymentProblem(contract, fromSeconds(startedAt)),
  };
  const { protected: isProtected, reasons } = verdict(judged);
  await insertBlock(block, [], {
    ...{ freelancerId, termsId: contract.termsId, projectCodeId: contract.projectCodeId },
    descriptionId: contract.descriptionId ?? (await describe(block)),
    ...{ receivedAt: toSeconds(now), reasons, overLimitSeconds, judged },
  });
  await count(
    { ...block, termsId: contract.termsId },
    totalsOf({ seconds, overLimitSeconds, protected: isProtected }),
    1,
  );
}
