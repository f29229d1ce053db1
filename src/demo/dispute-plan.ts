/** Which morning the demo's client disputes, and when: at whatever hour of whatever day the demo is filled, it waits for an admin. Rules only. */
import {
  addDays,
  addMs,
  DAY,
  dayBounds,
  dayIn,
  fromSeconds,
  HOUR,
  MINUTE,
  toSeconds,
  utcDay,
  weekOf,
  type Day,
  type EpochSeconds,
  type Zone,
} from '../kernel/time.ts';
import { VAGUE, type PlannedBlock, type Special } from './plan.ts';

/** @property blocks that are disputed, oldest first @property accepted the one Felix gives back @property week it belongs to */
export type DisputePlan = {
  openAt: Date;
  answerAt: Date;
  week: EpochSeconds;
  blocks: PlannedBlock[];
  accepted: PlannedBlock;
};

/** Good work and bad in between. */
const mix: (Special | null)[] = [null, 'vague', 'vague', null, null, 'blank', 'idle', null];
const FIRST = 4;
const ACCEPTED = 6;

/** @returns the plan with that morning as it shall be, and the dispute; null when the plan does not reach back so far */
export function planDispute(
  plan: readonly PlannedBlock[],
  now: Date,
  zone: Zone,
): { plan: PlannedBlock[]; dispute: DisputePlan | null } {
  const times = timesOf(now);
  const thursday = addDays(utcDay(times.week), 3);
  const morning = [thursday, addDays(thursday, 1)]
    .map(day => shopMorning(plan, day, zone))
    .find(({ length }) => length > 0);
  const wanted = morning?.slice(FIRST, FIRST + mix.length) ?? [];
  if (wanted.length < mix.length) return { plan: [...plan], dispute: null };
  const blocks = wanted.map((block, place) => marked(block, mix[place]!));
  const byStart = new Map(blocks.map(block => [block.startedAt, block]));
  return {
    plan: plan.map(block => byStart.get(block.startedAt) ?? block),
    dispute: { ...times, blocks, accepted: blocks[ACCEPTED]! },
  };
}

/** The last week whose review began three hours ago or more: disputed yesterday, or in its last hours when it is over. */
function timesOf(now: Date) {
  const monday = fromSeconds(weekOf(toSeconds(addMs(now, -15 * HOUR))));
  const [first, last] = [addMs(monday, 13 * HOUR), addMs(monday, 4 * DAY + 15 * HOUR)];
  const openAt = earlier(later(addMs(now, -26 * HOUR), first), last);
  const answerAt = earlier(addMs(openAt, 20 * HOUR), addMs(now, -30 * MINUTE));
  return { openAt, answerAt, week: toSeconds(addMs(monday, -7 * DAY)) };
}
const earlier = (one: Date, other: Date): Date => (one < other ? one : other);
const later = (one: Date, other: Date): Date => (one > other ? one : other);

/** Before noon, on this day of Felix's. */
function shopMorning(plan: readonly PlannedBlock[], day: Day, zone: Zone): PlannedBlock[] {
  const { from } = dayBounds(day, zone);
  const noon = from + (12 * HOUR) / 1000;
  return plan.filter(
    ({ work, startedAt }) => work === 'shop' && startedAt >= from && startedAt < noon && dayOf(startedAt, zone) === day,
  );
}
const dayOf = (start: EpochSeconds, zone: Zone): Day => dayIn(fromSeconds(start), zone);

function marked(block: PlannedBlock, special: Special | null): PlannedBlock {
  const usual = { ...block, special };
  if (special === 'vague') return { ...usual, description: VAGUE };
  return special === 'idle' ? { ...usual, inputSeconds: 0 } : usual;
}
