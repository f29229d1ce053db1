import type { Migration } from '../src/db/migrate.ts';

/** What the timer of a tracker's session works on, and when the tracker last said so. Null when it does not run. */
export const addTimerToSessions: Migration = {
  name: '20261123102000-add-timer-to-sessions',
  async up(run) {
    // No foreign key: contracts are never deleted, and SQLite could not take the column back.
    await run('ALTER TABLE sessions ADD COLUMN works_on INTEGER NULL');
    await run('ALTER TABLE sessions ADD COLUMN timer_heard_at DATETIME(3) NULL');
  },
  async down(run) {
    await run('ALTER TABLE sessions DROP COLUMN timer_heard_at');
    await run('ALTER TABLE sessions DROP COLUMN works_on');
  },
};
