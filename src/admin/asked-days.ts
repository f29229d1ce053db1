/** Days in an address, from and to, in UTC. */
import { addDays, dayBounds, parseDay, type EpochSeconds } from '../kernel/time.ts';

export type Days = { from: string; to: string };
const dayIn = (text: unknown): string => (typeof text === 'string' ? (parseDay(text) ?? '') : '');

export const daysIn = ({ from, to }: Record<string, unknown>): Days => ({ from: dayIn(from), to: dayIn(to) });

/** Seconds from the first day's beginning until before the day after the last. What is not given is not in it. */
export const secondsOf = ({ from, to }: Days): { from?: EpochSeconds; to?: EpochSeconds } => ({
  ...(from !== '' && { from: dayBounds(from, 'UTC').from }),
  ...(to !== '' && { to: dayBounds(addDays(to, 1), 'UTC').from }),
});
