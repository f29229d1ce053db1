/** How long each step of a dispute may take. Rules only. */
import { addMs, clock, DAY, dayIn, dayName, HOUR, type Zone } from '../kernel/time.ts';

export const ANSWER_HOURS = 72;
export const APPEAL_HOURS = 72;
export const DECIDE_WORKING_DAYS = 2;
/** So long before a deadline those who have to act by then are reminded, once. */
export const REMIND_HOURS = 24;

export const answerUntilFrom = (now: Date): Date => addMs(now, ANSWER_HOURS * HOUR);
export const appealUntilFrom = (now: Date): Date => addMs(now, APPEAL_HOURS * HOUR);
export const decideUntilFrom = (now: Date): Date => workingDaysAfter(now, DECIDE_WORKING_DAYS);
/** Whatever is due by then is to be reminded of now. */
export const remindUntil = (now: Date): Date => addMs(now, REMIND_HOURS * HOUR);

const isWeekend = (at: Date): boolean => at.getUTCDay() % 6 === 0;
const nextMidnight = (at: Date): Date => addMs(at, DAY - (at.getTime() % DAY));

/** The same time of day so many working days later: Monday to Friday, UTC. What comes in at the weekend counts from Monday 00:00. */
export function workingDaysAfter(from: Date, days: number): Date {
  let at = from;
  while (isWeekend(at)) at = nextMidnight(at);
  for (let left = days; left > 0; left -= 1) {
    at = addMs(at, DAY);
    while (isWeekend(at)) at = addMs(at, DAY);
  }
  return at;
}

/** `Thu 26 Nov, 14:05 (Europe/Vienna)`: a deadline where its reader lives. */
export const deadlineWords = (at: Date, zone: Zone): string =>
  `${dayName(dayIn(at, zone))}, ${clock(at, zone)} (${zone})`;
