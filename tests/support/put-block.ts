/** Blocks as they stand once their pictures were examined: all that money needs of them, without the cost of pictures. */
import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { hasPaymentProblem } from '../../src/contracts/contract.ts';
import { transaction } from '../../src/db/sequelize.ts';
import type { BlockFacts } from '../../src/diary/block.ts';
import { totalsOf } from '../../src/diary/block-sums.ts';
import { contractOf, describe, insertBlock } from '../../src/diary/block-writes.ts';
import { count } from '../../src/diary/day-totals.ts';
import { lockClock, saveClock } from '../../src/diary/freelancer-clock.ts';
import { makeRoom } from '../../src/diary/settle-week.ts';
import { verdict, type ReasonCode, type VerdictFacts } from '../../src/diary/verdict.ts';
import { fromSeconds, toSeconds, weekCloses } from '../../src/kernel/time.ts';

export type Put = {
  contractId: number;
  freelancerId: number;
  /** Second since 1970. */
  startedAt: number;
  seconds?: number;
  code?: string | null;
  /** Says too little to be protected. */
  vague?: boolean;
};

/** @returns what speaks against its protection */
export function putBlock(put: Put, now: Date): Promise<ReasonCode[]> {
  const { contractId, freelancerId, startedAt, seconds = 600, code = 'SHOP-1', vague = false } = put;
  const description = vague ? 'work' : 'Checkout: keep the basket when the session ends';
  const facts: BlockFacts = {
    ...{ id: v7(), contractId, startedAt, seconds, description, projectCode: code },
    ...{ inputSeconds: Math.min(seconds, 60), idle: false, shots: [] },
  };
  return transaction(async () => {
    const clock = await lockClock(freelancerId, now);
    const contract = (await contractOf(facts, freelancerId))!;
    const late = toSeconds(now) >= weekCloses(startedAt);
    const overLimitSeconds = await makeRoom({ ...facts, freelancerId, manual: false, late }, contract, now);
    const judged: VerdictFacts = {
      ...{ manual: false, description, overLimitSeconds, idle: false, late, clockReliable: true },
      shots: [{ picture: true, maskedPerMille: 0, blank: false, repeated: false }],
      paymentProblem: hasPaymentProblem(contract, fromSeconds(startedAt)),
    };
    const found = verdict(judged);
    const { termsId, projectCodeId } = contract;
    const descriptionId = contract.descriptionId ?? (await describe(facts));
    const received = { receivedAt: toSeconds(now), reasons: found.reasons, overLimitSeconds, judged };
    const picture = { received: randomBytes(32), keptHash: null, dhash: randomBytes(8) };
    const shot = { takenAt: startedAt, picture: picture as never, mask: null };
    await insertBlock(facts, [shot], { freelancerId, termsId, descriptionId, projectCodeId, ...received });
    await count({ ...facts, termsId }, totalsOf({ seconds, overLimitSeconds, protected: found.protected }), 1);
    await saveClock(freelancerId, clock);
    return found.reasons;
  });
}
