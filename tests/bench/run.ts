/** `npm run bench`: ours and its bare twin, measured in one run in alternating order. `--quick` does one round. */
import { coldStart } from './cold-start.ts';
import { databaseServer } from './database-server.ts';
import { goals, type Measured } from './goals.ts';
import { machineWords } from './machine.ts';
import { medians } from './numbers.ts';
import { oneLife, queuesOf, type Life, type Screens } from './one-life.ts';
import { print } from './report.ts';
import { FOUR_K, FULL_HD, paintScreenshots } from './screenshots.ts';
import type { BlockSize } from './size-seed.ts';
import { bare, fillTwin, measureSize, ours, removeEverything, type Target, type TargetName } from './targets.ts';
import { twentyYears } from './twenty-years.ts';

const quick = process.argv.includes('--quick');
const [ROUNDS, STARTS] = quick ? [1, 2] : [3, 5];

const began = performance.now();
/** Progress goes to stderr: stdout is the report. */
const say = (words: string): void =>
  console.error(`${Math.round((performance.now() - began) / 1000)} s`.padStart(6), words);

const database = await databaseServer();
const machine = machineWords(`MariaDB/MySQL ${database.version}`);

async function measure(): Promise<Measured> {
  say('painting screenshots');
  const screens: Screens = { fullHd: await paintScreenshots(FULL_HD), fourK: await paintScreenshots(FOUR_K) };
  say('filling databases');
  const size = { mysql: await measureSize<BlockSize>(false), sqlite: await measureSize<BlockSize>(true) };
  const main = await ours(false);
  const targets: Target[] = [main, await bare(main.cast), await ours(true)];
  say('cold starts');
  const starts = new Map<TargetName, number>();
  for (const { name, program } of targets) starts.set(name, await coldStart(program, STARTS));
  await fillTwin(targets[1]!);
  const lives = await rounds(targets, screens);
  say('20 years of history');
  const history = await twentyYears(main, screens.fullHd);
  return { lives, starts, size, history, screens };
}

async function rounds(targets: Target[], screens: Screens): Promise<Map<TargetName, Life>> {
  const lives = new Map<TargetName, Life[]>(targets.map(({ name }) => [name, []]));
  const queues = new Map(targets.map(target => [target.name, queuesOf(target)]));
  for (let round = 1; round <= ROUNDS; round++) {
    for (const target of round % 2 ? targets : [...targets].reverse()) {
      say(`round ${round} of ${ROUNDS}: ${target.name}`);
      lives.get(target.name)!.push(await oneLife(target, queues.get(target.name)!, screens, database.pid));
    }
  }
  return new Map([...lives].map(([name, measured]) => [name, medians(measured)]));
}

try {
  const measured = await measure();
  print({ machine, rounds: ROUNDS, seconds: (performance.now() - began) / 1000, goals: goals(measured), measured });
} finally {
  await removeEverything();
}
