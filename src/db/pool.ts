import { isSqlite, sequelize } from './sequelize.ts';

/** Connections to the database's server: open, in use, and how many acts wait for one. */
export type Pool = { open: number; used: number; waiting: number };

type Inside = { connectionManager: { pool: { size: number; using: number; waiting: number } } };

/** The embedded database is a file: it has no pool. */
export function poolNow(): Pool {
  if (isSqlite) return { open: 0, used: 0, waiting: 0 };
  const { size, using, waiting } = (sequelize as unknown as Inside).connectionManager.pool;
  return { open: size, used: using, waiting };
}
