/** What the window says about today, this week and the limit: what the server has, and what it has not received yet. */
import type { TrackerContract } from '../../../src/wire/tracker.ts';
import type { Second } from './chance.ts';
import { dateFormat } from './date-format.ts';

/** Worked time that is not yet in the server's sums: waiting blocks, closing ones, the running one. */
export type LocalWork = { contractId: number; startedAt: Second; seconds: number };

export type Totals = { today: number; week: number; /** Below zero when over the limit. */ left: number };

/** Monday 00:00 UTC of the week in which `at` lies. 1970-01-01 was a Thursday. */
export const weekStart = (at: Second): Second => at - ((((at - 4 * 86_400) % 604_800) + 604_800) % 604_800);

/** The calendar day in a time zone, as a word that is equal for equal days. */
export const dayIn = (at: Second, timeZone: string) =>
  dateFormat('en-CA', timeZone, { dateStyle: 'short' }).format(at * 1000);

/** Seconds for one contract. The day is the person's, the week is UTC's. */
export function totalsOf(contract: TrackerContract, work: readonly LocalWork[], now: Second, timeZone: string): Totals {
  const mine = work.filter(({ contractId }) => contractId === contract.id);
  const sum = (some: readonly LocalWork[]) => some.reduce((total, { seconds }) => total + seconds, 0);
  const today = contract.todaySeconds + sum(mine.filter(w => dayIn(w.startedAt, timeZone) === dayIn(now, timeZone)));
  const week = contract.weekSeconds + sum(mine.filter(w => weekStart(w.startedAt) === weekStart(now)));
  return { today, week, left: contract.weeklyLimitSeconds - week };
}
