import type { Moment } from '../scene.ts';

/** What the clock in the bar says, in the freelancer's own zone. */
export function clockFace({ at, zone }: Moment): { time: string; day: string; date: string } {
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options }).format(at);
  return {
    time: part({ hour: '2-digit', minute: '2-digit' }),
    day: part({ weekday: 'short', day: 'numeric', month: 'short' }).replace(',', ''),
    date: part({ day: '2-digit', month: '2-digit', year: 'numeric' }),
  };
}
