/** When a notice also comes by mail. Rules only. */
import { addDays, addMs, dayBounds, dayIn, fromSeconds, MINUTE, toSeconds, type Zone } from '../kernel/time.ts';
import type { Role } from '../policy/policy.ts';
import { subjects, type Subject } from './notice.ts';

export const mailChoices = ['at-once', 'daily', 'never'] as const;
export type MailChoice = (typeof mailChoices)[number];

/** What a person chooses for. */
export const subjectWords: Record<Subject, { label: string; hint: string }> = {
  contracts: { label: 'Contracts', hint: 'Offers, answers, and changes of what was agreed.' },
  diary: { label: 'Work diary', hint: 'Comments, flags, corrections and deletions.' },
  'manual-time': { label: 'Manual and late time', hint: 'Requests for time that was not tracked, and the answers.' },
  week: { label: 'Your week', hint: 'On Monday: what each contract came to, and what waits for your answer.' },
  money: { label: 'Money', hint: 'Invoices, charges and payouts.' },
  disputes: { label: 'Disputes', hint: 'Every step of a dispute, offers to settle, messages, and deadlines.' },
};

/** Only clients get the summary of a week. */
export const subjectsFor = (role: Role): Subject[] =>
  subjects.filter(subject => subject !== 'week' || role === 'client');

/** What somebody who has chosen nothing gets: most notices wait for an answer. */
export const USUAL_CHOICE: MailChoice = 'at-once';

/** Hours after midnight, where the person lives, at which the letter of the day is sent. */
const MORNING_HOURS = 8;

/** @returns when the mail of a notice told at `now` is due; null when none is wanted */
export function mailDueAt(choice: MailChoice, zone: Zone, now: Date): Date | null {
  if (choice === 'never') return null;
  if (choice === 'at-once') return now;
  const today = dayIn(now, zone);
  const morning = morningOf(today, zone);
  return fromSeconds(toSeconds(now) < morning ? morning : morningOf(addDays(today, 1), zone));
}

const morningOf = (day: string, zone: Zone): number => dayBounds(day, zone).from + MORNING_HOURS * 3600;

/** Minutes until a letter that could not be sent is tried again. After the last one it is given up: the page still tells. */
const BACK_OFF_MINUTES = [5, 15, 60, 240, 720];

/** @param tries how often it has been tried, this attempt included. Null: this attempt is the last. */
export function nextTryAt(tries: number, now: Date): Date | null {
  const minutes = BACK_OFF_MINUTES[tries - 1];
  return minutes === undefined ? null : addMs(now, minutes * MINUTE);
}
