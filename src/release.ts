/** The `release` process: brings the database to this version before the new `web` starts. */
import { migrate } from './db/migrate.ts';
import { openDatabase, sequelize } from './db/sequelize.ts';

await openDatabase();
const done = await migrate();
console.log(done.length > 0 ? `Migrated: ${done.join(', ')}` : 'The database is up to date.');
await sequelize.close();
