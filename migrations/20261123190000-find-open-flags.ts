import type { Migration } from '../src/db/migrate.ts';

/** Finds the flags that wait for an answer without reading those that have one, and says who resolved them. */
export const findOpenFlags: Migration = {
  name: '20261123190000-find-open-flags',
  async up(run) {
    await run('ALTER TABLE comments ADD COLUMN resolved_by_id INTEGER NULL');
    await run('CREATE INDEX comments_open ON comments (freelancer_id, flag, resolved_at, started_at, number)');
  },
  async down(run) {
    await run('DROP INDEX comments_open {of} comments');
    await run('ALTER TABLE comments DROP COLUMN resolved_by_id');
  },
};
