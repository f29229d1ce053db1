/** The servers that are compared: how each is started, and with what in its database. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import mysql from 'mysql2/promise';
import type { Cast } from './cast.ts';
import { createDatabase, databaseUrl, dropDatabase } from './database-server.ts';
import type { Program } from './server-process.ts';
import { BLOCKS_PER_DESCRIPTION, description } from './uploads.ts';
import { v7 } from 'uuid';

export type TargetName = 'ours' | 'bare' | 'SQLite';
export type Target = { name: TargetName; program: Program; cast: Cast };

const SECRET = 'not a secret: this server lives for a minute';
const EVIDENCE_KEY = Buffer.from(SECRET).toString('base64', 0, 32);
const folder = mkdtempSync(path.join(tmpdir(), 'impact-time-bench-'));
const databases: string[] = [];

async function freshDatabase(what: string): Promise<string> {
  const name = `impact_time_bench_${process.pid}_${what}`;
  databases.push(name);
  await createDatabase(name);
  return databaseUrl(name);
}

/** Ours as it runs in production, on a database that a script of the bench has filled. @param what names folder and database */
async function environmentOfOurs(what: string, embedded: boolean): Promise<Record<string, string>> {
  const database: Record<string, string> = embedded ? {} : { DATABASE_URL: await freshDatabase(what) };
  return { ...database, DATA_FOLDER: path.join(folder, what) };
}

/** Runs one of the bench's scripts, which prints JSON, in that environment. */
async function scriptIn<T>(environment: Record<string, string>, script: string): Promise<T> {
  const command = ['--import', 'tsx', path.join(import.meta.dirname, script)];
  const { stdout } = await promisify(execFile)(process.execPath, command, {
    env: { ...process.env, NODE_ENV: '', ...environment },
  });
  return JSON.parse(stdout) as T;
}

/** @param embedded on SQLite in place of the database server */
export async function ours(embedded: boolean): Promise<Target> {
  const name = embedded ? 'SQLite' : 'ours';
  const environment = await environmentOfOurs(name.toLowerCase(), embedded);
  const cast = await scriptIn<Cast>(environment, 'seed.ts');
  const program: Program = {
    command: startCommand(),
    page: '/sign-in',
    environment: port => ({
      ...environment,
      ...{
        NODE_ENV: 'production',
        SECRET,
        EVIDENCE_KEY,
        HOST: '127.0.0.1',
        PORT: String(port),
        TRUST_PROXY: '0',
        ALLOW_DISK: 'yes',
      },
      SANDBOX_PAYMENTS: 'allow',
      PUBLIC_URL: `http://127.0.0.1:${port}`,
    }),
  };
  return { name, program, cast };
}

/** What `npm start` runs. */
function startCommand(): string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } };
  const [node, ...rest] = scripts.start.split(' ');
  if (node !== 'node') throw new Error(`npm start does not start node, but: ${scripts.start}`);
  return [process.execPath, ...rest];
}

/** The bare twin, asked the same as ours. @param cast of ours: its contracts are the twin's too */
export async function bare(cast: Cast): Promise<Target> {
  const url = await freshDatabase('bare');
  const environment = { DATABASE_URL: url, FOLDER: path.join(folder, 'bare'), VIEWS: import.meta.dirname };
  const program: Program = {
    command: [process.execPath, 'dist/bench/twin.js'],
    page: '/',
    environment: port => ({ ...environment, NODE_ENV: 'production', PORT: String(port) }),
  };
  return { name: 'bare', program, cast };
}

/** Gives the twin, which has made its table by now, the day with 144 blocks. */
export async function fillTwin({ cast, program }: Target): Promise<void> {
  const connection = await mysql.createConnection(program.environment(0)['DATABASE_URL'] ?? '');
  for (let n = 0; n < 144; n++) {
    const startedAt = new Date((cast.days.full + n * 600) * 1000);
    const words = description(Math.floor(n / BLOCKS_PER_DESCRIPTION));
    const values = [v7(), cast.newcomer.contractId, startedAt, 600, words, 'SHOP-1', 300];
    await connection.execute('INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?)', values);
  }
  await connection.end();
}

/** Bytes of database per block. */
export async function measureSize<T>(embedded: boolean): Promise<T> {
  const what = embedded ? 'size-sqlite' : 'size_mysql';
  return scriptIn<T>(await environmentOfOurs(what, embedded), 'size-seed.ts');
}

export async function removeEverything(): Promise<void> {
  for (const name of databases) await dropDatabase(name);
  rmSync(folder, { recursive: true, force: true });
}
