/** The morning on the landing page: the diary's own grid and words over a made-up freelancer's work. */
import { dayGrid } from '../diary/day.ts';
import { withRuns } from '../diary/runs.ts';
import { explained, verdict } from '../diary/verdict.ts';
import { clock, fromSeconds, toSeconds } from '../kernel/time.ts';

/** The names are those of the drawn screens in `public/img/screens/`. */
const tasks = {
  letter: ['Reading the brief, open questions', 'WEB-1'],
  drawing: ['Layout of the sign-up pages', 'WEB-1'],
  code: ['Sign-up form: messages at each field', 'WEB-2'],
  mail: ['stuff', null],
  sheet: ['Rounding of invoice totals, tests', 'WEB-3'],
} as const satisfies Record<string, readonly [string, string | null]>;

/** Minutes after nine, and for how long. */
const morning: [task: keyof typeof tasks, from: number, minutes: number][] = [
  ['letter', 10, 30],
  ['drawing', 40, 50],
  ['code', 100, 70],
  ['mail', 170, 20],
  ['sheet', 190, 40],
];

const DAY = '2026-11-20';
const NINE = toSeconds(new Date(`${DAY}T09:00:00Z`));
const ZONE = 'UTC';

/** The day as `diary/_grid` prints it. @param asset the address of a file in `public/` */
export function exampleDay(asset: (address: string) => string) {
  const blocks = morning.flatMap(([task, from, minutes]) =>
    Array.from({ length: minutes / 10 }, (_, place) => exampleBlock(task, NINE + (from + place * 10) * 60, asset)),
  );
  const seconds = blocks.reduce((sum, block) => sum + block.seconds, 0);
  return { day: DAY, zone: ZONE, seconds, rows: withRuns(dayGrid(DAY, ZONE, blocks)) };
}

function exampleBlock(task: keyof typeof tasks, startedAt: number, asset: (address: string) => string) {
  const [description, code] = tasks[task];
  const shots = [{ picture: true, maskedPerMille: 0, blank: false, repeated: false }];
  const inOrder = {
    manual: false,
    overLimitSeconds: 0,
    idle: false,
    late: false,
    clockReliable: true,
    paymentProblem: false,
  };
  const judged = verdict({ description, shots, ...inOrder });
  const at = (second: number): string => clock(fromSeconds(second), ZONE);
  return {
    ...{ href: '/sign-up', startedAt, seconds: 600, from: at(startedAt), to: at(startedAt + 600), description, code },
    ...{ thumb: asset(`/img/screens/${task}.svg`), failure: null, deleted: false, mark: null },
    ...{ protected: judged.protected, reasons: explained(judged.reasons) },
  };
}
