/** Double entry: money only ever moves from accounts to others, in whole cents. Rules only. */
import type { Cents } from '../kernel/money.ts';

/**
 * - `client`: what a client has with us; below zero is what the client owes.
 * - `due`: of one invoice, billed and not paid yet. - `escrow`: of one invoice, paid and not released yet.
 * - `freelancer`: earned, and not paid out yet. - `payouts`: on its way to a freelancer's bank.
 * - `fees`: the platform's. - `fund`: the protection fund's. - `outside`: banks and cards; below zero is what came in.
 */
export const accountKinds = ['client', 'due', 'escrow', 'freelancer', 'payouts', 'fees', 'fund', 'outside'] as const;
export type AccountKind = (typeof accountKinds)[number];
/** @property owner id of the person or invoice; 0 for the platform's own */
export type Account = { kind: AccountKind; owner: number };

/** More was paid than is there: a mistake of ours, whoever asks for it. */
const NEVER_BELOW_ZERO: ReadonlySet<AccountKind> = new Set(['due', 'escrow', 'freelancer', 'payouts', 'fund']);
export const mayOwe = ({ kind }: Account): boolean => !NEVER_BELOW_ZERO.has(kind);

export const client = (person: number): Account => ({ kind: 'client', owner: person });
export const due = (invoice: number): Account => ({ kind: 'due', owner: invoice });
export const escrow = (invoice: number): Account => ({ kind: 'escrow', owner: invoice });
export const freelancer = (person: number): Account => ({ kind: 'freelancer', owner: person });
export const payouts = (person: number): Account => ({ kind: 'payouts', owner: person });
export const fees: Account = { kind: 'fees', owner: 0 };
export const fund: Account = { kind: 'fund', owner: 0 };
export const outside: Account = { kind: 'outside', owner: 0 };

/** The only currency so far. It stands on every line, so that a second one needs no new ledger. */
export const CURRENCY = 'USD';

/** What an account gets; below zero, what it gives. */
export type Line = { account: Account; amount: Cents };

/** `amount` goes from one account to another. */
export const move = (amount: Cents, from: Account, to: Account): Line[] => [
  { account: from, amount: -amount },
  { account: to, amount },
];

/**
 * One line for each account, in a fixed order, without those that come to nothing.
 * @throws RangeError unless the amounts are whole and add up to zero
 */
export function settled(lines: readonly Line[]): Line[] {
  const sums = new Map<string, Line>();
  for (const { account, amount } of lines) {
    if (!Number.isSafeInteger(amount)) throw new RangeError(`amount: ${amount}`);
    const key = nameOf(account);
    sums.set(key, { account, amount: (sums.get(key)?.amount ?? 0) + amount });
  }
  const total = [...sums.values()].reduce((sum, { amount }) => sum + amount, 0);
  if (total !== 0) throw new RangeError(`a transfer must add up to zero, not ${total}`);
  return [...sums.entries()]
    .filter(([, { amount }]) => amount !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, line]) => line);
}

/** `escrow:12` */
export const nameOf = ({ kind, owner }: Account): string => `${kind}:${owner}`;

export const isSameTransfer = (a: readonly Line[], b: readonly Line[]): boolean =>
  a.length === b.length &&
  a.every(({ account, amount }, i) => nameOf(account) === nameOf(b[i]!.account) && amount === b[i]!.amount);
