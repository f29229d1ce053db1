/** Brings the database to this version. Safe when several processes start at once, and when run again. */
import { QueryTypes } from 'sequelize';
import { migrations } from '../../migrations/all.ts';
import { MINUTE } from '../kernel/time.ts';
import { isSqlite, sequelize, transaction } from './sequelize.ts';
import { takingItsTime } from './silence.ts';

/** What a migration gets: `run` takes SQL with the tokens below, one statement at a time. */
export type Migration = { name: string; up(run: Run): Promise<void>; down(run: Run): Promise<void> };
export type Run = (sql: string) => Promise<void>;

/** One SQL text serves both databases. */
const tokens: Record<string, [sqlite: string, mysql: string]> = {
  '{pk}': ['INTEGER PRIMARY KEY AUTOINCREMENT', 'INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY'],
  '{bin}': ['COLLATE BINARY', 'CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'],
  '{opts}': ['', 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci'],
  // The primary key is the table: blocks of one freelancer lie side by side.
  '{clustered}': ['WITHOUT ROWID', 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin'],
  '{prefix}': ['', '(4)'],
  // What a trigger does to somebody who changes what never changes.
  '{refuse}': [
    "BEGIN SELECT RAISE(ABORT, 'rows of this table never change'); END",
    "FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'rows of this table never change'",
  ],
  // An index has a name of its own, or one of its table's.
  '{of}': ['--', 'ON'],
};

async function run(sql: string): Promise<void> {
  const text = sql.replace(/\{\w+\}/g, token => tokens[token]?.[isSqlite ? 0 : 1] ?? token);
  await sequelize.query(text);
}

/** What has run, by name. */
const BOOKS = 'schema_migrations';

const LOCK = 'impact-time:migrate';

const LOCK_SECONDS = 120;
/** A change to a large table takes its time. */
const MIGRATING_MS = 15 * MINUTE;

/** @returns the names of the migrations that ran now @throws Error when another process has been migrating for two minutes */
export function migrate(): Promise<string[]> {
  return alone(async () => {
    const done = await namesOfDone();
    const missing = migrations.filter(({ name }) => !done.has(name));
    for (const { name, up } of missing) {
      await up(run);
      await sequelize.query(`INSERT INTO ${BOOKS} (name) VALUES (?)`, { replacements: [name] });
    }
    return missing.map(({ name }) => name);
  });
}

/** Takes every migration back, the newest first. For tests. */
export function migrateDown(): Promise<void> {
  return alone(async () => {
    const done = await namesOfDone();
    for (const { name, down } of migrations.filter(({ name }) => done.has(name)).reverse()) {
      await down(run);
      await sequelize.query(`DELETE FROM ${BOOKS} WHERE name = ?`, { replacements: [name] });
    }
  });
}

/**
 * One process at a time. The embedded database has one writer anyway; MySQL ends a transaction at each change of a table, so there a
 * named lock of the connection keeps others out.
 */
function alone<T>(act: () => Promise<T>): Promise<T> {
  const inTransaction = (): Promise<T> =>
    transaction(async () => {
      if (isSqlite) return act();
      const [got] = await select<{ got: number | null }>(`SELECT GET_LOCK(?, ${LOCK_SECONDS}) AS got`);
      if (got?.got !== 1)
        throw new Error(`Another process has been changing the database for ${LOCK_SECONDS} seconds.`);
      try {
        return await act();
      } finally {
        await select('SELECT RELEASE_LOCK(?)');
      }
    });
  return takingItsTime(MIGRATING_MS, inTransaction);
}

const select = <Row extends object>(sql: string): Promise<Row[]> =>
  sequelize.query<Row>(sql, { replacements: [LOCK], type: QueryTypes.SELECT });

async function namesOfDone(): Promise<ReadonlySet<string>> {
  await run(`CREATE TABLE IF NOT EXISTS ${BOOKS} (name VARCHAR(255) NOT NULL PRIMARY KEY) {opts}`);
  const rows = await sequelize.query<{ name: string }>(`SELECT name FROM ${BOOKS}`, { type: QueryTypes.SELECT });
  return new Set(rows.map(({ name }) => name));
}
