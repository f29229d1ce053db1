import type { Migration } from '../src/db/migrate.ts';

/** What a block said before each correction, in their order: the first is what the tracker sent. */
export const addCorrections: Migration = {
  name: '20261123140000-add-corrections',
  async up(run) {
    await run(`CREATE TABLE corrections (
      freelancer_id INTEGER NOT NULL,
      started_at INT UNSIGNED NOT NULL,
      number SMALLINT UNSIGNED NOT NULL,
      corrected_at INT UNSIGNED NOT NULL,
      description_id INTEGER NOT NULL,
      project_code_id INTEGER NULL,
      PRIMARY KEY (freelancer_id, started_at, number)
    ) {clustered}`);
  },
  async down(run) {
    await run('DROP TABLE corrections');
  },
};
