/** What a week's invoice says and how it comes to be paid. Rules only. */
import { amountsFor, shareOut, type Cents, type CentsPerHour } from '../kernel/money.ts';
import {
  addMs,
  DAY,
  HOUR,
  MINUTE,
  reviewEnds,
  toSeconds,
  weekCloses,
  weekEnd,
  weekOf,
  type EpochSeconds,
} from '../kernel/time.ts';

/** `pending`: the payment provider has not said yes or no so far. `failed`: it said no, and is asked again tomorrow. */
export type ChargeState = 'due' | 'pending' | 'failed' | 'paid';

/** A block as it is billed: `seconds` without what is beyond the weekly limit. */
export type BilledBlock = {
  startedAt: EpochSeconds;
  seconds: number;
  rateCents: CentsPerHour;
  projectCodeId: number | null;
  protected: boolean;
};
export type InvoicedBlock = { startedAt: EpochSeconds; seconds: number; amount: Cents; protected: boolean };
/** Everything worked at one rate for one project code. Its blocks' amounts add up to its own. */
export type InvoiceLine = {
  rateCents: CentsPerHour;
  projectCodeId: number | null;
  seconds: number;
  amount: Cents;
  protectedSeconds: number;
  blocks: InvoicedBlock[];
};

/**
 * A line for each rate and project code, in the order in which they were first worked on. What was worked at one rate is rounded once,
 * as the diary and reports do, and shared out over its lines and their blocks: so all of them agree to the cent.
 */
export function linesOf(billed: readonly BilledBlock[]): InvoiceLine[] {
  const lines = grouped(billed, ({ rateCents, projectCodeId }) => `${rateCents}/${projectCodeId}`);
  const amounts = new Map<BilledBlock[], Cents>();
  for (const atOneRate of grouped(lines, ([block]) => block!.rateCents)) {
    const shares = amountsFor(atOneRate.map(secondsOf), atOneRate[0]![0]!.rateCents);
    atOneRate.forEach((line, place) => amounts.set(line, shares[place]!));
  }
  return lines.map(line => lineOf(line, amounts.get(line)!));
}

const secondsOf = (blocks: readonly BilledBlock[]): number => sumOf(blocks, ({ seconds }) => seconds);

function grouped<T>(things: readonly T[], by: (thing: T) => unknown): T[][] {
  const groups = new Map<unknown, T[]>();
  for (const thing of things) {
    const group = groups.get(by(thing));
    if (group) group.push(thing);
    else groups.set(by(thing), [thing]);
  }
  return [...groups.values()];
}

function lineOf(billed: BilledBlock[], amount: Cents): InvoiceLine {
  const { rateCents, projectCodeId } = billed[0]!;
  const amounts = shareOut(
    amount,
    billed.map(({ seconds }) => seconds),
    rateCents,
  );
  return {
    ...{ rateCents, projectCodeId, seconds: secondsOf(billed), amount },
    protectedSeconds: secondsOf(billed.filter(block => block.protected)),
    blocks: billed.map((block, place) => ({
      ...{ startedAt: block.startedAt, seconds: block.seconds, protected: block.protected },
      amount: amounts[place]!,
    })),
  };
}

export const sumOf = <T>(things: readonly T[], of: (thing: T) => number): number =>
  things.reduce((sum, thing) => sum + of(thing), 0);

/** Uploads and corrections that began before noon have arrived by then. */
const STRAGGLERS_SECONDS = 60;
/** The newest week that can be closed at an instant, by its first second. */
export const lastClosable = (now: Date): EpochSeconds => {
  const week = weekEnd(toSeconds(now)) - 2 * WEEK;
  return toSeconds(now) >= weekCloses(week) + STRAGGLERS_SECONDS ? week : week - WEEK;
};
const WEEK = 7 * 86_400;

/** Late and manual time of a contract that ended may get its yes so much later. */
const WEEKS_AFTER_THE_END = 5;
/** The week to close after this one; null when nothing more can come. */
export function weekAfter(week: EpochSeconds, contract: { closedAt: Date | null }): EpochSeconds | null {
  const next = week + WEEK;
  return contract.closedAt && next > toSeconds(contract.closedAt) + WEEKS_AFTER_THE_END * WEEK ? null : next;
}

/** What the rules need to know of an invoice. The model fits by shape. */
export type InvoiceFacts = {
  week: EpochSeconds;
  amount: Cents;
  chargeState: ChargeState;
  acceptedAt: Date | null;
  releasedAt: Date | null;
};

/** Paid and accepted: it belongs to the freelancer. */
export const isToRelease = ({ chargeState, acceptedAt, releasedAt }: InvoiceFacts): boolean =>
  chargeState === 'paid' && acceptedAt !== null && releasedAt === null;

export type ApprovalRefusal = 'already-accepted' | 'review-is-over';
export const approvalRefusalWords: Record<ApprovalRefusal, string> = {
  'already-accepted': 'This invoice has been accepted already.',
  'review-is-over': 'The review ended on Friday, so this invoice counts as accepted.',
};
export function whyNotApprove(invoice: InvoiceFacts, now: Date): ApprovalRefusal | null {
  if (invoice.acceptedAt) return 'already-accepted';
  return toSeconds(now) >= reviewEnds(invoice.week) ? 'review-is-over' : null;
}

export type PayNowRefusal = 'paid-already' | 'not-failed' | 'just-tried' | 'provider-silent';
export const payNowRefusalWords: Record<PayNowRefusal, string> = {
  'paid-already': 'This invoice is paid already.',
  'not-failed': 'This invoice is charged by itself; there is nothing to try again.',
  'just-tried': 'It was tried a moment ago. Check the payment method first, then try again in a minute.',
  'provider-silent': 'The payment provider does not answer. It is asked again by itself; you are not charged twice.',
};
/** A charge that failed may be tried again at once, but not ten times in a row. */
export function whyNotPayNow(
  { chargeState, nextChargeAt }: { chargeState: ChargeState; nextChargeAt: Date | null },
  now: Date,
): PayNowRefusal | null {
  if (chargeState === 'paid') return 'paid-already';
  if (chargeState !== 'failed' || nextChargeAt === null) return 'not-failed';
  return nextChargeAt > addMs(askAgainAt('failed', now), -MINUTE) ? 'just-tried' : null;
}

/** The newest week whose review is over, by its first second. */
export const lastReviewed = (now: Date): EpochSeconds => weekOf(toSeconds(now) - REVIEW_SECONDS) - WEEK;
const REVIEW_SECONDS = 5 * 86_400;

/** How long one process may take to ask the provider before another asks again, with the same key. */
export const askedUntil = (now: Date): Date => addMs(now, 10 * MINUTE);
/** When the provider is asked again: daily after a no; sooner while it has not made up its mind. */
export const askAgainAt = (state: 'failed' | 'pending', now: Date): Date => addMs(now, state === 'failed' ? DAY : HOUR);

/** Where an invoice stands, for whoever reads it. */
export const invoiceStates = ['in-review', 'accepted', 'released', 'payment-problem'] as const;
export type InvoiceState = (typeof invoiceStates)[number];
export function stateOf(invoice: InvoiceFacts): InvoiceState {
  if (invoice.chargeState === 'failed') return 'payment-problem';
  if (invoice.releasedAt) return 'released';
  return invoice.acceptedAt ? 'accepted' : 'in-review';
}
