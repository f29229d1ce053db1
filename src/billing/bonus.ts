/** Money a client gives on top of what was worked. Rules only. */
import { addMs, DAY } from '../kernel/time.ts';
import type { Cents } from '../kernel/money.ts';
import type { ChargeState } from './invoice.ts';

export const MIN_BONUS: Cents = 100;
export const MAX_BONUS: Cents = 1_000_000;

/** Nobody is surprised by a charge weeks later: a card that said no so often is not asked again. */
export const BONUS_ATTEMPTS = 3;

export type BonusRefusal = 'nobody-to-give' | 'account-closed' | 'no-method';
export const bonusRefusalWords: Record<BonusRefusal, string> = {
  'nobody-to-give': 'Nobody has accepted this contract yet, so there is nobody to give a bonus to.',
  'account-closed': 'This freelancer has closed the account, so nothing can be paid out to it.',
  'no-method': 'You have no payment method. Add one, then give the bonus.',
};

/** @property closed whether the freelancer's account is @property method whether the client can pay */
export type BonusFacts = { freelancerId: number | null; acceptedAt: Date | null; closed: boolean; method: boolean };

export function whyNotGiveBonus({ freelancerId, acceptedAt, closed, method }: BonusFacts): BonusRefusal | null {
  if (freelancerId === null || acceptedAt === null) return 'nobody-to-give';
  if (closed) return 'account-closed';
  return method ? null : 'no-method';
}

/** When the card is asked again after it said no for the `attempt`th time; null when that is given up. */
export const bonusAskedAgain = (attempt: number, now: Date): Date | null =>
  attempt >= BONUS_ATTEMPTS ? null : addMs(now, DAY);

/** Where a bonus stands, for whoever reads it. */
export type BonusState = 'under-way' | 'tried-again' | 'given-up' | 'paid';
export function bonusStateOf(bonus: { chargeState: ChargeState; nextChargeAt: Date | null }): BonusState {
  if (bonus.chargeState === 'paid') return 'paid';
  if (bonus.chargeState !== 'failed') return 'under-way';
  return bonus.nextChargeAt === null ? 'given-up' : 'tried-again';
}
