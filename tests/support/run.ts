/**
 * `npm test`: formatting, lint and types; every test on SQLite, and everything that touches the database again on MariaDB.
 * Two runs go beside each other, since windows wait for a browser. What fails in a window for want of time is run again alone,
 * and that counts. `npm test -- tests/diary/day.test.ts` runs some files only. The last line is `N passed, N failed`.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statfsSync } from 'node:fs';
import path from 'node:path';

const MARIADB = process.env['TEST_DATABASE_SERVER'] ?? 'mysql://root@127.0.0.1:3306';
/** Tests that never touch the server's database, or only through a process of their own. */
const ONCE = [
  ...['tests/tracker/', 'tests/demo/', 'tests/kernel/', 'tests/outside/'],
  // How pages look and what they print does not depend on the database.
  ...['tests/browser/every-page', 'tests/browser/hostile-text', 'tests/browser/real-runtime', 'tests/browser/pages'],
  // Nor do headers, origins, who may come in, where links lead, how long the server waits, and lists.
  ...[
    'tests/security/headers',
    'tests/security/same-origin',
    'tests/security/redirects',
    'tests/security/slow-clients',
  ],
  ...['tests/security/asvs', 'tests/security/matrix', 'tests/security/pages', 'tests/security/supply-chain'],
];

/** Among them those whose end is rows: a week sent at once, a tracker that was killed, what the demo and the providers write. */
const ROWS = [
  'tests/tracker/week-offline',
  'tests/tracker/killed/',
  'tests/demo/manual-time',
  'tests/outside/payments',
  'tests/outside/storage-copy',
];

/** Tests in which people and machines wait for each other. */
const WATCHED_BY_A_CLOCK = /^tests\/(browser|tracker)\//;

/** @property failedIn files of tests that may be run again alone */
type Outcome = { passed: number; failed: number; failedIn: string[] };

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

/** @param server of MariaDB; none for SQLite */
async function mocha(title: string, files: string[], server?: string): Promise<Outcome> {
  if (files.length === 0) return { passed: 0, failed: 0, failedIn: [] };
  const env = { ...process.env };
  delete env['TEST_DATABASE_SERVER'];
  if (server) env['TEST_DATABASE_SERVER'] = server;
  const { code, output } = await run(
    'npx',
    ['mocha', '--forbid-only', '--reporter', 'tests/support/dots.ts', ...files],
    env,
  );
  console.log(`\n${title}\n${output}`);
  const count = (word: string): number => Number(new RegExp(`^\\s*(\\d+) ${word}`, 'm').exec(output)?.[1] ?? 0);
  const [passed, failed] = [count('passing'), count('failing')];
  // A run that broke off without counting is a failure too.
  const failedIn = [...output.matchAll(/^failed in (.+)$/gm)].map(([, file]) => path.relative('.', file!));
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, failedIn };
}

/** Runs what failed in watched tests once more, now that nothing else runs. */
async function again(outcome: Outcome, server?: string): Promise<Outcome> {
  const { passed, failed, failedIn } = outcome;
  const isWatched = failedIn.length > 0 && failedIn.every(file => WATCHED_BY_A_CLOCK.test(file));
  if (failed === 0 || !isWatched) return outcome;
  const alone = await mocha(`Again, alone: ${failedIn.join(', ')}`, failedIn, server);
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
const once = files.filter(isOnce);
/** They fill a database of their own with thousands of acts; damage what they look at; empty theirs again and again. */
const apart = [
  /^tests\/(billing|cases|disputes)\//,
  /^tests\/evidence\//,
  /^tests\/outside\/storage-copy/,
  /^tests\/faults\//,
];
const [money, evidence, pictures, faults] = apart.map(folder => files.filter(file => folder.test(file)));
const twice = files.filter(file => !isOnce(file) && !apart.some(folder => folder.test(file)));

async function onBoth(title: string, files: string[]): Promise<Outcome[]> {
  return [await mocha(`${title}, SQLite`, files), await mocha(`${title}, MariaDB`, files, MARIADB)];
}

const outcomes: Outcome[] = [];
if (asked.length === 0) {
  outcomes.push(await check('Formatting and lint', 'lint'), await check('Types', 'types'));
}
const [[windows, ...others], [sqlite, mariaDB]] = await Promise.all([
  (async () => [
    await mocha('Windows, pages and what no database changes', once),
    ...(await onBoth('Money', money!)),
    ...(await onBoth('Evidence', evidence!)),
    ...(await onBoth('Pictures to a bucket', pictures!)),
    ...(await onBoth('Faults', faults!)),
  ])(),
  onBoth('Everything else', twice),
]);
outcomes.push(...others, await again(sqlite!), await again(mariaDB!, MARIADB), await again(windows));

const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((total, outcome) => total + of(outcome), 0);
console.log(`\n${sum(({ passed }) => passed)} passed, ${sum(({ failed }) => failed)} failed`);
process.exitCode = sum(({ failed }) => failed) > 0 ? 1 : 0;
