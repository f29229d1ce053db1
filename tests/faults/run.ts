/**
 * `npm run test:faults`: everything in this folder in its full dose, on SQLite and on a MariaDB of its own, and a table of what was
 * measured. `npm run test:faults -- kills leaving` takes some files only. What is measured in seconds runs alone, the rest beside.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../support/server-process.ts';
import type { Figure } from './figures.ts';
import { makeMariaDb, stopMariaDb, type OwnMariaDb } from './mariadb.ts';

/** Slow and patient: one database beside the other. The last one is a test of money that the usual run has in a smaller dose. */
const BESIDE = ['nth-call', 'kills', '../billing/edge'];
const EDGE_KILLS = '60';

/** Nobody pulls the plug here, so data lies in memory where there is plenty. */
const [MEMORY, PLENTY] = ['/dev/shm', 4 * 1024 ** 3];
const roomy = existsSync(MEMORY) && statfsSync(MEMORY).bavail * statfsSync(MEMORY).bsize > PLENTY;
const folder = mkdtempSync(path.join(roomy ? MEMORY : tmpdir(), 'impact-time-faults-'));
const figures = path.join(folder, 'figures');

type Outcome = { passed: number; failed: number };

/** @param own none for SQLite */
function mocha(files: readonly string[], own: OwnMariaDb | null): Promise<Outcome> {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...{ FAULTS: 'full', FIGURES: figures, BUILT: 'yes', KILLS: EDGE_KILLS, TMPDIR: folder },
    ...(own && { TEST_DATABASE_SERVER: own.address, FAULTS_MARIADB: own.folder }),
  };
  if (!own) delete env['TEST_DATABASE_SERVER'];
  const paths = files.map(name => path.join('tests/faults', `${name}.test.ts`));
  return new Promise(resolve => {
    const child = spawn('npx', ['mocha', '--forbid-only', ...paths], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const database = own ? 'MariaDB' : 'SQLite ';
    let output = '';
    createInterface({ input: child.stdout }).on('line', line => {
      output += `${line}\n`;
      if (line !== '') console.log(`${database} ${line}`);
    });
    child.on('close', code => {
      const count = (word: string): number => Number(new RegExp(`^\\s*(\\d+) ${word}`, 'm').exec(output)?.[1] ?? 0);
      const failed = count('failing');
      resolve({ passed: count('passing'), failed: code !== 0 && failed === 0 ? 1 : failed });
    });
  });
}

function table(): string {
  const measured = readFileSync(figures, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Figure);
  const lines = new Map<string, { part: string; what: string; by: Map<string, string> }>();
  for (const { part, what, database, value } of measured) {
    const line = lines.get(`${part}|${what}`) ?? { part, what, by: new Map() };
    lines.set(`${part}|${what}`, line);
    line.by.set(database, value);
  }
  const rows = [...lines.values()].map(({ part, what, by }) => [
    part,
    what,
    by.get('SQLite') ?? '–',
    by.get('MariaDB') ?? '–',
  ]);
  return [['', '', 'SQLite', 'MariaDB'], ['---', '---', '---', '---'], ...rows]
    .map(row => `| ${row.join(' | ')} |`)
    .join('\n');
}

const asked = process.argv.slice(2);
const here = readdirSync('tests/faults').flatMap(file =>
  file.endsWith('.test.ts') ? [file.replace('.test.ts', '')] : [],
);
const wanted = asked.length > 0 ? asked : [...new Set([...BESIDE, ...here])];
const began = performance.now();
execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
writeFileSync(figures, '');
const own = await makeMariaDb(path.join(folder, 'mariadb'), await freePort());
const outcomes: Outcome[] = [];
try {
  for (const file of wanted) {
    if (BESIDE.includes(file)) outcomes.push(...(await Promise.all([mocha([file], null), mocha([file], own)])));
    else outcomes.push(await mocha([file], null), await mocha([file], own));
  }
  console.log(`\n${table()}`);
} finally {
  await stopMariaDb(own);
  rmSync(folder, { recursive: true, force: true });
}
const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((total, outcome) => total + of(outcome), 0);
console.log(`\n${Math.round((performance.now() - began) / 60_000)} minutes`);
console.log(`${sum(({ passed }) => passed)} passed, ${sum(({ failed }) => failed)} failed`);
process.exitCode = sum(({ failed }) => failed) > 0 ? 1 : 0;
