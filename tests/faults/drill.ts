/** Backup and restore by the commands the README tells, on a machine that has nothing of the first one but what it copied. */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import mysql from 'mysql2/promise';
import { Sequelize } from 'sequelize';
import { config } from '../../src/config.ts';
import { isSqlite } from '../../src/db/sequelize.ts';
import { sqliteDriver } from '../../src/db/sqlite-driver.ts';
import { systemClock } from '../../src/outside/clock.ts';
import { picturesIn } from '../../src/outside/outside.ts';
import { s3Storage } from '../../src/outside/s3-storage.ts';
import { database, server } from '../support/environment.ts';
import { S3Double } from '../support/s3-double.ts';
import type { Crew } from './crew.ts';

/** @property env what a server needs to work on it @property books the database itself */
export type Restored = { env: Record<string, string>; books: Sequelize };
export type Drill = {
  /** Settings that make a server what people run: production, or a laptop. */
  env: Record<string, string>;
  copyDatabase(): Promise<void>;
  /** After the database: a picture is there before its row. */
  copyPictures(): Promise<void>;
  restore(): Promise<Restored>;
  away(): Promise<void>;
};

export const DUMP = 'mysqldump --single-transaction --quick --routines --triggers --hex-blob --no-tablespaces';
/** Triggers belong to whoever loads them: another may not make them in the name of somebody who is not there. */
export const LOAD = String.raw`sed '/^\/\*!50003 CREATE/s/DEFINER=[^*]*//'`;
export const VACUUM = 'VACUUM INTO';

/** MariaDB has names of its own for them, and on newer machines no others. */
const [DUMPERS, CLIENTS] = [
  ['mysqldump', 'mariadb-dump'],
  ['mysql', 'mariadb'],
];

async function firstOf(tools: readonly string[]): Promise<string | null> {
  for (const tool of tools) {
    const is = await promisify(execFile)(tool, ['--version']).then(
      () => true,
      () => false,
    );
    if (is) return tool;
  }
  return null;
}

/** @returns a sentence where it cannot be tried */
export async function whyNoDrill(): Promise<string | null> {
  if (isSqlite || ((await firstOf(DUMPERS)) && (await firstOf(CLIENTS)))) return null;
  return `not tried: neither ${DUMPERS.join(' nor ')}, or neither ${CLIENTS.join(' nor ')} is installed`;
}

export const drillOn = (crew: Crew): Promise<Drill> => (isSqlite ? onLaptop() : onServer(crew));

async function shell(command: string, env: Record<string, string> = {}): Promise<void> {
  await promisify(execFile)('bash', ['-c', `set -euo pipefail; ${command}`], { env: { ...process.env, ...env } });
}

function onLaptop(): Promise<Drill> {
  const folder = mkdtempSync(path.join(tmpdir(), 'impact-time-restored-'));
  const file = path.join(folder, 'impact-time.sqlite');
  const open = (storage: string): Sequelize =>
    new Sequelize({ dialect: 'sqlite', storage, dialectModule: sqliteDriver, logging: false });
  let books: Sequelize | null = null;
  return Promise.resolve({
    env: {},
    async copyDatabase() {
      const source = open(path.join(config.dataFolder, 'impact-time.sqlite'));
      await source.query(`${VACUUM} '${file}'`);
      await source.close();
    },
    copyPictures() {
      for (const name of ['secret', 'evidence-key'])
        cpSync(path.join(config.dataFolder, name), path.join(folder, name));
      const isWhole = (name: string): boolean => !name.endsWith('.part');
      cpSync(picturesIn(config), picturesIn({ dataFolder: folder }), { recursive: true, filter: isWhole });
      return Promise.resolve();
    },
    restore: () => Promise.resolve({ env: { DATA_FOLDER: folder }, books: (books = open(file)) }),
    async away() {
      await books?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  });
}

const PASSWORD = 'of the drill';
/** They may do what a host's add-on lets its customers do, which is not everything. */
const [KEEPER, OTHER] = [`keeper_${process.pid}`, `other_${process.pid}`];

async function onServer({ bucket, env }: Crew): Promise<Drill> {
  const folder = mkdtempSync(path.join(tmpdir(), 'impact-time-dump-'));
  const dump = path.join(folder, 'dump.sql');
  const second = await S3Double.open(() => new Date());
  const restored = `${database}_restored`;
  const { hostname, port } = new URL(server!);
  const url = `mysql://${OTHER}:${encodeURIComponent(PASSWORD)}@${hostname}:${port}/${restored}`;
  const [dumper, mysqlClient] = [(await firstOf(DUMPERS))!, (await firstOf(CLIENTS))!];
  const client = (user: string): string => `--host=${hostname} --port=${port} --user=${user}`;
  const production = {
    ...{ NODE_ENV: 'production', SECRET: 'a secret that has 32 characters.', TRUST_PROXY: '0' },
    ...{ SANDBOX_PAYMENTS: 'allow', EVIDENCE_KEY: config.evidenceKey.toString('base64') },
  };
  const admin = await mysql.createConnection({ uri: server!, multipleStatements: true });
  await admin.query(`CREATE USER ${KEEPER} IDENTIFIED BY '${PASSWORD}'; CREATE USER ${OTHER} IDENTIFIED BY '${PASSWORD}';
    GRANT SELECT, SHOW VIEW, TRIGGER ON ${database}.* TO ${KEEPER};
    CREATE DATABASE ${restored} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci; GRANT ALL ON ${restored}.* TO ${OTHER}`);
  let books: Sequelize | null = null;
  return {
    env: production,
    copyDatabase: () =>
      shell(`${DUMP.replace('mysqldump', dumper)} ${client(KEEPER)} ${database} > ${dump}`, { MYSQL_PWD: PASSWORD }),
    async copyPictures() {
      const [from, to] = [bucket!, second].map(({ settings }) => s3Storage(settings, { clock: systemClock }));
      for (const key of [...bucket!.objects.keys()]) {
        const bytes = await from!.get(key);
        if (bytes) await to!.put(key, bytes);
      }
    },
    async restore() {
      await shell(`${LOAD} ${dump} | ${mysqlClient} ${client(OTHER)} ${restored}`, { MYSQL_PWD: PASSWORD });
      books = new Sequelize(url, { dialect: 'mysql', logging: false });
      const { bucket: name, region, accessKeyId, secretAccessKey, endpoint } = second.settings;
      const pictures = { S3_BUCKET: name, S3_REGION: region, S3_ENDPOINT: endpoint };
      const keys = { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey };
      return { env: { ...env, ...production, ...pictures, ...keys, DATABASE_URL: url }, books };
    },
    async away() {
      await books?.close();
      await admin.query(`DROP DATABASE ${restored}; DROP USER ${KEEPER}; DROP USER ${OTHER}`);
      await admin.end();
      await second.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
