/** Late blocks and their answers as rows. */
import { rows, run } from '../db/sequelize.ts';
import { toBits } from '../diary/verdict.ts';
import { DAY, weekEnd, weekOf, type EpochSeconds } from '../kernel/time.ts';

const LATE = toBits(['late-upload']);

export type LateBlock = {
  startedAt: EpochSeconds;
  seconds: number;
  overLimitSeconds: number;
  termsId: number;
  description: string;
  projectCode: string | null;
  receivedAt: EpochSeconds;
  accepted: boolean | null;
};
type Row = Record<string, number | string | null>;
/** A contract's diary. */
export type Place = { id: number; freelancerId: number };

const toLate = (row: Row): LateBlock => ({
  startedAt: Number(row['started_at']),
  seconds: Number(row['seconds']),
  overLimitSeconds: Number(row['over_limit_seconds'] ?? 0),
  termsId: Number(row['terms_id']),
  description: String(row['description']),
  projectCode: row['project_code'] === null ? null : String(row['project_code']),
  receivedAt: Number(row['received_at']),
  accepted: row['accepted'] === null ? null : Number(row['accepted']) === 1,
});

/** One contract's late blocks of the week that begins at `week`, oldest first. */
export async function lateBlocks({ id, freelancerId }: Place, week: EpochSeconds): Promise<LateBlock[]> {
  const found = await rows<Row>(
    `SELECT b.started_at, b.seconds, b.over_limit_seconds, b.terms_id, b.received_at, d.words AS description,
       p.code AS project_code, a.accepted
     FROM blocks b JOIN task_descriptions d ON d.id = b.description_id LEFT JOIN project_codes p ON p.id = b.project_code_id
       LEFT JOIN late_answers a ON a.freelancer_id = b.freelancer_id AND a.started_at = b.started_at
     WHERE b.freelancer_id = $1 AND b.started_at >= $2 AND b.started_at < $3 AND b.contract_id = $4
       AND (b.reasons & ${LATE}) <> 0 AND b.deleted_at IS NULL ORDER BY b.started_at`,
    [freelancerId, week, weekEnd(week), id],
  );
  return found.map(toLate);
}

export type LateWeek = { week: EpochSeconds; seconds: number; unansweredSeconds: number };

/** Weeks with late blocks that begin at `since` or later, newest first. (345600 is the first Monday, 604800 a week.) */
export async function lateWeeks({ id, freelancerId }: Place, since: EpochSeconds): Promise<LateWeek[]> {
  const found = await rows<Row>(
    `SELECT b.started_at - ((b.started_at - 345600) % 604800) AS monday, SUM(b.seconds) AS seconds,
       SUM(CASE WHEN a.accepted IS NULL THEN b.seconds ELSE 0 END) AS unanswered
     FROM blocks b LEFT JOIN late_answers a ON a.freelancer_id = b.freelancer_id AND a.started_at = b.started_at
     WHERE b.freelancer_id = $1 AND b.started_at >= $2 AND b.contract_id = $3
       AND (b.reasons & ${LATE}) <> 0 AND b.deleted_at IS NULL
     GROUP BY monday ORDER BY monday DESC`,
    [freelancerId, since, id],
  );
  return found.map(row => ({
    week: Number(row['monday']),
    seconds: Number(row['seconds']),
    unansweredSeconds: Number(row['unanswered']),
  }));
}

const ANSWERED_WITHIN = (5 * DAY) / 1000;
const OLDEST = (14 * DAY) / 1000;

/** @property seconds that a yes would bill */
export type WaitingTime = { contractId: number; week: EpochSeconds; termsId: number; seconds: number };

/** Late time of these contracts that the client may still answer, by week and terms, the oldest first. */
export async function lateWaiting(contractIds: readonly number[], now: EpochSeconds): Promise<WaitingTime[]> {
  // Answerable until Friday of the week after it arrived, and nothing arrives that is older than two weeks.
  const receivedSince = weekOf(now - ANSWERED_WITHIN);
  const freelancers = await freelancersOf(contractIds);
  if (freelancers.length === 0) return [];
  // By number: joined, MySQL would read a freelancer's blocks from the first on.
  const found = await rows<Row>(
    `SELECT b.contract_id, b.started_at - ((b.started_at - 345600) % 604800) AS monday, b.terms_id,
       SUM(b.seconds - COALESCE(b.over_limit_seconds, 0)) AS seconds
     FROM blocks b LEFT JOIN late_answers a ON a.freelancer_id = b.freelancer_id AND a.started_at = b.started_at
     WHERE b.freelancer_id IN (${placesFrom(3, freelancers)}) AND b.started_at >= $1
       AND b.contract_id IN (${placesFrom(3 + freelancers.length, contractIds)})
       AND (b.reasons & ${LATE}) <> 0 AND b.received_at >= $2 AND b.deleted_at IS NULL AND a.accepted IS NULL
     GROUP BY b.contract_id, monday, b.terms_id ORDER BY monday`,
    [receivedSince - OLDEST, receivedSince, ...freelancers, ...contractIds],
  );
  return found.map(row => ({
    contractId: Number(row['contract_id']),
    week: Number(row['monday']),
    termsId: Number(row['terms_id']),
    seconds: Number(row['seconds']),
  }));
}

/** `$3, $4, …`, one for each value. */
const placesFrom = (first: number, values: readonly unknown[]): string =>
  values.map((_, place) => `$${first + place}`).join(', ');

async function freelancersOf(contractIds: readonly number[]): Promise<number[]> {
  if (contractIds.length === 0) return [];
  const sql = `SELECT DISTINCT freelancer_id FROM contracts WHERE id IN (${placesFrom(1, contractIds)}) AND freelancer_id IS NOT NULL`;
  return (await rows<{ freelancer_id: number }>(sql, [...contractIds])).map(row => Number(row.freelancer_id));
}

/** @throws UniqueConstraintError when the block has an answer already */
export function saveLateAnswer(
  freelancerId: number,
  startedAt: EpochSeconds,
  accepted: boolean,
  answeredAt: EpochSeconds,
): Promise<void> {
  const sql = 'INSERT INTO late_answers (freelancer_id, started_at, accepted, answered_at) VALUES ($1, $2, $3, $4)';
  return run(sql, [freelancerId, startedAt, accepted ? 1 : 0, answeredAt]);
}
