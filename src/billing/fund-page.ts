/** The protection fund: what is in it, what came and went by month, and every transfer. */
import { rows } from '../db/sequelize.ts';
import type { Cents } from '../kernel/money.ts';
import { addMs, DAY, dayBounds, fromSeconds, toSeconds, utcDay, type EpochSeconds } from '../kernel/time.ts';
import { balanceOf } from './balances.ts';
import { fundKindWords } from './giving-words.ts';
import { FundDeposit } from './fund-deposit-model.ts';
import { sumOf } from './invoice.ts';
import { fund } from './ledger.ts';

type Sums = { shares: Cents; recovered: Cents; deposits: Cents; claims: Cents; disputes: Cents };
/** `2026-11` */
export type FundMonth = Sums & { month: string };
type DayRow = { day: number | string; kind: string; amount: number | string };

const YEAR_MS = 366 * DAY;

/** The first second of the first month shown. */
const firstMonth = (now: Date): EpochSeconds =>
  dayBounds(`${utcDay(toSeconds(addMs(now, -YEAR_MS))).slice(0, 7)}-01`, 'UTC').from;

/** The last twelve months, the newest first; a month in which nothing moved is left out. */
export async function fundMonths(now: Date): Promise<FundMonth[]> {
  const from = firstMonth(now);
  const found = await rows<DayRow>(
    `SELECT t.posted_at - t.posted_at % 86400 AS day, t.kind, SUM(l.amount_cents) AS amount
     FROM ledger_lines l JOIN ledger_transfers t ON t.id = l.transfer_id
     WHERE l.account_kind = 'fund' AND l.account_owner_id = 0 AND t.posted_at >= $1
     GROUP BY t.posted_at - t.posted_at % 86400, t.kind ORDER BY day DESC`,
    [from],
  );
  const months = new Map<string, FundMonth>();
  for (const { day, kind, amount } of found) {
    const month = utcDay(Number(day)).slice(0, 7);
    const sums = months.get(month) ?? { month, ...nothing };
    sums[columnOf(kind)] += Number(amount);
    months.set(month, sums);
  }
  return [...months.values()];
}

const nothing: Sums = { shares: 0, recovered: 0, deposits: 0, claims: 0, disputes: 0 };

/** By the kind of the transfer; a kind that is not among them is a share of a fee. */
const columns: Readonly<Record<string, keyof Sums>> = {
  claim: 'claims',
  recovery: 'recovered',
  'fund-deposit': 'deposits',
  'dispute-fund': 'disputes',
};
const columnOf = (kind: string): keyof Sums => columns[kind] ?? 'shares';

/** What the rows add up to, so that nobody has to; with what was there before the first of them it is what is in the fund. */
function summed(months: readonly FundMonth[], balance: Cents) {
  const names = Object.keys(nothing) as (keyof Sums)[];
  const sums = Object.fromEntries(names.map(name => [name, sumOf(months, month => month[name])])) as Sums;
  const moved = sumOf(names, name => sums[name]);
  return { sums, moved, before: balance - moved };
}
const rowOf = (month: FundMonth) => ({
  ...month,
  moved: sumOf(Object.keys(nothing) as (keyof Sums)[], name => month[name]),
});

type TransferRow = { name: string; kind: string; at: EpochSeconds; amount: number | string; contract: number | null };
const A_PAGE = 30;
/** `fund-deposit:12` */
const depositIn = (name: string): number => Number(name.replace('fund-deposit:', '')) || 0;

export async function fundLocals(now: Date, wanted: number) {
  const where = `WHERE l.account_kind = 'fund' AND l.account_owner_id = 0`;
  const [counted] = await rows<{ count: number | string }>(`SELECT COUNT(*) AS count FROM ledger_lines l ${where}`, []);
  const pages = Math.max(1, Math.ceil(Number(counted?.count ?? 0) / A_PAGE));
  const page = Math.min(pages, Math.max(1, wanted));
  const found = await rows<TransferRow>(
    `SELECT t.transfer_key AS name, t.kind, t.posted_at AS at, t.contract_id AS contract, l.amount_cents AS amount
     FROM ledger_lines l JOIN ledger_transfers t ON t.id = l.transfer_id
     ${where} ORDER BY l.id DESC LIMIT ${A_PAGE} OFFSET ${(page - 1) * A_PAGE}`,
    [],
  );
  const names = found.filter(({ kind }) => kind === 'fund-deposit').map(({ name }) => depositIn(name));
  const deposits = await FundDeposit.findAll({ where: { id: names } });
  const reasons = new Map(deposits.map(({ id, reason }) => [id, reason]));
  const href = (to: number): string => `/admin/fund?page=${to}`;
  const [balance, months] = await Promise.all([balanceOf(fund), fundMonths(now)]);
  return {
    ...{ balance, months: months.map(rowOf), year: summed(months, balance) },
    transfers: found.map(({ name, kind, at, amount, contract }) => ({
      ...{ what: fundKindWords[kind] ?? kind, at: fromSeconds(Number(at)), amount: Number(amount), contract },
      words: reasons.get(depositIn(name)) ?? null,
    })),
    ...{ page, pages, previousHref: page > 1 ? href(page - 1) : null, nextHref: page < pages ? href(page + 1) : null },
  };
}
