/** When an account may be closed. Rules only. */
import type { Cents } from '../kernel/money.ts';

export type ClosingRefusal =
  | 'wrong-password'
  | 'open-contracts'
  | 'payment-problem'
  | 'week-open'
  | 'dispute-open'
  | 'claim-open'
  | 'money-coming'
  | 'credit-left';
export const closingWords: Record<ClosingRefusal, string> = {
  'wrong-password': 'This is not your password.',
  'open-contracts':
    'You still have open contracts. End each of them, and withdraw your offers, then close the account.',
  'payment-problem': 'An invoice of yours is not paid yet. When it is, close the account.',
  'week-open':
    'The last week of a contract that ended is charged on Tuesday 12:00 UTC after it. After that, close the account.',
  'dispute-open': 'A dispute of yours is still open. When it has ended, close the account.',
  'claim-open': 'A claim of yours is not decided yet. When it is, close the account.',
  'money-coming':
    'Money is still on its way to you. When all of it has reached your bank, close the account: nobody could ask you afterwards where it shall go.',
  'credit-left':
    'You have a credit that your card did not take. Write to us where it shall go, then close the account.',
};

const CONTRACTS = { href: '/my-jobs', label: 'Look at your contracts' };
/** Where one sees what stands in the way. */
export const obstacleAt: Record<ClosingRefusal, { href: string; label: string }> = {
  ...{ 'wrong-password': CONTRACTS, 'open-contracts': CONTRACTS, 'week-open': CONTRACTS },
  'payment-problem': { href: '/invoices', label: 'Look at your invoices' },
  'dispute-open': { href: '/disputes', label: 'Look at your disputes' },
  'claim-open': { href: '/claims', label: 'Look at your claims' },
  'money-coming': { href: '/earnings', label: 'Look at your earnings' },
  'credit-left': { href: '/payment-method', label: 'Look at your credit' },
};

/**
 * @property openContracts offered by this person, or accepted and not ended @property unpaid this person’s invoices that are not paid
 * @property ending this person’s contracts that ended in a week which is not charged yet @property disputes open ones @property claims of this freelancer that are not decided
 * @property coming what is on its way to this freelancer @property credit what this client has left with us
 */
export type ClosingFacts = {
  openContracts: number;
  unpaid: number;
  ending: number;
  disputes: number;
  claims: number;
  coming: Cents;
  credit: Cents;
};

export function whyNotCloseAccount(facts: ClosingFacts): ClosingRefusal | null {
  if (facts.openContracts > 0) return 'open-contracts';
  if (facts.disputes > 0) return 'dispute-open';
  if (facts.claims > 0) return 'claim-open';
  if (facts.unpaid > 0) return 'payment-problem';
  if (facts.ending > 0) return 'week-open';
  if (facts.coming > 0) return 'money-coming';
  return facts.credit > 0 ? 'credit-left' : null;
}

/** Nobody has this address, and no letter leaves for it: the real one is free for a new account. */
export const closedEmail = (userId: number): string => `closed-${userId}@account.invalid`;
