/** How long an admin still has, in words. Rules only. */
import { DAY, duration, HOUR } from '../kernel/time.ts';

/** @property late the deadline is over */
export type CaseClock = { words: string; late: boolean };

export function clockOf(deadline: Date, now: Date): CaseClock {
  const left = deadline.getTime() - now.getTime();
  const late = left <= 0;
  const words = spanWords(Math.abs(left));
  return { words: late ? `${words} overdue` : `${words} left`, late };
}

/** `1 day 3 h`, `5 h`, `20 m`: no finer than one needs. */
function spanWords(ms: number): string {
  const days = Math.floor(ms / DAY);
  const hours = Math.floor((ms % DAY) / HOUR);
  if (days === 0) return hours === 0 ? duration(Math.floor(ms / 60_000) * 60) : `${hours} h`;
  return `${days === 1 ? '1 day' : `${days} days`}${hours === 0 ? '' : ` ${hours} h`}`;
}
