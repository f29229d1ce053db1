/** Going to a day that somebody typed. Rules only. */
import { parseDay, type Day } from '../kernel/time.ts';

export type JumpRefusal = 'no-such-day' | 'still-to-come' | 'before-the-contract';

export const jumpWords: Record<JumpRefusal, string> = {
  'no-such-day': 'Enter a day that exists, such as 2026-11-20.',
  'still-to-come': 'That day is still to come. Enter today or an earlier day.',
  'before-the-contract': 'The contract had not begun on that day. Enter a later one.',
};

/** @param open the first day of the contract and today, where the reader lives */
export function whyNotGoTo(typed: string, open: { first: Day; today: Day }): JumpRefusal | null {
  const day = parseDay(typed.trim());
  if (day === null) return 'no-such-day';
  if (day > open.today) return 'still-to-come';
  return day < open.first ? 'before-the-contract' : null;
}
