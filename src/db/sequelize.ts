/** The database: SQLite under `data/` unless a MySQL address is configured. One per process. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { QueryTypes, Sequelize, Transaction } from 'sequelize';
import { config } from '../config.ts';
import { executePrepared } from './prepared.ts';
import { boundQuestions, hearOfConnections, type Connection } from './silence.ts';
import { closeBrokenHandles, sqliteDriver } from './sqlite-driver.ts';

/** Each query inside a transaction joins it by itself, so that none can wait for its own transaction. */
const current = new AsyncLocalStorage<Map<string, unknown>>();
Sequelize.useCLS({
  bind: (f: () => void) => f,
  run: (f: (context: Map<string, unknown>) => unknown) => {
    const context = new Map(current.getStore());
    return current.run(context, () => f(context));
  },
  get: (key: string) => current.getStore()?.get(key),
  set: (key: string, value: unknown) => current.getStore()?.set(key, value),
});

/** Whoever waits for a page hears within 6 s that the database does not answer: these and the bound of a question stay below. */
const CONNECT_MS = 3_000;
const ACQUIRE_MS = 4_500;
const LOCK_WAIT_SECONDS = 3;

export const isSqlite = config.databaseUrl === null;
export const sequelize = config.databaseUrl === null ? embedded() : server(config.databaseUrl);

function embedded(): Sequelize {
  mkdirSync(config.dataFolder, { recursive: true, mode: 0o700 });
  const made = new Sequelize({
    dialect: 'sqlite',
    storage: path.join(config.dataFolder, 'impact-time.sqlite'),
    dialectModule: sqliteDriver,
    transactionType: Transaction.TYPES.IMMEDIATE,
    logging: false,
  });
  closeBrokenHandles(made);
  return made;
}

function server(url: string): Sequelize {
  const tuning =
    "SET SESSION sql_mode='ONLY_FULL_GROUP_BY,STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'," +
    ` time_zone='+00:00', innodb_lock_wait_timeout=${LOCK_WAIT_SECONDS}, tx_isolation='READ-COMMITTED'`;
  const made = new Sequelize(url.replace(/^mariadb:/, 'mysql:'), {
    dialect: 'mysql',
    timezone: '+00:00',
    logging: false,
    // Ours is set together with the rest.
    ...({ keepDefaultTimezone: true } as object),
    pool: { max: 10, min: 0, acquire: ACQUIRE_MS, idle: 60_000 },
    // typeCast true: the driver's own, compiled once for each query; Sequelize's would make a function for every value.
    dialectOptions: {
      charset: 'utf8mb4',
      supportBigNumbers: true,
      connectTimeout: CONNECT_MS,
      typeCast: true,
      maxPreparedStatements: 200,
    },
  });
  made.addHook('afterConnect', connection => {
    boundQuestions(connection as Connection);
    return tune(connection as Tunable, tuning);
  });
  hearOfConnections(made);
  return made;
}

type Tunable = { promise(): { query(sql: string): Promise<unknown> } };
/** MySQL 8 calls the variable transaction_isolation, MariaDB 10 tx_isolation. */
async function tune(connection: Tunable, sql: string): Promise<void> {
  try {
    await connection.promise().query(sql);
  } catch {
    await connection.promise().query(sql.replace('tx_isolation', 'transaction_isolation'));
  }
}

/** Made once at start: readers and the one writer of the embedded database do not wait for each other. */
export async function openDatabase(): Promise<void> {
  await sequelize.authenticate();
  if (isSqlite) await sequelize.query('PRAGMA journal_mode=WAL');
}

const PASSING = new Set(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'SQLITE_BUSY', 'SQLITE_LOCKED']);
const ATTEMPTS = 8;

/**
 * Runs one act: all of it is written or nothing. Inside another act it joins that one. Deadlocks and busy databases are
 * tried again from the start, so an act does nothing outside the database before it returns.
 */
