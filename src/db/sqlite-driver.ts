/**
 * The embedded database's driver, behind one file so that another build of node-sqlite3 can take its place.
 * Sequelize opens one handle for each transaction and runs no connection hooks on SQLite: a handle tunes itself.
 */
import * as module from '@appthreat/sqlite3';
import type { Sequelize } from 'sequelize';

// The package's types leave out the default export that its code has.
const sqlite3 = (module as unknown as { default: typeof module }).default;

const BUSY_MS = 10_000;

class TunedDatabase extends sqlite3.Database {
  constructor(file: string, mode: number, done: (error: Error | null) => void) {
    super(file, mode, done);
    this.configure('busyTimeout', BUSY_MS);
    // FULL: a block the tracker was told about survives a power cut.
    this.exec('PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;');
  }
}

export const sqliteDriver: object = { ...sqlite3, Database: TunedDatabase };

type Inside = { connectionManager: Record<'destroyConnection' | 'releaseConnection', (handle: unknown) => unknown> };

/**
 * A transaction that could not be ended, because the disk was full, gives its handle up. Sequelize 6 looks for it in a pool that this
 * database has not, and finds nothing: the handle would stay open, and with it the lock that all other writers wait for.
 */
export function closeBrokenHandles(sequelize: Sequelize): void {
  const { connectionManager } = sequelize as unknown as Inside;
  connectionManager.destroyConnection = handle => connectionManager.releaseConnection(handle);
}
