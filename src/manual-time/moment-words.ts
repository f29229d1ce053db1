/** Stretches and moments as pages say them. */
import { clock, dayIn, dayName, fromSeconds, offsetOf, type EpochSeconds, type Zone } from '../kernel/time.ts';
import { moments, type Stretch } from './free-time.ts';

const DAY_SECONDS = 86_400;

/** A moment of a day: its last one is 24:00, and where the clock is changed the distance from UTC is said. */
function momentWords(at: EpochSeconds, day: Stretch, zone: Zone): string {
  if (at === day.to) return '24:00';
  const words = clock(fromSeconds(at), zone);
  return isChanged(day, zone) ? `${words} (${offsetOf(fromSeconds(at), zone)})` : words;
}

/** Whether the clock is changed within a day from its beginning. */
function isChanged({ from, to }: Stretch, zone: Zone): boolean {
  const end = Math.min(to, from + DAY_SECONDS);
  return offsetOf(fromSeconds(from), zone) !== offsetOf(fromSeconds(end), zone);
}

/** Moments a part may begin and end at, one group for each stretch. @param day bounds of the day they lie in */
export function momentGroups(stretches: readonly Stretch[], day: Stretch, zone: Zone) {
  const groups = stretches.map(stretch => {
    const all = moments(stretch, day.from).map(at => ({ value: String(at), label: momentWords(at, day, zone) }));
    return { label: `${all[0]!.label}–${all.at(-1)!.label}`, begins: all.slice(0, -1), ends: all.slice(1) };
  });
  return {
    begins: groups.map(({ label, begins }) => ({ label, options: begins })),
    ends: groups.map(({ label, ends }) => ({ label, options: ends })),
  };
}

/** `Wed 18 Nov`, `09:00`, `10:30`. @property toDay only when it ends on another day */
export function stretchWords({ from, to }: Stretch, zone: Zone) {
  const [day, last] = [dayIn(fromSeconds(from), zone), dayIn(fromSeconds(to - 1), zone)];
  return {
    day,
    dayName: dayName(day),
    from: clock(fromSeconds(from), zone),
    to: clock(fromSeconds(to), zone),
    toDay: last === day ? null : dayName(last),
  };
}