export async function transaction<T>(act: (t: Transaction) => Promise<T>): Promise<T> {
  const running = current.getStore()?.get('transaction') as Transaction | undefined;
  if (running) return act(running);
  for (let attempt = 1; ; attempt++) {
    try {
      return await oneWriter(() => sequelize.transaction(t => wholeAct(act, t)));
    } catch (error) {
      if (attempt >= ATTEMPTS || !isPassing(error)) throw error;
      await wait(Math.random() * 10 * 2 ** attempt);
    }
  }
}

type Ending<T> = (items: readonly T[]) => Promise<void>;
const endings = new WeakMap<Transaction, Map<Ending<never>, unknown[]>>();

async function wholeAct<T>(act: (t: Transaction) => Promise<T>, t: Transaction): Promise<T> {
  const result = await act(t);
  for (const [write, items] of endings.get(t) ?? []) await write(items as never[]);
  return result;
}

/**
 * What the running act writes last, just before it is committed: locks that everybody wants are then held shortest.
 * @param write gets all the items of this act at once, in their order; it asks for no further ending
 */
export async function atTheEnd<T>(write: Ending<T>, item: T): Promise<void> {
  await transaction(t => {
    const mine = endings.get(t) ?? new Map<Ending<never>, unknown[]>();
    endings.set(t, mine);
    const items = mine.get(write);
    if (items) items.push(item);
    else mine.set(write, [item]);
    return Promise.resolve();
  });
}

function isPassing(error: unknown): boolean {
  const { parent, original } = error as { parent?: { code?: string }; original?: { code?: string } };
  return PASSING.has(parent?.code ?? original?.code ?? '');
}

/** Whether this very call is part of an act that may be rolled back, or run again. */
export const isInTransaction = (): boolean => current.getStore()?.get('transaction') !== undefined;

let lastWriter: Promise<unknown> = Promise.resolve();
/**
 * SQLite has one writer. Waiting for it inside the driver would occupy the few threads the owner needs to commit,
 * so this process queues its own writers here. MySQL locks rows itself.
 */
function oneWriter<T>(write: () => Promise<T>): Promise<T> {
  if (!isSqlite) return write();
  const turn = lastWriter.then(write, write);
  lastWriter = turn.catch(() => undefined);
  return turn;
}

/** Rows of a hot read, without models. `bind` values stand as `$1`, `$2`. Map them in one function: types differ by database. */
export function rows<Row extends object>(sql: string, bind: unknown[]): Promise<Row[]> {
  if (isSqlite) return sequelize.query<Row>(sql, { bind, type: QueryTypes.SELECT });
  return execute(sql, bind) as Promise<Row[]>;
}

/** A write without models. */
export async function run(sql: string, bind: unknown[]): Promise<void> {
  if (isSqlite) await sequelize.query(sql, { bind, type: QueryTypes.RAW });
  else await execute(sql, bind);
}

/** A write without models that makes a row with a number of its own. @returns that number */
export async function runForId(sql: string, bind: unknown[]): Promise<number> {
  if (!isSqlite) return ((await execute(sql, bind)) as { insertId: number }).insertId;
  const [id] = await sequelize.query(sql, { bind, type: QueryTypes.INSERT });
  return id;
}

/** Straight to the driver, on the running transaction's connection if there is one. */
const execute = (sql: string, bind: unknown[]): Promise<unknown> =>
  executePrepared(sequelize, current.getStore()?.get('transaction'), sql, bind);

/** Added to a SELECT inside a transaction; the embedded database's transactions are alone anyway. */
export const FOR_UPDATE = isSqlite ? '' : ' FOR UPDATE';
/** Ends an INSERT whose row may be there already: the row is left as it is, and held until the transaction ends. */
export const orLeave = (column: string): string =>
  isSqlite ? ' ON CONFLICT DO NOTHING' : ` ON DUPLICATE KEY UPDATE ${column} = ${column}`;
