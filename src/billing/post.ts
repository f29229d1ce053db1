/** The one way money moves. Rows are added and never touched again. */
import { UniqueConstraintError } from 'sequelize';
import { orLeave, rows, run, runForId, transaction } from '../db/sequelize.ts';
import { Refused } from '../kernel/errors.ts';
import { toSeconds } from '../kernel/time.ts';
import { balanceOf } from './balances.ts';
import {
  CURRENCY,
  isSameTransfer,
  mayOwe,
  nameOf,
  settled,
  type Account,
  type AccountKind,
  type Line,
} from './ledger.ts';

export type TransferKind =
  | 'invoice'
  | 'charge'
  | 'credit'
  | 'release'
  | 'payout'
  | 'payout-paid'
  | 'payout-failed'
  | 'payout-taken-back'
  | 'refund'
  | 'refund-paid'
  | 'bonus'
  | 'claim'
  | 'recovery'
  | 'fund-deposit'
  | 'dispute-release'
  | 'dispute-fund';

/** @property key names what this transfer is for: it is made once, however often it is asked for */
export type Transfer = {
  key: string;
  kind: TransferKind;
  /** The contract and its week, by its first second, that it belongs to. */
  contractId: number | null;
  week: number | null;
  now: Date;
  lines: readonly Line[];
};

/**
 * Part of an act's transaction. The same transfer again is harmless.
 * @returns false when it had been made before
 * @throws RangeError unless the lines add up to zero @throws Refused `not-enough-money`
 * @throws Error when another transfer was made under this key
 */
export function post({ key, kind, contractId, week, now, lines }: Transfer): Promise<boolean> {
  const moved = settled(lines);
  return transaction(async () => {
    if (await isMade(key, moved)) return false;
    for (const { account, amount } of moved) if (amount < 0 && !mayOwe(account)) await take(account, -amount);
    try {
      const sql = `INSERT INTO ledger_transfers (transfer_key, kind, contract_id, week, posted_at) VALUES ($1, $2, $3, $4, $5)`;
      const id = await runForId(sql, [key, kind, contractId, week, toSeconds(now)]);
      for (const { account, amount } of moved) await run(LINE, [id, account.kind, account.owner, CURRENCY, amount]);
      return true;
    } catch (error) {
      // Somebody else made it between the question and the row.
      if (error instanceof UniqueConstraintError && (await isMade(key, moved))) return false;
      throw error;
    }
  });
}

const LINE = `INSERT INTO ledger_lines (transfer_id, account_kind, account_owner_id, currency, amount_cents)
  VALUES ($1, $2, $3, $4, $5)`;

type LineRow = { kind: AccountKind | null; owner: number; amount: number };

async function isMade(key: string, lines: readonly Line[]): Promise<boolean> {
  const found = await rows<LineRow>(
    `SELECT l.account_kind AS kind, l.account_owner_id AS owner, l.amount_cents AS amount FROM ledger_transfers t
     LEFT JOIN ledger_lines l ON l.transfer_id = t.id WHERE t.transfer_key = $1`,
    [key],
  );
  if (found.length === 0) return false;
  const made = found.flatMap(({ kind, owner, amount }) =>
    kind === null ? [] : [{ account: { kind, owner }, amount: Number(amount) }],
  );
  if (!isSameTransfer(settled(made), lines)) throw new Error(`transfer ${key} was made before, with other amounts`);
  return true;
}

/** Holds an account until the transaction ends: what is decided by its balance is decided by one at a time. */
export function hold({ kind, owner }: Account): Promise<void> {
  return run(`INSERT INTO ledger_accounts (kind, owner_id) VALUES ($1, $2)${orLeave('kind')}`, [kind, owner]);
}

async function take(account: Account, amount: number): Promise<void> {
  await hold(account);
  const missing = amount - (await balanceOf(account));
  if (missing > 0) {
    throw new Refused(
      'not-enough-money',
      `There is not enough money in ${nameOf(account)}: ${missing} cents are missing.`,
      409,
    );
  }
}
