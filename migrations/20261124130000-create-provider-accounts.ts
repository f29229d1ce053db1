import type { Migration } from '../src/db/migrate.ts';

/**
 * Payouts that go through the payment provider by themselves: the account's name there, each visit of a freelancer to the provider's
 * pages, when the provider is asked next to send a payout, and the accounts of play money.
 */
export const createProviderAccounts: Migration = {
  name: '20261124130000-create-provider-accounts',
  async up(run) {
    await run('ALTER TABLE payout_accounts ADD COLUMN provider_account VARCHAR(200) {bin} NULL');
    await run('ALTER TABLE payouts ADD COLUMN next_send_at DATETIME(3) NULL');
    await run('ALTER TABLE payouts ADD COLUMN send_attempt INTEGER NOT NULL DEFAULT 1');
    await run('CREATE INDEX payouts_next_send ON payouts (next_send_at)');
    await run(`CREATE TABLE payout_account_setups (
      id {pk},
      freelancer_id INTEGER NOT NULL,
      account VARCHAR(200) {bin} NULL,
      started_at DATETIME(3) NOT NULL,
      next_ask_at DATETIME(3) NULL,
      finished_at DATETIME(3) NULL,
      CONSTRAINT payout_account_setups_freelancer FOREIGN KEY (freelancer_id) REFERENCES users (id)
    ) {opts}`);
    await run('CREATE INDEX payout_account_setups_next_ask ON payout_account_setups (next_ask_at)');
    await run('CREATE INDEX payout_account_setups_account ON payout_account_setups (account)');
    await run(`CREATE TABLE sandbox_accounts (
      account VARCHAR(200) {bin} NOT NULL PRIMARY KEY,
      return_to VARCHAR(500) NOT NULL,
      sort VARCHAR(20) {bin} NULL
    ) {opts}`);
  },
  async down(run) {
    for (const table of ['sandbox_accounts', 'payout_account_setups']) await run(`DROP TABLE ${table}`);
    await run('DROP INDEX payouts_next_send {of} payouts');
    for (const column of ['send_attempt', 'next_send_at']) await run(`ALTER TABLE payouts DROP COLUMN ${column}`);
    await run('ALTER TABLE payout_accounts DROP COLUMN provider_account');
  },
};
