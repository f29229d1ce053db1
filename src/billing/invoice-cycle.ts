/** The way of an invoice from closing to payout: what has happened, what comes next and when. Rules only. */
import {
  chargeDue,
  clock,
  dayName,
  fromSeconds,
  payoutDue,
  reviewEnds,
  toSeconds,
  utcDay,
  type EpochSeconds,
} from '../kernel/time.ts';
import type { InvoiceFacts } from './invoice.ts';
import { lastPayday, type PayoutState } from './payout.ts';

/** @property payout the one its money went with */
export type CycleFacts = InvoiceFacts & {
  issuedAt: Date;
  nextChargeAt: Date | null;
  paidAt: Date | null;
  acceptedById: number | null;
  payout: { state: PayoutState; wednesday: EpochSeconds; settledAt: Date | null } | null;
};

export type StepName = 'closed' | 'charged' | 'reviewed' | 'paid-out';
/** @property state `next` is the first that has not happened; `problem` is a next one that did not work */
export type Step = { name: StepName; label: string; at: Date; state: 'done' | 'next' | 'later' | 'problem' };

/** `Tue 24 Nov, 12:00 UTC` */
export const utcMoment = (at: Date): string => `${dayName(utcDay(toSeconds(at)))}, ${clock(at, 'UTC')} UTC`;

/** The last second in which the client can still say something. */
export const lastOfReview = (week: EpochSeconds): Date => fromSeconds(reviewEnds(week) - 1);

/** The Wednesday on which it is paid out, if everything goes as it should from now on. */
export function paydayOf(invoice: CycleFacts, now: Date): Date {
  if (invoice.payout) return fromSeconds(invoice.payout.wednesday);
  if (invoice.releasedAt) return paydayAfter(invoice.releasedAt, now);
  const paid = toSeconds(invoice.paidAt ?? invoice.nextChargeAt ?? fromSeconds(chargeDue(invoice.week)));
  const accepted = invoice.acceptedAt ? toSeconds(invoice.acceptedAt) : reviewEnds(invoice.week);
  return fromSeconds(payoutDue(Math.max(paid, accepted, toSeconds(now))));
}

/** What was sent back by the bank goes with the next Wednesday to come. */
export function paydayAfter(releasedAt: Date, now: Date): Date {
  const first = payoutDue(toSeconds(releasedAt));
  return fromSeconds(first >= lastPayday(now) ? first : lastPayday(now) + WEEK_SECONDS);
}
const WEEK_SECONDS = 7 * 86_400;

/** The four steps, in the order in which they are planned. Whatever is approved early is reviewed before it is charged. */
export function stepsOf(invoice: CycleFacts, now: Date): Step[] {
  const done: Record<StepName, boolean> = {
    closed: true,
    charged: invoice.chargeState === 'paid',
    reviewed: invoice.acceptedAt !== null,
    'paid-out': invoice.payout?.state === 'paid',
  };
  const planned = [
    { name: 'closed' as const, label: 'Week closed', at: invoice.issuedAt },
    chargeStep(invoice),
    reviewStep(invoice),
    { name: 'paid-out' as const, ...payoutStep(invoice, now) },
  ];
  const next = planned.find(({ name }) => !done[name])?.name;
  return planned.map(step => ({ ...step, state: done[step.name] ? 'done' : waiting(step.name, next, invoice) }));
}

function waiting(name: StepName, next: StepName | undefined, { chargeState }: CycleFacts): Step['state'] {
  if (name === 'charged' && chargeState === 'failed') return 'problem';
  return name === next ? 'next' : 'later';
}

function chargeStep({ week, chargeState, paidAt, nextChargeAt }: CycleFacts) {
  const name = 'charged' as const;
  if (chargeState === 'paid') return { name, label: 'Charged', at: paidAt ?? fromSeconds(chargeDue(week)) };
  const at = nextChargeAt ?? fromSeconds(chargeDue(week));
  if (chargeState === 'failed') return { name, label: 'Charge failed, next try', at };
  return { name, label: chargeState === 'pending' ? 'Charge under way' : 'Charge', at };
}

function reviewStep({ week, acceptedAt, acceptedById }: CycleFacts) {
  const name = 'reviewed' as const;
  if (!acceptedAt) return { name, label: 'Review ends', at: lastOfReview(week) };
  return acceptedById === null
    ? { name, label: 'Review ended', at: lastOfReview(week) }
    : { name, label: 'Approved', at: acceptedAt };
}

function payoutStep(invoice: CycleFacts, now: Date) {
  const { payout } = invoice;
  if (payout?.state === 'paid') return { label: 'Paid out', at: payout.settledAt ?? fromSeconds(payout.wednesday) };
  return { label: payout ? 'On its way to the bank' : 'Payout', at: paydayOf(invoice, now) };
}
