/** What the database says of its tables, the same way for both databases. */
import { QueryTypes } from 'sequelize';
import { isSqlite, sequelize } from '../../src/db/sequelize.ts';

type Row = Record<string, string | number | null>;
const select = (sql: string): Promise<Row[]> => sequelize.query<Row>(sql, { type: QueryTypes.SELECT });

export async function tables(): Promise<string[]> {
  const names = await select(
    isSqlite
      ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
      : 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1',
  );
  return names.map(({ name }) => String(name));
}

/** Each table with all that defines it: columns, keys, checks and indexes. */
export async function schema(): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const table of await tables()) found[table] = await definitionOf(table);
  return found;
}

async function definitionOf(table: string): Promise<string[]> {
  if (isSqlite) {
    const parts = await select(
      `SELECT sql FROM sqlite_master WHERE tbl_name = '${table}' AND sql IS NOT NULL ORDER BY name`,
    );
    return parts.map(({ sql }) => String(sql));
  }
  const [row] = await select(`SHOW CREATE TABLE ${table}`);
  return [String(row?.['Create Table']).replace(/ AUTO_INCREMENT=\d+/, '')];
}
