/** What a report is made of: blocks added up by the database, for one reader. */
import { rows } from '../db/sequelize.ts';
import { Refused } from '../kernel/errors.ts';
import type { Actor } from '../policy/policy.ts';
import type { Period } from './period.ts';
import { priced, type Line, type Worked } from './report.ts';

/** A page and a file are read whole, so there is a most: a client with 60 contracts and five codes on each, for a year. */
const MAX_LINES = 16_000;
const TOO_MUCH = 'That is too much for one report. Choose fewer weeks, or one contract.';

type Row = Record<string, number | string | null>;

/** `week` is the Monday 00:00 UTC on or before; 1970 began on a Thursday. */
const linesOf = (mine: string, other: string, ofContract: string): string => `
  SELECT w.*, c.title, c.client_id, u.id AS person_id, u.name AS person, t.rate_cents, p.code, p.name AS code_name
  FROM (
    SELECT b.contract_id, b.terms_id, b.project_code_id, b.started_at - (b.started_at - 345600) % 604800 AS week,
      SUM(b.seconds) AS seconds, SUM(b.seconds - COALESCE(b.over_limit_seconds, 0)) AS billable,
      SUM(CASE WHEN b.reasons = 0 THEN b.seconds ELSE 0 END) AS safe
    FROM contracts o JOIN blocks b ON b.freelancer_id = o.freelancer_id AND b.contract_id = o.id
    WHERE ${mine} = $1 AND b.started_at >= $2 AND b.started_at < $3 AND b.deleted_at IS NULL${ofContract}
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
export async function linesFor(actor: Actor, period: Period, contractId: number | null): Promise<Line[]> {
  const client = actor.role === 'client';
  const sql = linesOf(
    client ? 'o.client_id' : 'b.freelancer_id',
    client ? 'freelancer_id' : 'client_id',
    contractId === null ? '' : ' AND o.id = $4',
  );
  const bound = [actor.id, period.from, period.to, ...(contractId === null ? [] : [contractId])];
  const found = await rows<Row>(sql, bound);
  if (found.length > MAX_LINES) throw new Refused('too-much', TOO_MUCH);
  return priced(found.map(toWorked));
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
});
