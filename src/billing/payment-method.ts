/** With what a client pays: what an offer needs, and when it may be taken away. Rules only. */
import { addMs, DAY, fromSeconds, HOUR, toSeconds, weekOf } from '../kernel/time.ts';

export type MethodRefusal =
  'no-method' | 'contract-running' | 'not-paid' | 'week-open' | 'provider-silent' | 'too-many-attempts';
export const methodRefusalWords: Record<MethodRefusal, string> = {
  'no-method': 'There is no payment method to remove.',
  'contract-running':
    'A contract of yours is not ended, and its weeks are charged to this payment method. End the contract, or replace the payment method by another.',
  'not-paid':
    'An invoice of yours is not paid yet. It is charged to this payment method; you can replace it by another.',
  'week-open':
    'The last week of a contract that ended is charged on Tuesday 12:00 UTC after it. Until then you can replace the payment method, but not remove it.',
  'provider-silent': 'The payment provider does not answer. Nothing was changed; try again in a minute.',
  'too-many-attempts': 'You have begun this very often. Wait an hour, then try again.',
};

/**
 * @property running accepted contracts that are not ended @property unpaid invoices, and contracts with a failed charge
 * @property ending contracts that ended in a week which is not charged yet
 */
export type RemovalFacts = { running: number; unpaid: number; ending: number };

export function whyNotRemoveMethod({ running, unpaid, ending }: RemovalFacts): MethodRefusal | null {
  if (running > 0) return 'contract-running';
  if (unpaid > 0) return 'not-paid';
  return ending > 0 ? 'week-open' : null;
}

/** A week is charged on Tuesday 12:00 UTC after it. What ended from this instant on is in a week that is not charged yet. */
export const notChargedSince = (now: Date): Date => fromSeconds(weekOf(toSeconds(addMs(now, -(DAY + 12 * HOUR)))));
