/**
 * `npm test`: formatting, lint and types; every test on SQLite, and everything that touches the database again on MariaDB.
 * Three runs go beside each other, the longest first. What fails in a window for want of time is run again alone,
 * and that counts. `npm test -- tests/diary/day.test.ts` runs some files only. The last line is `N passed, N failed`.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { STILL_THERE } from './still-there.ts';

const MOCHA = 'node_modules/mocha/bin/mocha.js';
const MARIADB = process.env['TEST_DATABASE_SERVER'] ?? 'mysql://root@127.0.0.1:3306';
/** Tests that never touch the server's database, or only through a process of their own. */
const ONCE = [
  ...['tests/tracker/', 'tests/demo/', 'tests/kernel/', 'tests/outside/'],
  // How pages look and what they print does not depend on the database; what people do there is tried on both without a browser.
  'tests/browser/',
  // Nor do headers, origins, who may come in, where links lead, how long the server waits, what is a picture, and lists.
  ...['headers', 'same-origin', 'redirects', 'slow-clients', 'asvs', 'matrix', 'pages', 'supply-chain'].map(
    name => `tests/security/${name}`,
  ),
  'tests/tracker-api/hostile-uploads',
];

/** Among them those whose end is rows: a week sent at once, what the demo and the providers write. */
const ROWS = [
  'tests/tracker/week-offline',
  'tests/demo/manual-time',
  'tests/outside/payments',
  'tests/outside/storage-copy',
];

/** Tests in which people and machines wait for each other. */
const WATCHED_BY_A_CLOCK = /^tests\/(browser|tracker)\//;

/** @property server of MariaDB; none for SQLite */
type Run = { title: string; files: string[]; server?: string };
/** @property failedIn files of tests that may be run again alone */
type Outcome = { passed: number; failed: number; failedIn: string[]; server?: string };

/** Runs a command; answers what it said, errors included, and how it ended. */
function run(command: string, args: string[], env = process.env): Promise<{ code: number; output: string }> {
  return new Promise(resolve => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (output += String(chunk)));
    child.on('close', code => resolve({ code: code ?? 1, output }));
  });
}

/** A check counts as one test. */
async function check(title: string, script: string): Promise<Outcome> {
  const { code, output } = await run('npm', ['run', '--silent', script]);
  console.log(`\n${title}\n${output}`);
  return code === 0 ? { passed: 1, failed: 0, failedIn: [] } : { passed: 0, failed: 1, failedIn: [] };
}

async function mocha({ title, files, server }: Run): Promise<Outcome> {
  const env = { ...process.env };
  delete env['TEST_DATABASE_SERVER'];
  if (server) env['TEST_DATABASE_SERVER'] = server;
  // What fails among all is looked at alone, with the exact lines.
  if (asked.length === 0) env['ROUGH_STACKS'] = 'yes';
  const began = performance.now();
  const { code, output } = await run(
    'node',
    [MOCHA, '--forbid-only', '--reporter', 'tests/support/dots.ts', ...files],
    env,
  );
  console.log(`\n${title} (${Math.round((performance.now() - began) / 1000)} s)\n${output}`);
  const count = (word: string): number => Number(new RegExp(`^\\s*(\\d+) ${word}`, 'm').exec(output)?.[1] ?? 0);
  const [passed, failed] = [count('passing'), count('failing')];
  // A run that broke off without counting is a failure too.
  const failedIn = [...output.matchAll(/^failed in (.+)$/gm)].map(([, file]) => path.relative('.', file!));
  const broke = code !== 0 && failed === 0;
  const lingered = output.includes(STILL_THERE);
  return { passed, failed: failed + Number(broke || lingered), failedIn, ...(server && { server }) };
}

