/** Two weeks of believable work: when, on what, and what goes wrong. Rules only: the same day gives the same plan. */
import {
  addDays,
  CELL_SECONDS,
  cellOf,
  dayBounds,
  dayIn,
  toSeconds,
  type Day,
  type EpochSeconds,
  type Zone,
} from '../kernel/time.ts';
import type { DemoWork } from './pictures/scene.ts';
import { scenes, type SceneName } from './pictures/scenes/index.ts';
import { between, chance, pick, type Chance } from './pictures/chance.ts';

/** What a block shows for the product's sake: most are good work, some tell what happens otherwise. */
export type Special = 'locked' | 'blank' | 'vague' | 'deleted' | 'masked' | 'idle';

export type PlannedBlock = {
  work: DemoWork;
  scene: SceneName;
  /** How many pictures of this scene came before. */
  step: number;
  startedAt: EpochSeconds;
  seconds: number;
  description: string;
  inputSeconds: number;
  /** When pictures are taken, whole seconds. */
  captures: EpochSeconds[];
  special: Special | null;
  /** Not for Carla. */
  forKai?: boolean;
};

type Session = { work: DemoWork; from: EpochSeconds; to: EpochSeconds };

const WEEKDAYS_BACK = 12;
export const VAGUE = 'fixes';

/** Local times of a usual day, in seconds: two contracts share the ten minutes in which Felix switches. */
const usualDays: { work: DemoWork; from: number; to: number }[][] = [
  [span('shop', '09:04:10', '11:37:25'), span('clinic', '11:37:25', '12:21:00'), span('shop', '13:15:30', '15:02:10')],
  [
    span('clinic', '08:51:05', '10:48:20'),
    span('energy', '10:48:20', '12:03:45'),
    span('clinic', '13:30:00', '14:41:15'),
  ],
  [span('shop', '09:12:40', '12:06:10'), span('energy', '13:02:15', '14:20:50')],
];

function span(work: DemoWork, from: string, to: string) {
  const seconds = (text: string): number => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return { work, from: seconds(from), to: seconds(to) };
}

export function planDemo(now: Date, zone: Zone): PlannedBlock[] {
  const roll = chance('two weeks of work');
  const today = dayIn(now, zone);
  const sessions = [...pastSessions(today, zone), ...todaySessions(now)];
  const steps = new Map<SceneName, number>();
  const blocks = sessions.flatMap((session, place) => blocksOf(session, place, steps, roll));
  return markSpecials(blocks);
}

function pastSessions(today: Day, zone: Zone): Session[] {
  const days = Array.from({ length: WEEKDAYS_BACK }, (_, place) => addDays(today, place - WEEKDAYS_BACK)).filter(
    isWeekday,
  );
  return days.flatMap((day, place) => {
    const midnight = dayBounds(day, zone).from;
    return pick(usualDays, place).map(({ work, from, to }) => ({ work, from: midnight + from, to: midnight + to }));
  });
}

const isWeekday = (day: Day): boolean => new Date(`${day}T12:00:00Z`).getUTCDay() % 6 !== 0;

/** Felix has worked for three hours and stopped a minute ago, whatever day it is. */
function todaySessions(now: Date): Session[] {
  const to = toSeconds(now) - 60;
  return [
    { work: 'clinic', from: to - 11_000, to: to - 6_310 },
    { work: 'shop', from: to - 6_310, to },
  ];
}

export function blocksOf(
  { work, from, to }: Session,
  place: number,
  steps: Map<SceneName, number>,
  roll: Chance,
): PlannedBlock[] {
  const names = (Object.keys(scenes) as SceneName[]).filter(name => scenes[name].work === work);
  const blocks: PlannedBlock[] = [];
  for (let start = from, count = 0; start < to; count++) {
    const end = Math.min(cellOf(start) + CELL_SECONDS, to);
    // Work moves on to something else every fifty minutes or so.
    const part = place + Math.floor(count / 5);
    const scene = pick(names, part);
    const step = steps.get(scene) ?? 0;
    const description = pick(scenes[scene].tasks, part);
    const seconds = end - start;
    const captures = [between(roll, start, end - 1), ...(roll() < 0.25 ? [between(roll, start, end - 1)] : [])].sort(
      (a, b) => a - b,
    );
    const inputSeconds = Math.floor(seconds * (0.35 + roll() * 0.6));
    blocks.push({ work, scene, step, startedAt: start, seconds, description, inputSeconds, captures, special: null });
    steps.set(scene, step + captures.length);
    start = end;
  }
  return blocks;
}

/** Spread over the two weeks, away from the ends of sessions. */
const specials: [share: number, Special][] = [
  [0.16, 'locked'],
  [0.33, 'vague'],
  [0.34, 'vague'],
  [0.52, 'blank'],
  [0.7, 'deleted'],
  [0.93, 'locked'],
  [0.95, 'masked'],
  [0.98, 'idle'],
];

function markSpecials(blocks: PlannedBlock[]): PlannedBlock[] {
  const marked = [...blocks];
  for (const [share, special] of specials) {
    const place = Math.floor(share * blocks.length);
    const block = marked[place];
    if (!block) continue;
    marked[place] = {
      ...{ ...block, special },
      ...(special === 'vague' ? { description: VAGUE } : {}),
      ...(special === 'idle' ? { inputSeconds: 0 } : {}),
    };
  }
  return marked;
}
