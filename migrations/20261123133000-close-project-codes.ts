import type { Migration } from '../src/db/migrate.ts';

/** A closed code is offered no more; blocks that have it keep it. */
export const closeProjectCodes: Migration = {
  name: '20261123133000-close-project-codes',
  async up(run) {
    await run('ALTER TABLE project_codes ADD COLUMN closed_at DATETIME(3) NULL');
  },
  async down(run) {
    await run('ALTER TABLE project_codes DROP COLUMN closed_at');
  },
};
