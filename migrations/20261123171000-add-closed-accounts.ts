import type { Migration } from '../src/db/migrate.ts';

/** Since when an account is closed. Its row stays: contracts of other people name it. */
export const addClosedAccounts: Migration = {
  name: '20261123171000-add-closed-accounts',
  async up(run) {
    await run('ALTER TABLE users ADD COLUMN closed_at DATETIME(3) NULL');
  },
  async down(run) {
    await run('ALTER TABLE users DROP COLUMN closed_at');
  },
};
