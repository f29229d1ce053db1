/** When freelancers get their money, and what may happen to a payout. Rules only. */
import { addMs, HOUR, toSeconds, weekOf, type EpochSeconds } from '../kernel/time.ts';

/** `waiting` for the bank; `failed`: it was sent or taken back, and is the freelancer's again. */
export type PayoutState = 'waiting' | 'paid' | 'failed';
/** `taken-back`: after it had been paid. */
export type PayoutEnd = 'paid' | 'failed' | 'taken-back';

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
export const whyNotSettle = ({ state }: { state: PayoutState }, end: PayoutEnd): PayoutRefusal | null =>
  state === (end === 'taken-back' ? 'paid' : 'waiting') ? null : 'settled-already';

/** The provider had no money of ours to send: it is asked again, as often as one would look. */
export const sendAgainAt = (now: Date): Date => addMs(now, HOUR);

export type SendRefusal = 'nothing-to-send' | 'not-sent' | 'nothing-waits';
export const sendRefusalWords: Record<SendRefusal, string> = {
  'nothing-to-send':
    'Nothing of this day is ready for the bank: it is in a file already, has no account, or one that is new.',
  'not-sent': 'No bank has been told of this payout yet. Make the file first.',
  'nothing-waits': 'Everything in this file has been settled already.',
};
