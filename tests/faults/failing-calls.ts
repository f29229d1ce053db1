/**
 * Every call to the database or the storage, counted; the one that is asked for fails. Calls are caught where they leave us: at
 * Sequelize for the embedded database, which runs in this process, at the driver's connection for a server.
 */
import { EventEmitter } from 'node:events';
import mysql from 'mysql2';
import { isSqlite, sequelize } from '../../src/db/sequelize.ts';
import { StorageAway, type Storage } from '../../src/outside/storage.ts';

/**
 * `refused`: the call is not done, and says so. `cut`: it never arrives, and the connection is gone. `unheard`: it is done, but its
 * answer is lost; what it changed is there unless a transaction takes it back.
 */
export type Failing = 'refused' | 'cut' | 'unheard';

/** A cut connection is a server's; a file has none. */
export const waysToFail: readonly Failing[] = isSqlite ? ['refused', 'unheard'] : ['refused', 'cut', 'unheard'];

type Plan = { at: number; how: Failing };
let plan: Plan | null = null;
let calls: string[] | null = null;

/** @property called all calls up to the end @property error what the act threw, null when it came to its end */
export type Ended = { called: string[]; error: unknown };

/** @param wanted which of its calls fails, from 1; null disturbs nothing @returns how the act ended */
export async function callsOf(wanted: Plan | null, act: () => Promise<unknown>): Promise<Ended> {
  const called: string[] = [];
  [plan, calls] = [wanted, called];
  const error = await act().then(
    () => null,
    (cause: unknown) => cause ?? 'nothing',
  );
  [plan, calls] = [null, null];
  return { called, error };
}

/** What becomes of the call that is made now; null: nothing. */
function fate(call: string): Failing | null {
  if (calls === null) return null;
  calls.push(call.replace(/\s+/g, ' ').slice(0, 100));
  return plan?.at === calls.length ? plan.how : null;
}

// -- the embedded database

const sqliteError = (): Error =>
  Object.assign(new Error('SQLITE_FULL: database or disk is full'), { code: 'SQLITE_FULL' });

function failSqlite(): () => void {
  const real = sequelize.query.bind(sequelize) as (...asked: unknown[]) => Promise<unknown>;
  const failing = async (...asked: unknown[]): Promise<unknown> => {
    const how = fate(textOf(asked[0]));
    if (how === 'refused') throw sqliteError();
    const answer = await real(...asked);
    if (how === 'unheard') throw sqliteError();
    return answer;
  };
  Object.assign(sequelize, { query: failing });
  return () => Object.assign(sequelize, { query: real });
}

const textOf = (asked: unknown): string =>
  typeof asked === 'string'
    ? asked
    : ((asked as { sql?: string; query?: string }).sql ?? (asked as { query: string }).query);

// -- a server

type Done = (error: Error | null, ...answer: unknown[]) => void;
type Driver = { query: Call; execute: Call; stream: { destroy(): void } };
type Call = (this: Driver, ...asked: unknown[]) => unknown;

const refusal = (): Error => Object.assign(new Error('The disk is full'), { code: 'ER_DISK_FULL', errno: 1021 });
const lost = (): Error =>
  Object.assign(new Error('Connection lost'), { code: 'PROTOCOL_CONNECTION_LOST', errno: 'ECONNRESET', fatal: true });

function failServer(): () => void {
  const { prototype } = (mysql as unknown as { Connection: { prototype: Driver } }).Connection;
  const { query, execute } = prototype;
  prototype.query = failing(query);
  prototype.execute = failing(execute);
  return () => Object.assign(prototype, { query, execute });
}

const failing = (real: Call): Call =>
  function (this: Driver, ...asked) {
    const done = asked.at(-1);
    // A query without anybody who hears its answer is the driver's own.
    const how = typeof done === 'function' ? fate(textOf(asked[0])) : null;
    if (how === null) return real.apply(this, asked);
    const fail = (error: Error): void => (done as Done)(error);
    const cut = (): void => {
      this.stream.destroy();
      fail(lost());
    };
    if (how === 'unheard') return real.apply(this, [...asked.slice(0, -1), cut]);
    setImmediate(() => (how === 'cut' ? cut() : fail(refusal())));
    return new EventEmitter();
  };

// -- the storage

/** The same storage, whose calls count and fail like those to the database. */
export function failingStorage(storage: Storage): Storage {
  const guarded =
    <Asked extends unknown[], Answer>(name: string, act: (...asked: Asked) => Promise<Answer>) =>
    async (...asked: Asked): Promise<Answer> => {
      const how = fate(`storage: ${name}`);
      if (how === 'refused' || how === 'cut') throw new StorageAway('the disk is full');
      const answer = await act(...asked);
      if (how === 'unheard') throw new StorageAway('no answer in time');
      return answer;
    };
  return {
    put: guarded('put', storage.put),
    putAll: guarded('put all', storage.putAll),
    get: guarded('get', storage.get),
    delete: guarded('delete', storage.delete),
    has: guarded('has', storage.has),
    state: storage.state,
  };
}

/** From now on calls are watched. @returns ends it */
export const watchCalls = isSqlite ? failSqlite : failServer;
