/**
 * `npm test`: formatting, lint and types; every test on SQLite, and everything that touches the database again on MariaDB.
 * Windows and pages mostly wait for a browser, so they run beside the others. `npm test -- tests/diary/day.test.ts` runs
 * some files only. The last line is `N passed, N failed`.
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';

const MARIADB = process.env['TEST_DATABASE_SERVER'] ?? 'mysql://root@127.0.0.1:3306';
/** Tests that never touch the server's database, or only through a process of their own. */
const ONCE = [
  ...['tests/tracker/', 'tests/demo/', 'tests/kernel/', 'tests/outside/'],
  // How pages look and what they print does not depend on the database.
  ...['tests/browser/every-page', 'tests/browser/hostile-text', 'tests/browser/real-runtime', 'tests/browser/pages'],
];

type Outcome = { passed: number; failed: number };

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
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** @param server of MariaDB; none for SQLite */
async function mocha(title: string, files: string[], server?: string): Promise<Outcome> {
  if (files.length === 0) return { passed: 0, failed: 0 };
  const env = { ...process.env };
  delete env['TEST_DATABASE_SERVER'];
  if (server) env['TEST_DATABASE_SERVER'] = server;
  const { code, output } = await run('npx', ['mocha', '--forbid-only', '--reporter', 'dot', ...files], env);
  console.log(`\n${title}\n${output}`);
  const count = (word: string): number => Number(new RegExp(`^\\s*(\\d+) ${word}`, 'm').exec(output)?.[1] ?? 0);
  const [passed, failed] = [count('passing'), count('failing')];
  // A run that broke off without counting is a failure too.
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed };
}

const allTests = (): string[] =>
  readdirSync('tests', { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.test.ts'))
    .map(file => `tests/${file.replaceAll('\\', '/')}`)
    .sort();

const asked = process.argv.slice(2);
const files = asked.length > 0 ? asked : allTests();
const isOnce = (file: string): boolean => ONCE.some(folder => file.startsWith(folder));
const [once, twice] = [files.filter(isOnce), files.filter(file => !isOnce(file))];

const outcomes: Outcome[] = [];
if (asked.length === 0) {
  outcomes.push(await check('Formatting and lint', 'lint'), await check('Types', 'types'));
}
const beside = mocha('Windows, pages and what no database changes', once);
outcomes.push(await mocha('On SQLite', twice), await mocha('On MariaDB', twice, MARIADB), await beside);

const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((total, outcome) => total + of(outcome), 0);
console.log(`\n${sum(({ passed }) => passed)} passed, ${sum(({ failed }) => failed)} failed`);
process.exitCode = sum(({ failed }) => failed) > 0 ? 1 : 0;
