import type { Migration } from '../src/db/migrate.ts';

/** A deleted picture goes when nobody can take the deletion back any more. Those written before may go at once. */
export const addForgetAt: Migration = {
  name: '20261123141000-add-forget-at',
  async up(run) {
    await run('ALTER TABLE pictures_to_forget ADD COLUMN forget_at BIGINT NOT NULL DEFAULT 0');
  },
  async down(run) {
    await run('ALTER TABLE pictures_to_forget DROP COLUMN forget_at');
  },
};
