/** Time comes into a week, leaves it, or its limit goes up: the weekly limit is settled anew. Part of an act. */
import { weekLimitOf } from '../contracts/week-limit.ts';
import { rows, run } from '../db/sequelize.ts';
import { append } from '../evidence/append.ts';
import { weekEnd, weekOf, type EpochSeconds } from '../kernel/time.ts';
import { overLimit } from './block.ts';
import { difference, totalsOf } from './block-sums.ts';
import type { ContractNow } from './block-writes.ts';
import { count } from './day-totals.ts';
import { holdClock } from './freelancer-clock.ts';
import { isWeekClosed, settleLimit, withLimit, type LimitedBlock, type Settled } from './over-limit.ts';
import { fromBits } from './verdict.ts';

type Place = { contractId: number; freelancerId: number };
type WeekBlock = LimitedBlock & { termsId: number; reasons: number };
type Row = {
  started_at: number;
  seconds: number;
  terms_id: number;
  over_limit_seconds: number | null;
  reasons: number;
};

const WEEK = `SELECT started_at, seconds, terms_id, over_limit_seconds, reasons FROM blocks
  WHERE freelancer_id = $1 AND started_at >= $2 AND started_at < $3 AND contract_id = $4 AND deleted_at IS NULL`;
const CHANGE = 'UPDATE blocks SET over_limit_seconds = $3, reasons = $4 WHERE freelancer_id = $1 AND started_at = $2';

/**
 * A block is about to be there (again): later time makes room for it. The caller holds the freelancer's lock. Asks nothing while
 * the week is below its limit; a week that is closed stays as it is, and the block gets what is left of it.
 * @param contract as it is now @returns how many of the block's seconds are beyond the limit
 */
export async function makeRoom(
  block: Omit<LimitedBlock, 'overLimitSeconds'> & Place,
  contract: Pick<ContractNow, 'weekBillableSeconds' | 'weeklyLimitSeconds' | 'weekIsClosed'>,
  now: Date,
): Promise<number> {
  const { weekBillableSeconds: before, weeklyLimitSeconds: limit, weekIsClosed } = contract;
  const beyond = overLimit(block.seconds, before, limit);
  if (beyond === 0 || weekIsClosed) return beyond;
  const others = await blocksOf(block, block.startedAt);
  const changes = settleLimit([...others, { ...block, overLimitSeconds: 0 }], limit);
  await apply(changes, others, block, now);
  return changes.find(({ startedAt }) => startedAt === block.startedAt)?.overLimitSeconds ?? 0;
}

/** There is more room in the week of an instant: time that was beyond its limit moves up, unless the week is closed. */
export async function fillRoom(
  contract: { id: number; freelancerId: number | null },
  at: EpochSeconds,
  now: Date,
): Promise<void> {
  const { id: contractId, freelancerId } = contract;
  if (freelancerId === null) return;
  await holdClock(freelancerId);
  const place = { contractId, freelancerId };
  const blocks = await blocksOf(place, at);
  if (blocks.every(({ overLimitSeconds }) => overLimitSeconds === 0) || (await isClosed(contractId, at))) return;
  await apply(settleLimit(blocks, await weekLimitOf(contractId, at)), blocks, place, now);
}

async function isClosed(contractId: number, at: EpochSeconds): Promise<boolean> {
  const sql = 'SELECT next_week FROM contracts WHERE id = $1';
  const [row] = await rows<{ next_week: number | null }>(sql, [contractId]);
  return isWeekClosed(row?.next_week ?? null, at);
}

async function blocksOf({ contractId, freelancerId }: Place, at: EpochSeconds): Promise<WeekBlock[]> {
  return (await rows<Row>(WEEK, [freelancerId, weekOf(at), weekEnd(at), contractId])).map(row => {
    const reasons = Number(row.reasons);
    const codes = fromBits(reasons);
    return {
      ...{ startedAt: Number(row.started_at), seconds: Number(row.seconds), termsId: Number(row.terms_id), reasons },
      ...{ manual: codes.includes('manual-time'), late: codes.includes('late-upload') },
      overLimitSeconds: Number(row.over_limit_seconds ?? 0),
    };
  });
}

/** Verdicts and the totals of their days follow. */
async function apply(
  changes: readonly Settled[],
  blocks: readonly WeekBlock[],
  place: Place,
  now: Date,
): Promise<void> {
  const known = new Map(blocks.map(block => [block.startedAt, block]));
  for (const { startedAt, overLimitSeconds } of changes) {
    const before = known.get(startedAt);
    if (!before) continue;
    const after = { ...before, overLimitSeconds, reasons: withLimit(before.reasons, overLimitSeconds) };
    await run(CHANGE, [place.freelancerId, startedAt, overLimitSeconds || null, after.reasons]);
    const [standing, stood] = [after, before].map(block => totalsOf({ ...block, protected: block.reasons === 0 }));
    await count({ ...place, ...before }, difference(standing!, stood!), 1);
    const facts = { startedAt, overLimitSeconds, reasons: fromBits(after.reasons) };
    await append({ contractId: place.contractId, kind: 'block.judged', at: now, facts });
  }
}
