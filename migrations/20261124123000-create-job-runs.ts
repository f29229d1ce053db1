import type { Migration } from '../src/db/migrate.ts';

/** One row for each job: who runs it now, until when nobody else may, and how it went last. */
export const createJobRuns: Migration = {
  name: '20261124123000-create-job-runs',
  async up(run) {
    await run(`CREATE TABLE job_runs (
      name VARCHAR(80) {bin} NOT NULL PRIMARY KEY,
      leased_until DATETIME(3) NULL,
      started_at DATETIME(3) NULL,
      ended_at DATETIME(3) NULL,
      succeeded_at DATETIME(3) NULL,
      done INTEGER NULL,
      failures INTEGER NOT NULL,
      failed_at DATETIME(3) NULL,
      trouble VARCHAR(500) NULL
    ) {opts}`);
  },
  async down(run) {
    await run('DROP TABLE job_runs');
  },
};
