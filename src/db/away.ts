/** Whether the database is to blame that an act did not happen: then it may be tried again as it is. */
import { BaseError, ConnectionAcquireTimeoutError, ConnectionError } from 'sequelize';

/** What drivers say when a connection breaks, a server leaves or has no room, a lock is not let go, or a disk is full. */
const AWAY = new Set([
  ...['PROTOCOL_CONNECTION_LOST', 'PROTOCOL_SEQUENCE_TIMEOUT', 'ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT'],
  ...['ER_SERVER_SHUTDOWN', 'ER_CON_COUNT_ERROR', 'ER_LOCK_WAIT_TIMEOUT', 'ER_LOCK_DEADLOCK', 'ER_CONNECTION_KILLED'],
  ...['ER_DISK_FULL', 'ER_RECORD_FILE_FULL', 'ER_OPTION_PREVENTS_STATEMENT', 'ER_QUERY_INTERRUPTED'],
  ...['SQLITE_BUSY', 'SQLITE_LOCKED', 'SQLITE_FULL', 'SQLITE_IOERR', 'SQLITE_CANTOPEN'],
]);
/** Said of a connection that broke before, by a driver that gives this no code. */
const CLOSED = /connection is in closed state/;

export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof ConnectionError || error instanceof ConnectionAcquireTimeoutError) return true;
  const { parent } = error as { parent?: unknown };
  const { code, message = '' } = (error instanceof BaseError ? parent : error) as { code?: unknown; message?: string };
  return (typeof code === 'string' && AWAY.has(code)) || CLOSED.test(message);
}
