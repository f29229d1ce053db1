/** The ledger, line by line, and the proof that nothing is missing. */
import { rows } from '../db/sequelize.ts';
import { accountKinds, CURRENCY, type AccountKind } from '../billing/ledger.ts';
import type { Cents } from '../kernel/money.ts';
import { fromSeconds, type EpochSeconds } from '../kernel/time.ts';

/** What somebody looks for; what is left out is not asked. */
export type LedgerFilter = {
  account?: AccountKind;
  owner?: number;
  contract?: number;
  kind?: string;
  key?: string;
  from?: EpochSeconds;
  to?: EpochSeconds;
};
export type LedgerLine = {
  id: number;
  at: Date;
  transfer: { id: number; key: string; kind: string };
  contract: number | null;
  account: AccountKind;
  owner: number;
  amount: Cents;
};

type Row = Record<'id' | 'transfer_id' | 'posted_at' | 'account_owner_id' | 'amount_cents', number | string> &
  Record<'transfer_key' | 'kind', string> & { account_kind: AccountKind; contract_id: number | null };

/** @param before the line after which to go on, null to begin with the newest */
export async function ledgerLines(filter: LedgerFilter, before: number | null, limit: number): Promise<LedgerLine[]> {
  const bind: unknown[] = [];
  const value = (given: unknown): string => `$${bind.push(given)}`;
  const conditions = [
    ...(before === null ? [] : [`l.id < ${value(before)}`]),
    ...(filter.account === undefined ? [] : [`l.account_kind = ${value(filter.account)}`]),
    ...(filter.owner === undefined ? [] : [`l.account_owner_id = ${value(filter.owner)}`]),
    ...(filter.contract === undefined ? [] : [`t.contract_id = ${value(filter.contract)}`]),
    ...(filter.kind === undefined ? [] : [`t.kind = ${value(filter.kind)}`]),
    ...(filter.key === undefined ? [] : [`t.transfer_key = ${value(filter.key)}`]),
    ...(filter.from === undefined ? [] : [`t.posted_at >= ${value(filter.from)}`]),
    ...(filter.to === undefined ? [] : [`t.posted_at < ${value(filter.to)}`]),
  ];
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const found = await rows<Row>(
    `SELECT l.id, l.transfer_id, t.transfer_key, t.kind, t.contract_id, t.posted_at, l.account_kind, l.account_owner_id, l.amount_cents
     FROM ledger_lines l JOIN ledger_transfers t ON t.id = l.transfer_id ${where} ORDER BY l.id DESC LIMIT ${limit}`,
    bind,
  );
  return found.map(row => ({
    ...{ id: Number(row.id), at: fromSeconds(Number(row.posted_at)), contract: row.contract_id },
    transfer: { id: Number(row.transfer_id), key: row.transfer_key, kind: row.kind },
    ...{ account: row.account_kind, owner: Number(row.account_owner_id), amount: Number(row.amount_cents) },
  }));
}

/** What was in an account when this line had been written. */
export async function balanceAfter(line: Pick<LedgerLine, 'id' | 'account' | 'owner'>): Promise<Cents> {
  const [row] = await rows<{ balance: number | string | null }>(
    `SELECT SUM(amount_cents) AS balance FROM ledger_lines
     WHERE account_kind = $1 AND account_owner_id = $2 AND currency = $3 AND id <= $4`,
    [line.account, line.owner, CURRENCY, line.id],
  );
  return Number(row?.balance ?? 0);
}

/** What is in all accounts of each kind. They add up to zero, or something is wrong. */
export async function ledgerProof(): Promise<{ sums: { account: AccountKind; amount: Cents }[]; total: Cents }> {
  const found = await rows<{ account_kind: AccountKind; amount: number | string }>(
    'SELECT account_kind, SUM(amount_cents) AS amount FROM ledger_lines WHERE currency = $1 GROUP BY account_kind',
    [CURRENCY],
  );
  const of = new Map(found.map(row => [row.account_kind, Number(row.amount)]));
  const sums = accountKinds.map(account => ({ account, amount: of.get(account) ?? 0 }));
  return { sums, total: sums.reduce((sum, { amount }) => sum + amount, 0) };
}

/** Kinds of transfers there are. */
export async function transferKinds(): Promise<string[]> {
  const found = await rows<{ kind: string }>('SELECT DISTINCT kind FROM ledger_transfers ORDER BY kind', []);
  return found.map(({ kind }) => kind);
}
