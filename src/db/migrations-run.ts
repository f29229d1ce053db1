import { rows } from './sequelize.ts';

/** Which version of the tables this database has. */
export async function migrationsRun(): Promise<{ count: number; newest: string }> {
  const [row] = await rows<{ count: number | string; newest: string | null }>(
    'SELECT COUNT(*) AS count, MAX(name) AS newest FROM schema_migrations',
    [],
  );
  return { count: Number(row?.count ?? 0), newest: row?.newest ?? '' };
}
