/** What a report is made of: blocks added up by the database, for one reader. */
import { rows } from '../db/sequelize.ts';
import { toBits } from '../diary/verdict.ts';
import { Refused } from '../kernel/errors.ts';
import { answerableSince } from '../manual-time/late-time.ts';
import type { Actor } from '../policy/policy.ts';
import type { Period } from './period.ts';
import { priced, type Line, type Worked } from './report.ts';

/** A page and a file are read whole, so there is a most: a client with 60 contracts and five codes on each, for a year. */
const MAX_LINES = 16_000;
const TOO_MUCH = 'That is too much for one report. Choose fewer weeks, or one contract.';

const LATE = toBits(['late-upload']);
const BILLED = 'b.seconds - COALESCE(b.over_limit_seconds, 0)';

type Row = Record<string, number | string | null>;

/** Late time is billed with a yes only; received since $4 it still waits for one. `week` is the Monday 00:00 UTC on or before; 1970 began on a Thursday. */
const linesOf = (mine: string, other: string, freelancers: string, ofContract: string): string => `
  SELECT w.*, c.title, c.client_id, u.id AS person_id, u.name AS person, t.rate_cents, p.code, p.name AS code_name
  FROM (
    SELECT b.contract_id, b.terms_id, b.project_code_id, b.started_at - (b.started_at - 345600) % 604800 AS week,
      SUM(b.seconds) AS seconds, SUM(CASE WHEN b.reasons = 0 THEN b.seconds ELSE 0 END) AS safe,
      SUM(CASE WHEN (b.reasons & ${LATE}) = 0 OR a.accepted = 1 THEN ${BILLED} ELSE 0 END) AS billable,
      SUM(CASE WHEN (b.reasons & ${LATE}) <> 0 AND a.accepted IS NULL AND b.received_at >= $4 THEN ${BILLED} ELSE 0 END) AS waiting
    FROM contracts o JOIN blocks b ON b.freelancer_id = o.freelancer_id AND b.contract_id = o.id
      LEFT JOIN late_answers a ON a.freelancer_id = b.freelancer_id AND a.started_at = b.started_at
    WHERE ${mine} = $1 AND b.freelancer_id IN (${freelancers}) AND b.started_at >= $2 AND b.started_at < $3
      AND b.deleted_at IS NULL${ofContract}
    GROUP BY b.contract_id, b.terms_id, b.project_code_id, week
  ) w
  JOIN contracts c ON c.id = w.contract_id
  JOIN users u ON u.id = c.${other}
  JOIN contract_terms t ON t.id = w.terms_id
  LEFT JOIN project_codes p ON p.id = w.project_code_id
  ORDER BY w.week, c.title, c.id, p.code, t.version
  LIMIT ${MAX_LINES + 1}`;

/**
 * The reader's own contracts' time in a period, oldest week first. Deleted blocks are in no report.
 * @param contractId one contract only; whether the reader may see it is asked here too
 * @throws Refused `too-much`
 */
export async function linesFor(actor: Actor, period: Period, contractId: number | null, now: Date): Promise<Line[]> {
  const client = actor.role === 'client';
  const freelancers = client ? await freelancersOf(actor.id, contractId) : [actor.id];
  if (freelancers.length === 0) return [];
  const sql = linesOf(
    client ? 'o.client_id' : 'b.freelancer_id',
    client ? 'freelancer_id' : 'client_id',
    freelancers.map((_, place) => `$${place + 5}`).join(', '),
    contractId === null ? '' : ` AND o.id = $${freelancers.length + 5}`,
  );
  const one = contractId === null ? [] : [contractId];
  const bound = [actor.id, period.from, period.to, answerableSince(now), ...freelancers, ...one];
  const found = await rows<Row>(sql, bound);
  if (found.length > MAX_LINES) throw new Refused('too-much', TOO_MUCH);
  return priced(found.map(toWorked));
}

/** Who works for a client. Their blocks are asked for by number: joined, MySQL would read each one's from the first on. */
async function freelancersOf(clientId: number, contractId: number | null): Promise<number[]> {
  const found = await rows<{ freelancer_id: number }>(
    `SELECT DISTINCT freelancer_id FROM contracts
     WHERE client_id = $1 AND freelancer_id IS NOT NULL${contractId === null ? '' : ' AND id = $2'}`,
    [clientId, ...(contractId === null ? [] : [contractId])],
  );
  return found.map(row => Number(row.freelancer_id));
}

const toWorked = (row: Row): Worked => ({
  week: Number(row['week']),
  contractId: Number(row['contract_id']),
  title: String(row['title']),
  clientId: Number(row['client_id']),
  personId: Number(row['person_id']),
  person: String(row['person']),
  code: row['code'] === null ? null : String(row['code']),
  codeName: row['code_name'] === null ? null : String(row['code_name']),
  termsId: Number(row['terms_id']),
  rate: Number(row['rate_cents']),
  seconds: Number(row['seconds']),
  billable: Number(row['billable']),
  protected: Number(row['safe']),
  waiting: Number(row['waiting']),
});
