/** A database without anything in it, for a scene of its own. */
import { QueryTypes } from 'sequelize';
import { isSqlite, sequelize } from '../../src/db/sequelize.ts';
import { tables } from '../support/schema.ts';

/** From now on what never changes in the product can be taken away: for a run's own database. @returns what brings the triggers back */
export async function dropTriggers(): Promise<() => Promise<void>> {
  const found = await select<{ name: string; sql?: string }>(
    isSqlite
      ? "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
      : 'SELECT trigger_name AS name FROM information_schema.triggers WHERE trigger_schema = DATABASE()',
  );
  const made: string[] = [];
  for (const { name, sql } of found) {
    made.push(
      sql ?? (await select<Record<string, string>>(`SHOW CREATE TRIGGER ${name}`))[0]!['SQL Original Statement']!,
    );
    await sequelize.query(`DROP TRIGGER ${name}`);
  }
  return async () => {
    for (const sql of made) await sequelize.query(sql);
  };
}

const select = <Row extends object>(sql: string): Promise<Row[]> =>
  sequelize.query<Row>(sql, { type: QueryTypes.SELECT });

/** Takes everything away but the memory of what was migrated. */
export async function emptyTables(): Promise<void> {
  const full = (await tables()).filter(name => name !== 'schema_migrations');
  await sequelize.transaction(async () => {
    await sequelize.query(isSqlite ? 'PRAGMA defer_foreign_keys = ON' : 'SET foreign_key_checks = 0');
    for (const table of full) await sequelize.query(`DELETE FROM ${table}`);
    if (!isSqlite) await sequelize.query('SET foreign_key_checks = 1');
  });
}
