/** Time of a contract, added up by UTC day and terms in the same transaction as the blocks. A week is seven days. */
import { isSqlite, rows, run } from '../db/sequelize.ts';
import { utcDayNumber, weekOf, type EpochSeconds } from '../kernel/time.ts';
import type { Totals } from './block-sums.ts';

const [ON_CONFLICT, given] = isSqlite
  ? ['ON CONFLICT (contract_id, day, terms_id) DO UPDATE SET', (column: string) => `excluded.${column}`]
  : ['ON DUPLICATE KEY UPDATE', (column: string) => `VALUES(${column})`];
const COLUMNS = ['blocks', 'seconds', 'billable_seconds', 'protected_seconds'];
const ADD = `INSERT INTO day_totals (contract_id, day, terms_id, ${COLUMNS.join(', ')}) VALUES ($1, $2, $3, $4, $5, $6, $7)
  ${ON_CONFLICT} ${COLUMNS.map(column => `${column} = day_totals.${column} + ${given(column)}`).join(', ')}`;

type Place = { contractId: number; termsId: number; startedAt: EpochSeconds };

/** @param sign 1 to add a block, -1 to take it away */
export async function count(place: Place, totals: Totals, sign: 1 | -1): Promise<void> {
  const { blocks, seconds, billable, protected: safe } = totals;
  const values = [blocks, seconds, billable, safe].map(value => value * sign);
  await run(ADD, [place.contractId, utcDayNumber(place.startedAt), place.termsId, ...values]);
}

export type TermsTotals = Totals & { contractId: number; termsId: number };

/** Totals of contracts in the UTC week of an instant, apart by terms: each has its rate. */
export async function weekTotals(contractIds: readonly number[], at: EpochSeconds): Promise<TermsTotals[]> {
  if (contractIds.length === 0) return [];
  const monday = utcDayNumber(weekOf(at));
  const places = contractIds.map((_, place) => `$${place + 3}`).join(', ');
  const found = await rows<Record<string, number | string>>(
    `SELECT contract_id, terms_id, SUM(blocks) AS blocks, SUM(seconds) AS seconds, SUM(billable_seconds) AS billable, SUM(protected_seconds) AS safe
     FROM day_totals WHERE contract_id IN (${places}) AND day >= $1 AND day < $2 GROUP BY contract_id, terms_id`,
    [monday, monday + 7, ...contractIds],
  );
  return found.map(row => ({
    contractId: Number(row['contract_id']),
    termsId: Number(row['terms_id']),
    blocks: Number(row['blocks']),
    seconds: Number(row['seconds']),
    billable: Number(row['billable']),
    protected: Number(row['safe']),
  }));
}
