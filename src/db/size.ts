import { isSqlite, rows } from './sequelize.ts';

/** How much room the database takes. @returns bytes */
export async function databaseBytes(): Promise<number> {
  const [row] = await rows<{ bytes: number | string | null }>(
    isSqlite
      ? 'SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()'
      : 'SELECT SUM(data_length + index_length) AS bytes FROM information_schema.tables WHERE table_schema = DATABASE()',
    [],
  );
  return Number(row?.bytes ?? 0);
}
