/**
 * A server of the database that goes silent is not waited for: a question that has no answer within {@link QUERY_MS} breaks its
 * connection, so that the pool opens another as soon as the server is back, instead of waiting for TCP to give up.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Sequelize } from 'sequelize';

const QUERY_MS = 4_000;
/** After a pause of our own (a long garbage collection) the answer may lie there unread. */
const GRACE_MS = 250;

/** The parts of the MySQL driver's connection that are needed here. */
export type Connection = {
  query: Ask;
  execute: Ask;
  stream: { destroy(error: Error): void };
};
type Ask = (...given: unknown[]) => unknown;
type Done = (error: unknown, ...rest: unknown[]) => void;

const longer = new AsyncLocalStorage<number>();
/** For what nobody waits for at a page: each question in it may take so long. */
export const takingItsTime = <T>(ms: number, act: () => Promise<T>): Promise<T> => longer.run(ms, act);

let silent = false;
/** Whether the newest that is known of the database's server is that it does not answer. */
export const isDatabaseSilent = (): boolean => silent;
const heard = (): void => void (silent = false);
const heardNothing = (): void => void (silent = true);

type Asking = { connectionManager: { getConnection(options: unknown): Promise<unknown> } };

/** A connection that cannot be had is silence too. */
export function hearOfConnections(sequelize: Sequelize): void {
  const { connectionManager } = sequelize as unknown as Asking;
  const get = connectionManager.getConnection.bind(connectionManager);
  connectionManager.getConnection = options =>
    get(options).catch((error: unknown) => {
      heardNothing();
      throw error;
    });
}

/** Bounds every question that is asked with a callback, as Sequelize and `prepared.ts` do. */
export function boundQuestions(connection: Connection): void {
  for (const name of ['query', 'execute'] as const) {
    const ask = connection[name].bind(connection);
    connection[name] = (...given) => {
      const done = given.at(-1);
      if (typeof done !== 'function') return ask(...given);
      return ask(...given.slice(0, -1), answerOf(connection, done as Done));
    };
  }
}

function answerOf(connection: Connection, done: Done): Done {
  const most = longer.getStore() ?? QUERY_MS;
  const giveUp = (): void => {
    heardNothing();
    const error = new Error(`the database did not answer within ${most} ms`);
    connection.stream.destroy(Object.assign(error, { code: 'ETIMEDOUT', fatal: true }));
  };
  let timer = setTimeout(() => (timer = setTimeout(giveUp, GRACE_MS)), most);
  return (error, ...rest) => {
    clearTimeout(timer);
    if (!error) heard();
    done(error, ...rest);
  };
}
