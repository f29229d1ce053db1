/** A database without anything in it, for a scene of its own. */
import { QueryTypes } from 'sequelize';
import { isSqlite, sequelize } from '../../src/db/sequelize.ts';
import { tables } from '../support/schema.ts';

/** From now on what never changes in the product can be taken away: for a run's own database. */
export async function dropTriggers(): Promise<void> {
  const names = await sequelize.query<{ name: string }>(
    isSqlite
      ? "SELECT name FROM sqlite_master WHERE type = 'trigger'"
      : 'SELECT trigger_name AS name FROM information_schema.triggers WHERE trigger_schema = DATABASE()',
    { type: QueryTypes.SELECT },
  );
  for (const { name } of names) await sequelize.query(`DROP TRIGGER ${name}`);
}

/** Takes everything away but the memory of what was migrated. */
export async function emptyTables(): Promise<void> {
  const full = (await tables()).filter(name => name !== 'schema_migrations');
  await sequelize.transaction(async () => {
    await sequelize.query(isSqlite ? 'PRAGMA defer_foreign_keys = ON' : 'SET foreign_key_checks = 0');
    for (const table of full) await sequelize.query(`DELETE FROM ${table}`);
    if (!isSqlite) await sequelize.query('SET foreign_key_checks = 1');
  });
}
