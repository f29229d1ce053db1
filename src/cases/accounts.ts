/** What decisions would do to accounts, before they are made: each account now, what would change, and what would be in it then. */
import { balanceOf } from '../billing/balances.ts';
import { nameOf, type Account, type Line } from '../billing/ledger.ts';
import type { Cents } from '../kernel/money.ts';

/** An account as a person calls it. */
export type Named = { label: string; hint?: string; account: Account };
export type Option = { label: string; lines: readonly Line[] };
export type AccountRow = { label: string; hint: string | null; now: Cents; would: { change: Cents; after: Cents }[] };

/** @returns a row for each account; in it, one entry for each option, in their order */
export async function accountRows(accounts: readonly Named[], options: readonly Option[]): Promise<AccountRow[]> {
  return Promise.all(
    accounts.map(async ({ label, hint = null, account }) => {
      const now = await balanceOf(account);
      const would = options.map(({ lines }) => {
        const change = lines.find(line => nameOf(line.account) === nameOf(account))?.amount ?? 0;
        return { change, after: now + change };
      });
      return { label, hint, now, would };
    }),
  );
}