/** Runs what failed in watched tests once more, now that nothing else runs. */
async function again(outcome: Outcome): Promise<Outcome> {
  const { passed, failed, failedIn, server } = outcome;
  const isWatched = failedIn.length > 0 && failedIn.every(file => WATCHED_BY_A_CLOCK.test(file));
  if (failed === 0 || !isWatched) return outcome;
  const alone = await mocha({
    title: `Again, alone: ${failedIn.join(', ')}`,
    files: failedIn,
    ...(server && { server }),
  });
  return { ...alone, passed: passed + Math.max(0, failed - alone.failed) };
}

const allTests = (): string[] =>
  readdirSync('tests', { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.test.ts'))
    .map(file => `tests/${file.replaceAll('\\', '/')}`)
    .sort();

const asked = process.argv.slice(2);
const files = asked.length > 0 ? asked : allTests();
const isIn = (places: readonly string[], file: string): boolean => places.some(place => file.startsWith(place));
/** Databases and pictures of tests lie in memory where there is plenty: nobody pulls the plug here, and a disk is slow. */
const [MEMORY, PLENTY] = ['/dev/shm', 8 * 1024 ** 3];
if (existsSync(MEMORY) && statfsSync(MEMORY).bavail * statfsSync(MEMORY).bsize > PLENTY) process.env['TMPDIR'] = MEMORY;

const isOnce = (file: string): boolean => isIn(ONCE, file) && !isIn(ROWS, file);
/** They fill a database of their own with thousands of acts; damage what they look at; empty theirs again and again. */
const apart = {
  Faults: /^tests\/faults\//,
  Money: /^tests\/(billing|cases|disputes)\//,
  Evidence: /^tests\/evidence\//,
  'Pictures to a bucket': /^tests\/outside\/storage-copy/,
};
const isApart = (file: string): boolean => Object.values(apart).some(folder => folder.test(file));
/** The clock's jobs do what is due for everybody, so they come before there are many. */
const jobsFirst = (a: string, b: string): number =>
  Number(b.startsWith('tests/jobs/')) - Number(a.startsWith('tests/jobs/'));
const twice = {
  'Everything else': files.filter(file => !isOnce(file) && !isApart(file)).sort(jobsFirst),
  ...Object.fromEntries(
    Object.entries(apart).map(([title, folder]) => [title, files.filter(file => folder.test(file))]),
  ),
};

const once = files.filter(isOnce);
const isPage = (file: string): boolean => /^tests\/(browser|security)\//.test(file);

/** What there is to do: the longest first, and what mostly waits beside what computes. */
const runs: Run[] = [
  { title: 'Pages and doors', files: once.filter(isPage) },
  ...Object.entries(twice).flatMap(([title, files]) => [
    { title: `${title}, MariaDB`, files, server: MARIADB },
    { title: `${title}, SQLite`, files },
  ]),
];
runs.splice(3, 0, { title: 'The tracker, and what no database changes', files: once.filter(file => !isPage(file)) });

/** Two cores are kept busy by three, since each of them waits now and then: for a browser, a database, an outage. */
const SIDE_BY_SIDE = 3;
const outcomes: Outcome[] = [];
/** Takes what is next until nothing is left. */
async function workThrough(work: (() => Promise<Outcome>)[]): Promise<void> {
  for (let next = work.shift(); next; next = work.shift()) outcomes.push(await next());
}
const work = runs.filter(({ files }) => files.length > 0).map(run => () => mocha(run));
// Before the four shortest, so that the end leaves nobody idle.
if (asked.length === 0)
  work.splice(
    -4,
    0,
    () => check('Formatting and lint', 'lint'),
    () => check('Types', 'types'),
  );
await Promise.all(Array.from({ length: SIDE_BY_SIDE }, () => workThrough(work)));
for (const [place, outcome] of outcomes.entries()) outcomes[place] = await again(outcome);

const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((total, outcome) => total + of(outcome), 0);
console.log(`\n${sum(({ passed }) => passed)} passed, ${sum(({ failed }) => failed)} failed`);
process.exitCode = sum(({ failed }) => failed) > 0 ? 1 : 0;
