/**
 * The client marks a day as reviewed. The mark is kept on its blocks: one that arrives or is corrected afterwards has
 * none, and so the day waits for the client again.
 */
import { rows, run, transaction } from '../db/sequelize.ts';
import { record } from '../events/record.ts';
import { Refused } from '../kernel/errors.ts';
import { toSeconds, type Day, type EpochSeconds } from '../kernel/time.ts';
import { lockClock, onceMore } from './freelancer-clock.ts';

type Span = { day: Day; from: EpochSeconds; to: EpochSeconds };
type Place = { id: number; freelancerId: number };
type Person = { id: number; name: string };

const NOT_YET = `freelancer_id = $1 AND started_at >= $2 AND started_at < $3 AND contract_id = $4
  AND deleted_at IS NULL AND reviewed_at IS NULL AND received_at <= $5`;

/**
 * @param seenAt when the page was made on which the client saw the day: what arrived later is not marked
 * @throws Refused `nothing-to-review`
 */
export function reviewDay(contract: Place, span: Span, seenAt: EpochSeconds, by: Person, now: Date): Promise<void> {
  return onceMore(() =>
    transaction(async () => {
      await lockClock(contract.freelancerId, now);
      const where = [contract.freelancerId, span.from, span.to, contract.id, seenAt];
      const [found] = await rows<{ blocks: number; seconds: number | string | null }>(
        `SELECT COUNT(*) AS blocks, SUM(seconds) AS seconds FROM blocks WHERE ${NOT_YET}`,
        where,
      );
      const blocks = Number(found?.blocks ?? 0);
      if (blocks === 0)
        throw new Refused('nothing-to-review', 'There is nothing new to review on this day. Look at it again.', 409);
      await run(`UPDATE blocks SET reviewed_at = $6 WHERE ${NOT_YET}`, [...where, toSeconds(now)]);
      const facts = { by: by.name, day: span.day, blocks, seconds: Number(found?.seconds) };
      await record('day.reviewed', { contractId: contract.id, actorId: by.id, now, facts });
    }),
  );
}

/** The client takes the mark back. Harmless when there is none. */
export function withdrawReview(contract: Place, span: Span, by: Person, now: Date): Promise<void> {
  return onceMore(() =>
    transaction(async () => {
      await lockClock(contract.freelancerId, now);
      await run(
        `UPDATE blocks SET reviewed_at = NULL WHERE freelancer_id = $1 AND started_at >= $2 AND started_at < $3
         AND contract_id = $4 AND reviewed_at IS NOT NULL`,
        [contract.freelancerId, span.from, span.to, contract.id],
      );
      const facts = { by: by.name, day: span.day };
      await record('day.review-withdrawn', { contractId: contract.id, actorId: by.id, now, facts });
    }),
  );
}
