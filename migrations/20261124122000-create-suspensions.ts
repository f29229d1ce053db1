import type { Migration } from '../src/db/migrate.ts';

/** People whose account is suspended, and what for. Nothing of theirs opens meanwhile; who did it, and why, is in the audit log. */
export const createSuspensions: Migration = {
  name: '20261124122000-create-suspensions',
  async up(run) {
    await run('ALTER TABLE users ADD COLUMN suspended_at DATETIME(3) NULL');
    await run('ALTER TABLE users ADD COLUMN suspended_for VARCHAR(20) {bin} NULL');
  },
  async down(run) {
    await run('ALTER TABLE users DROP COLUMN suspended_for');
    await run('ALTER TABLE users DROP COLUMN suspended_at');
  },
};
