/** Play money: accounts that take transfers as real ones sometimes do, and where a freelancer chooses one. */
import { orLeave, rows, run } from '../db/sequelize.ts';
import { MINUTE } from '../kernel/time.ts';
import type { AccountNow, StartedAccount } from './payments.ts';
import type { Outcome } from './sandbox-cards.ts';

type Later = { state: 'later'; reason: string };
/** @param attempt from 1 */
type Sort = { label: string; does: string; take(attempt: number): Outcome | Later };

export const sandboxAccounts = {
  open: { label: 'Open play account', does: 'Takes every transfer.', take: () => ({ state: 'paid' }) },
  closed: {
    label: 'Closed play account',
    does: 'Refuses every transfer; the money stays with you.',
    take: () => ({ state: 'declined', reason: 'This account was closed.' }),
  },
  'taken-back': {
    label: 'Play account that loses it again',
    does: 'Takes a transfer, which is taken back a minute later.',
    take: () => ({ state: 'paid', takenBackInMs: MINUTE }),
  },
  waits: {
    label: 'Play account that waits',
    does: 'The first try finds too little in the platform’s balance; an hour later it is paid.',
    take: attempt =>
      attempt > 1
        ? { state: 'paid' }
        : { state: 'later', reason: 'There is not enough in the platform’s balance. It is sent as soon as there is.' },
  },
} as const satisfies Record<string, Sort>;
export type SandboxAccount = keyof typeof sandboxAccounts;
export const isSandboxAccount = (name: string): name is SandboxAccount => Object.hasOwn(sandboxAccounts, name);

type AccountRow = { return_to: string; sort: SandboxAccount | null };
const findAccount = async (account: string): Promise<AccountRow | undefined> =>
  (await rows<AccountRow>('SELECT return_to, sort FROM sandbox_accounts WHERE account = $1', [account]))[0];

/** The same account again stays as it is. */
export async function openSandboxAccount(account: string, returnTo: string): Promise<StartedAccount> {
  const sql = `INSERT INTO sandbox_accounts (account, return_to) VALUES ($1, $2)${orLeave('account')}`;
  await run(sql, [account, returnTo]);
  return { url: `${new URL(returnTo).origin}/sandbox/accounts/${account}`, account };
}

/** @returns where the browser goes on; null when there is no such account */
export async function chooseSandboxAccount(account: string, sort: SandboxAccount): Promise<string | null> {
  await run('UPDATE sandbox_accounts SET sort = $2 WHERE account = $1 AND sort IS NULL', [account, sort]);
  return (await findAccount(account))?.return_to ?? null;
}

export async function sandboxAccountNow(account: string): Promise<AccountNow> {
  const sort = (await findAccount(account))?.sort ?? null;
  return sort === null ? { ready: false, label: 'Play account' } : { ready: true, label: sandboxAccounts[sort].label };
}

/** What becomes of a transfer to it. */
export async function takeTransfer(account: string, attempt: number): Promise<Outcome | Later> {
  const sort = (await findAccount(account))?.sort ?? null;
  if (sort === null) return { state: 'declined', reason: 'There is no such play account.' };
  return sandboxAccounts[sort].take(attempt);
}
