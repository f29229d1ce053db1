import type { Migration } from '../src/db/migrate.ts';

/** Hours beyond the weekly limit that the client allowed for one week. Read with every arriving block. */
export const createOvertime: Migration = {
  name: '20261123132000-create-overtime',
  async up(run) {
    await run('ALTER TABLE proposals ADD COLUMN extra_seconds INTEGER NULL');
    await run(`CREATE TABLE overtime (
      contract_id INTEGER NOT NULL,
      week INT UNSIGNED NOT NULL,
      extra_seconds INTEGER NOT NULL,
      PRIMARY KEY (contract_id, week)
    ) {clustered}`);
  },
  async down(run) {
    await run('DROP TABLE overtime');
    await run('ALTER TABLE proposals DROP COLUMN extra_seconds');
  },
};
