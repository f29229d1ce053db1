import type { Migration } from '../src/db/migrate.ts';

/** When the client marked a block as reviewed. A day is reviewed when all of its blocks are, whatever the zone it is seen in. */
export const addReviewedAt: Migration = {
  name: '20261123143000-add-reviewed-at',
  async up(run) {
    await run('ALTER TABLE blocks ADD COLUMN reviewed_at INT UNSIGNED NULL');
  },
  async down(run) {
    await run('ALTER TABLE blocks DROP COLUMN reviewed_at');
  },
};
