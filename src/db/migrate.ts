/** Brings the database to this version. Safe when several processes start at once, and when run again. */
import { QueryTypes } from 'sequelize';
import { SequelizeStorage, Umzug } from 'umzug';
import { migrations } from '../../migrations/all.ts';
import { isSqlite, sequelize, transaction } from './sequelize.ts';

/** What a migration gets: `run` takes SQL with the tokens below, one statement at a time. */
export type Migration = { name: string; up(run: Run): Promise<void>; down(run: Run): Promise<void> };
export type Run = (sql: string) => Promise<void>;

/** One SQL text serves both databases. */
const tokens: Record<string, [sqlite: string, mysql: string]> = {
  '{pk}': ['INTEGER PRIMARY KEY AUTOINCREMENT', 'INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY'],
  '{bin}': ['COLLATE BINARY', 'CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'],
  '{opts}': ['', 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci'],
  // The primary key is the table: blocks of one freelancer lie side by side.
  '{clustered}': ['WITHOUT ROWID', 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin'],
  '{prefix}': ['', '(4)'],
  // What a trigger does to somebody who changes what never changes.
  '{refuse}': [
    "BEGIN SELECT RAISE(ABORT, 'rows of this table never change'); END",
    "FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'rows of this table never change'",
  ],
  // An index has a name of its own, or one of its table's.
  '{of}': ['--', 'ON'],
};

async function run(sql: string): Promise<void> {
  const text = sql.replace(/\{\w+\}/g, token => tokens[token]?.[isSqlite ? 0 : 1] ?? token);
  await sequelize.query(text);
}

const umzug = new Umzug({
  migrations: migrations.map(({ name, up, down }) => ({ name, up: () => up(run), down: () => down(run) })),
  storage: new SequelizeStorage({ sequelize, tableName: 'schema_migrations' }),
  logger: undefined,
});

const LOCK = 'impact-time:migrate';

/** @returns the names of the migrations that ran now */
export async function migrate(): Promise<string[]> {
  return transaction(async () => {
    if (!isSqlite) await sequelize.query('SELECT GET_LOCK(?, 120)', { replacements: [LOCK], type: QueryTypes.SELECT });
    try {
      return (await umzug.up()).map(done => done.name);
    } finally {
      if (!isSqlite) await sequelize.query('SELECT RELEASE_LOCK(?)', { replacements: [LOCK], type: QueryTypes.SELECT });
    }
  });
}

/** Takes every migration back. For tests. */
export async function migrateDown(): Promise<void> {
  await transaction(() => umzug.down({ to: 0 }));
}
