/** All rows of all tables, for tests that say: nothing changed. */
import { createHash } from 'node:crypto';
import { isSqlite, rows } from '../../src/db/sequelize.ts';

/** How often somebody tried is written down wherever he tried, whether he may or not. */
const COUNTERS = new Set(['attempts']);

/** @returns for each table how many rows it has, and a hash of them */
export async function fingerprint(): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const table of await tables()) {
    const all = (await rows<object>(`SELECT * FROM ${table}`, [])).map(row => JSON.stringify(row)).sort();
    found[table] = `${all.length} ${createHash('sha256').update(all.join('\n')).digest('hex')}`;
  }
  return found;
}

async function tables(): Promise<string[]> {
  const sql = isSqlite
    ? `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`
    : `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()`;
  const found = await rows<{ name: string }>(sql, []);
  return found.map(({ name }) => name).filter(name => !COUNTERS.has(name));
}
