/**
 * Counts what the database is asked, and what it reads to answer. Rows that come back are counted on both databases; rows it
 * looks at on the way are told by MySQL alone.
 */
import { createRequire } from 'node:module';
import { isSqlite, sequelize } from '../../src/db/sequelize.ts';

export type Work = { queries: number; rows: number; looked: number };

type Answer = (error: unknown, result: unknown, ...more: unknown[]) => void;
type Connection = { query: Ask; execute: Ask };
type Ask = (this: Connection, ...given: unknown[]) => unknown;

/** What `act` asks when it is done for the second time: what a process learns once is not counted. Nothing else may ask meanwhile. */
export async function workOf(act: () => Promise<unknown>): Promise<Work> {
  const work: Work = { queries: 0, rows: 0, looked: 0 };
  const heard = (result: unknown): void => {
    work.queries += 1;
    work.rows += Array.isArray(result) ? result.length : 0;
  };
  const stop = isSqlite ? listenToSequelize(heard) : listenToDriver(heard);
  await act();
  const before = isSqlite ? 0 : await lookedSoFar();
  work.queries = 0;
  work.rows = 0;
  await act();
  const asked = { queries: work.queries, rows: work.rows };
  const looked = isSqlite ? 0 : (await lookedSoFar()) - before;
  stop();
  return { ...asked, looked };
}

function listenToSequelize(heard: (result: unknown) => void): () => void {
  const query = sequelize.query.bind(sequelize);
  sequelize.query = (async (...given: Parameters<typeof query>) => {
    const result: unknown = await query(...given);
    heard(result);
    return result;
  }) as typeof sequelize.query;
  return () => Reflect.deleteProperty(sequelize, 'query');
}

const seen = new Set<Connection>();

/** Sequelize and our prepared statements end in the same two functions of the driver. */
function listenToDriver(heard: (result: unknown) => void): () => void {
  const require = createRequire(import.meta.url);
  const { prototype } = (require('mysql2') as { Connection: { prototype: Connection } }).Connection;
  const { query, execute } = prototype;
  const listening = (ask: Ask): Ask =>
    function (...given) {
      seen.add(this);
      const done = given.at(-1);
      if (typeof done !== 'function') return ask.apply(this, given);
      const answered: Answer = (error, result, ...more) => {
        heard(result);
        (done as Answer)(error, result, ...more);
      };
      return ask.apply(this, [...given.slice(0, -1), answered]);
    };
  Object.assign(prototype, { query: listening(query), execute: listening(execute) });
  return () => void Object.assign(prototype, { query, execute });
}

/** Rows that all connections of the pool have looked at since they began. */
async function lookedSoFar(): Promise<number> {
  const counts = await Promise.all(
    [...seen].map(
      connection =>
        new Promise<number>(resolve => {
          const done: Answer = (error, result) => {
            const told = error ? [] : (result as { Value: string }[]);
            resolve(told.reduce((sum, { Value }) => sum + Number(Value), 0));
          };
          connection.query("SHOW SESSION STATUS LIKE 'Handler_read%'", done);
        }),
    ),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
