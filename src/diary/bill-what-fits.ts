/** A raised weekly limit pays for hours of this week that were beyond the old one. Part of an act. */
import { rows, run } from '../db/sequelize.ts';
import { toSeconds, weekEnd, weekOf } from '../kernel/time.ts';
import { count, weekTotals } from './day-totals.ts';
import { holdClock } from './freelancer-clock.ts';
import { raised, type OverLimitBlock } from './over-limit.ts';

const OVER = `SELECT started_at, seconds, terms_id, over_limit_seconds, reasons FROM blocks
  WHERE freelancer_id = $1 AND started_at >= $2 AND started_at < $3 AND contract_id = $4 AND deleted_at IS NULL AND over_limit_seconds > 0
  ORDER BY started_at`;
const CHANGE = 'UPDATE blocks SET over_limit_seconds = $3, reasons = $4 WHERE freelancer_id = $1 AND started_at = $2';
type Row = { started_at: number; seconds: number; terms_id: number; over_limit_seconds: number; reasons: number };

/**
 * Bills what fits under the limit that holds for the week of `now`, and makes protected what nothing else speaks against.
 * @param limitSeconds the week's limit as it is from now on
 */
export async function billWhatFits(
  contract: { id: number; freelancerId: number | null },
  limitSeconds: number,
  now: Date,
): Promise<void> {
  const { id: contractId, freelancerId } = contract;
  if (freelancerId === null) return;
  await holdClock(freelancerId);
  const week = weekOf(toSeconds(now));
  const billed = (await weekTotals([contractId], week)).reduce((sum, { billable }) => sum + billable, 0);
  const found = await rows<Row>(OVER, [freelancerId, week, weekEnd(week), contractId]);
  const before = new Map(found.map(row => [Number(row.started_at), row]));
  for (const block of raised(found.map(toBlock), limitSeconds - billed)) {
    const { terms_id: termsId, seconds, over_limit_seconds: over } = before.get(block.startedAt)!;
    await run(CHANGE, [freelancerId, block.startedAt, block.overLimitSeconds || null, block.reasons]);
    const gained = { blocks: 0, seconds: 0, billable: over - block.overLimitSeconds };
    const place = { contractId, termsId, startedAt: block.startedAt };
    await count(place, { ...gained, protected: block.nowProtected ? seconds : 0 }, 1);
  }
}

const toBlock = (row: Row): OverLimitBlock => ({
  startedAt: Number(row.started_at),
  seconds: Number(row.seconds),
  overLimitSeconds: Number(row.over_limit_seconds),
  reasons: Number(row.reasons),
});
