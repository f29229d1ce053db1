/**
 * `npm test`: formatting, lint and types, then every test on SQLite, then everything that touches the database again on
 * MariaDB. `npm test -- tests/diary/day.test.ts` runs some files only. The last line is `N passed, N failed`.
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

/** Runs a command and shows what it says; answers what it said and how it ended. */
function run(
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ code: number; output: string }> {
  return new Promise(resolve => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      process.stdout.write(chunk);
    });
    child.on('close', code => resolve({ code: code ?? 1, output }));
  });
}

/** A check counts as one test. */
async function check(title: string, script: string): Promise<Outcome> {
  console.log(`\n${title}`);
  const { code } = await run('npm', ['run', '--silent', script]);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function mocha(title: string, files: string[], server: string | undefined): Promise<Outcome> {
  console.log(`\n${title}`);
  const env = { ...process.env };
  delete env['TEST_DATABASE_SERVER'];
  if (server) env['TEST_DATABASE_SERVER'] = server;
  const { code, output } = await run('npx', ['mocha', '--forbid-only', '--reporter', 'dot', ...files], env);
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
const again = files.filter(file => !ONCE.some(folder => file.startsWith(folder)));

const outcomes: Outcome[] = [];
if (asked.length === 0) {
  outcomes.push(await check('Formatting and lint', 'lint'), await check('Types', 'types'));
}
outcomes.push(await mocha('On SQLite', files, undefined));
if (again.length > 0) outcomes.push(await mocha('On MariaDB', again, MARIADB));

const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((total, outcome) => total + of(outcome), 0);
console.log(`\n${sum(({ passed }) => passed)} passed, ${sum(({ failed }) => failed)} failed`);
process.exitCode = sum(({ failed }) => failed) > 0 ? 1 : 0;
