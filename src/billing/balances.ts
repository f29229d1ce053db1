/** What is in accounts: always the sum of their lines. */
import { rows } from '../db/sequelize.ts';
import type { Cents } from '../kernel/money.ts';
import { CURRENCY, type Account, type AccountKind } from './ledger.ts';

export async function balanceOf({ kind, owner }: Account): Promise<Cents> {
  const [row] = await rows<{ balance: number | string | null }>(
    `SELECT SUM(amount_cents) AS balance FROM ledger_lines WHERE account_kind = $1 AND account_owner_id = $2 AND currency = $3`,
    [kind, owner, CURRENCY],
  );
  return Number(row?.balance ?? 0);
}

/** What is in several accounts of one kind. @returns by owner; an account without lines is not in it */
export async function balancesOf(kind: AccountKind, owners: readonly number[]): Promise<Map<number, Cents>> {
  if (owners.length === 0) return new Map();
  const places = owners.map((_, place) => `$${place + 3}`).join(', ');
  const found = await rows<{ owner: number; balance: number | string }>(
    `SELECT account_owner_id AS owner, SUM(amount_cents) AS balance FROM ledger_lines
     WHERE account_kind = $1 AND currency = $2 AND account_owner_id IN (${places}) GROUP BY account_owner_id`,
    [kind, CURRENCY, ...owners],
  );
  return new Map(found.map(({ owner, balance }) => [Number(owner), Number(balance)]));
}
