/**
 * The embedded database's driver, behind one file so that another build of node-sqlite3 can take its place.
 * Sequelize opens one handle for each transaction and runs no connection hooks on SQLite: a handle tunes itself.
 */
import * as module from '@appthreat/sqlite3';

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
