/** The weeks before: a morning of work in each, so that money has already gone the whole way. Rules only. */
import { addDays, dayBounds, dayIn, mondayOf, type Zone } from '../kernel/time.ts';
import { chance } from './pictures/chance.ts';
import { blocksOf, type PlannedBlock } from './plan.ts';
import type { SceneName } from './pictures/scenes/index.ts';

const WEEKS = 3;
const THREE_HOURS = 3 * 3600;

/** Tuesdays before anything of `planDemo`, oldest first. */
export function planEarlier(now: Date, zone: Zone): PlannedBlock[] {
  const roll = chance('the weeks before');
  const monday = mondayOf(dayIn(now, zone));
  const steps = new Map<SceneName, number>();
  const days = Array.from({ length: WEEKS }, (_, place) => addDays(monday, 1 - 7 * (WEEKS + 2 - place)));
  return days.flatMap((day, place) => {
    const from = dayBounds(day, zone).from + 9 * 3600 + 7 * 60 * (place + 1);
    return blocksOf({ work: 'shop', from, to: from + THREE_HOURS + 640 * place }, place, steps, roll);
  });
}
