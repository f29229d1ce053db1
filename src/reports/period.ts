/** The weeks a report is about. Rules only. */
import {
  addDays,
  dayBounds,
  mondayOf,
  parseDay,
  toSeconds,
  utcDay,
  weekOf,
  type Day,
  type EpochSeconds,
} from '../kernel/time.ts';

export const MAX_WEEKS = 53;
const USUAL_WEEKS = 12;
const WEEK_SECONDS = 7 * 86_400;

/** Whole UTC weeks. @property mondays first second of each, oldest first @property to the second after the last */
export type Period = { first: Day; last: Day; mondays: EpochSeconds[]; from: EpochSeconds; to: EpochSeconds };

export type PeriodRefusal = 'not-a-day' | 'backwards' | 'too-long';
export const periodWords: Record<PeriodRefusal, string> = {
  'not-a-day': 'Enter a day such as 2026-11-23.',
  backwards: 'Choose a day that is not before the first.',
  'too-long': `Choose at most ${MAX_WEEKS} weeks.`,
};

/** The weeks that two days lie in. A day that is not given: twelve weeks, up to the present one. */
export function periodOf(
  typed: { from: string; to: string },
  now: Date,
): Period | { field: 'from' | 'to'; refusal: PeriodRefusal } {
  const lastDay = typed.to === '' ? utcDay(toSeconds(now)) : parseDay(typed.to);
  if (lastDay === null || !isUsual(lastDay)) return { field: 'to', refusal: 'not-a-day' };
  const firstDay = typed.from === '' ? addDays(lastDay, -7 * (USUAL_WEEKS - 1)) : parseDay(typed.from);
  if (firstDay === null || !isUsual(firstDay)) return { field: 'from', refusal: 'not-a-day' };
  const [from, lastMonday] = [startOf(mondayOf(firstDay)), startOf(mondayOf(lastDay))];
  const weeks = (lastMonday - from) / WEEK_SECONDS + 1;
  if (weeks < 1) return { field: 'to', refusal: 'backwards' };
  if (weeks > MAX_WEEKS) return { field: 'to', refusal: 'too-long' };
  const mondays = Array.from({ length: weeks }, (_, place) => from + place * WEEK_SECONDS);
  const to = lastMonday + WEEK_SECONDS;
  return { first: utcDay(from), last: utcDay(to - 1), mondays, from, to };
}

/** Some weeks up to the present one, as addresses say them. */
export function recentWeeks(weeks: number, now: Date): { from: Day; to: Day } {
  const monday = weekOf(toSeconds(now));
  return { from: utcDay(monday - (weeks - 1) * WEEK_SECONDS), to: utcDay(monday + WEEK_SECONDS - 1) };
}

/** Instants of blocks begin in 1970 and have 32 bits. */
const isUsual = (day: Day): boolean => day >= '1970-01-05' && day < '2106-01-01';
const startOf = (day: Day): EpochSeconds => dayBounds(day, 'UTC').from;
