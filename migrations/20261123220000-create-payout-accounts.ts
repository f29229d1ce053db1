import type { Migration } from '../src/db/migrate.ts';

/**
 * Where freelancers' money goes, sealed, and the files a bank was given. An account that was replaced stays: payouts were sent to it.
 * `current_for` is the freelancer while it is in use: one at a time. A payout is in one file at most.
 */
export const createPayoutAccounts: Migration = {
  name: '20261123220000-create-payout-accounts',
  async up(run) {
    await run(`CREATE TABLE payout_accounts (
      id {pk},
      freelancer_id INTEGER NOT NULL,
      current_for INTEGER NULL,
      sealed VARCHAR(600) {bin} NOT NULL,
      label VARCHAR(60) NOT NULL,
      added_at DATETIME(3) NOT NULL,
      replaced_at DATETIME(3) NULL,
      CONSTRAINT payout_accounts_current UNIQUE (current_for),
      CONSTRAINT payout_accounts_freelancer FOREIGN KEY (freelancer_id) REFERENCES users (id)
    ) {opts}`);
    await run(`CREATE TABLE payout_files (
      id {pk},
      wednesday BIGINT NOT NULL,
      made_at DATETIME(3) NOT NULL,
      made_by_id INTEGER NOT NULL,
      CONSTRAINT payout_files_made_by FOREIGN KEY (made_by_id) REFERENCES users (id)
    ) {opts}`);
    await run('CREATE INDEX payout_files_wednesday ON payout_files (wednesday)');
    await run('ALTER TABLE payouts ADD COLUMN file_id INTEGER NULL');
    await run('ALTER TABLE payouts ADD COLUMN account_id INTEGER NULL');
    await run('CREATE INDEX payouts_file ON payouts (file_id)');
  },
  async down(run) {
    await run('DROP INDEX payouts_file {of} payouts');
    for (const column of ['account_id', 'file_id']) await run(`ALTER TABLE payouts DROP COLUMN ${column}`);
    for (const table of ['payout_files', 'payout_accounts']) await run(`DROP TABLE ${table}`);
  },
};
