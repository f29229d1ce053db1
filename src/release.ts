/** The `release` process: brings the database to this version before the new `web` starts. Several at once do it once. */
import { migrate } from './db/migrate.ts';
import { openDatabase, sequelize } from './db/sequelize.ts';
import { plainError } from './outside/plain-error.ts';

try {
  await openDatabase();
  const done = await migrate();
  console.log(done.length > 0 ? `Migrated: ${done.join(', ')}` : 'The database is up to date.');
} catch (error) {
  console.error(`The database was not brought to this version, so the one before goes on. ${plainError(error).stack}`);
  process.exitCode = 1;
}
await sequelize.close();
