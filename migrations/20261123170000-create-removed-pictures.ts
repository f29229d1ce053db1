import type { Migration } from '../src/db/migrate.ts';

/** Which weeks of which contracts have lost their pictures because they were old, and since when a block has none. */
export const createRemovedPictures: Migration = {
  name: '20261123170000-create-removed-pictures',
  async up(run) {
    await run(`CREATE TABLE removed_pictures (
      week INT UNSIGNED NOT NULL,
      contract_id INTEGER NOT NULL,
      pictures INTEGER NOT NULL,
      removed_at INT UNSIGNED NOT NULL,
      PRIMARY KEY (week, contract_id)
    ) {clustered}`);
    await run('ALTER TABLE blocks ADD COLUMN pictures_removed_at INT UNSIGNED NULL');
    // Finds the weeks that are due without looking at every contract.
    await run('CREATE INDEX day_totals_day ON day_totals (day)');
  },
  async down(run) {
    await run('DROP INDEX day_totals_day {of} day_totals');
    await run('ALTER TABLE blocks DROP COLUMN pictures_removed_at');
    await run('DROP TABLE removed_pictures');
  },
};
