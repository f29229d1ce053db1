/** What a freelancer has earned, by how far it has come. Rules only. */
import type { Cents } from '../kernel/money.ts';
import type { EpochSeconds } from '../kernel/time.ts';
import type { PayoutState } from './payout.ts';
import { lastPayday } from './payout.ts';

/**
 * The way of money to a freelancer. `running` is not billed yet. `due` and `escrow` are before the platform's fee, since it depends
 * on what is released first; from `available` on it is the freelancer's own.
 */
export const stages = ['running', 'due', 'escrow', 'available', 'on-its-way', 'paid-out'] as const;
export type StageName = (typeof stages)[number];

export const stageWords: Record<StageName, { label: string; words: string }> = {
  running: { label: 'This week', words: 'Tracked and not billed yet.' },
  due: { label: 'In review', words: 'Billed, and not paid by the client yet. Before the fee.' },
  escrow: { label: 'In escrow', words: 'Paid by the client, and not accepted yet, or disputed. Before the fee.' },
  available: { label: 'Available', words: 'Released to you, after the fee. It goes out on a Wednesday.' },
  'on-its-way': { label: 'On its way', words: 'Left your account here for your bank.' },
  'paid-out': { label: 'Paid out', words: 'At your bank, since you began.' },
};

const WEEK_SECONDS = 7 * 86_400;
/** Noon UTC of the Wednesday to come. */
export const nextPayday = (now: Date): EpochSeconds => lastPayday(now) + WEEK_SECONDS;

/** What goes out on the next Wednesday, and what a week later because it came too late for it. @param payable then, in cents */
export const splitAvailable = (available: Cents, payable: Cents): { next: Cents; later: Cents } => {
  const next = Math.max(0, Math.min(available, payable));
  return { next, later: available - next };
};

export type PayoutSign = { label: string; icon: string; tone: 'ok' | 'info' | 'warn' };
const signs: Record<PayoutState, PayoutSign> = {
  waiting: { label: 'On its way', icon: 'hourglass', tone: 'info' },
  paid: { label: 'Paid', icon: 'circle-check', tone: 'ok' },
  failed: { label: 'Sent back', icon: 'triangle-alert', tone: 'warn' },
};
/** @param sent whether a bank has been told */
export const payoutSign = (state: PayoutState, sent: boolean): PayoutSign =>
  state === 'waiting' && !sent ? { ...signs.waiting, label: 'Waiting' } : signs[state];

/** What a line of a freelancer's account is about, by the kind of its transfer; `title` is that of its contract. */
const entryWords: Readonly<Record<string, string>> = {
  release: 'Week released',
  payout: 'Paid out on Wednesday',
  'payout-failed': 'Sent back by the bank',
  'payout-taken-back': 'A payout was taken back',
  bonus: 'Bonus',
  refund: 'Given back to the client',
  claim: 'From the protection fund',
  'dispute-release': 'Dispute ended',
  'dispute-fund': 'Dispute, from the protection fund',
};
export const entryLabel = (kind: string): string => entryWords[kind] ?? 'Correction';
