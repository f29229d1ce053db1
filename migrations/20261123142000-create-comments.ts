import type { Migration } from '../src/db/migrate.ts';

/** What the two of a contract say to each other about a block, in its order. An open flag waits for the other's answer. */
export const createComments: Migration = {
  name: '20261123142000-create-comments',
  async up(run) {
    await run(`CREATE TABLE comments (
      freelancer_id INTEGER NOT NULL,
      started_at INT UNSIGNED NOT NULL,
      number SMALLINT UNSIGNED NOT NULL,
      author_id INTEGER NOT NULL,
      written_at INT UNSIGNED NOT NULL,
      flag TINYINT UNSIGNED NOT NULL,
      resolved_at INT UNSIGNED NULL,
      words VARCHAR(1000) {bin} NOT NULL,
      PRIMARY KEY (freelancer_id, started_at, number)
    ) {clustered}`);
  },
  async down(run) {
    await run('DROP TABLE comments');
  },
};
