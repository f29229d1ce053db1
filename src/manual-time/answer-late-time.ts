/** The client says of late blocks which are billed. Each is answered once. */
import { transaction } from '../db/sequelize.ts';
import { holdClock } from '../diary/freelancer-clock.ts';
import { append } from '../evidence/append.ts';
import { record } from '../events/record.ts';
import { Refused } from '../kernel/errors.ts';
import { toSeconds, type EpochSeconds } from '../kernel/time.ts';
import { tell } from '../notices/tell.ts';
import type { Actor } from '../policy/policy.ts';
import { overlapping, type Stretch } from './free-time.ts';
import { lateBlocks, saveLateAnswer, type LateBlock, type Place } from './late-rows.ts';
import { lateRefusalWords, lateState } from './late-time.ts';

/** @property shown what the client saw: blocks that came later wait for their own answer */
export type LateChoice = { accepted: readonly Stretch[]; shown: Stretch };

const sum = (blocks: readonly LateBlock[]): number => blocks.reduce((total, { seconds }) => total + seconds, 0);

/**
 * @param week its first second @returns seconds that will be billed
 * @throws Refused `nothing-to-answer`
 */
export function answerLateTime(
  contract: Place & { title: string },
  week: EpochSeconds,
  { accepted, shown }: LateChoice,
  by: Actor,
  now: Date,
): Promise<number> {
  return transaction(async () => {
    await holdClock(contract.freelancerId);
    const isShown = (block: LateBlock): boolean => block.startedAt >= shown.from && block.startedAt < shown.to;
    const open = (await lateBlocks(contract, week)).filter(block => isShown(block) && lateState(block, now) === 'open');
    if (open.length === 0) throw new Refused('nothing-to-answer', lateRefusalWords['nothing-to-answer'], 409);
    const isYes = (block: LateBlock): boolean =>
      overlapping({ from: block.startedAt, to: block.startedAt + block.seconds }, accepted);
    for (const block of open) {
      const { startedAt } = block;
      const accepted = isYes(block);
      await saveLateAnswer(contract.freelancerId, startedAt, accepted, toSeconds(now));
      await append({ contractId: contract.id, kind: 'block.late-answer', at: now, facts: { startedAt, accepted } });
    }
    const billed = sum(open.filter(isYes));
    const facts = { by: by.name, accepted: billed, refused: sum(open) - billed };
    await record('late-time.answered', { contractId: contract.id, actorId: by.id, now, facts });
    const about = { ...facts, title: contract.title, week };
    await tell('late-time.answered', { to: contract.freelancerId, contractId: contract.id, facts: about, now });
    return billed;
  });
}
