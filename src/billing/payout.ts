/** When freelancers get their money, and what may happen to a payout. Rules only. */
import { toSeconds, weekOf, type EpochSeconds } from '../kernel/time.ts';

/** `waiting` for the bank; `failed`: the bank sent it back, and it is the freelancer's again. */
export type PayoutState = 'waiting' | 'paid' | 'failed';

const WEDNESDAY_NOON = 2 * 86_400 + 12 * 3600;
const WEEK = 7 * 86_400;

/** Noon UTC of the newest Wednesday that has come. */
export function lastPayday(now: Date): EpochSeconds {
  const payday = weekOf(toSeconds(now)) + WEDNESDAY_NOON;
  return payday <= toSeconds(now) ? payday : payday - WEEK;
}

/** Wednesday pays out what was released before the Monday of its week. */
export const releasedBefore = (wednesday: EpochSeconds): EpochSeconds => weekOf(wednesday);

export type PayoutRefusal = 'settled-already';
export const payoutRefusalWords: Record<PayoutRefusal, string> = {
  'settled-already': 'This payout has been settled already.',
};
export const whyNotSettle = (payout: { state: PayoutState }): PayoutRefusal | null =>
  payout.state === 'waiting' ? null : 'settled-already';

export type SendRefusal = 'nothing-to-send' | 'not-sent' | 'nothing-waits';
export const sendRefusalWords: Record<SendRefusal, string> = {
  'nothing-to-send':
    'Nothing of this day is ready for the bank: it is in a file already, has no account, or one that is new.',
  'not-sent': 'No bank has been told of this payout yet. Make the file first.',
  'nothing-waits': 'Everything in this file has been settled already.',
};
