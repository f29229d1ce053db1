import type { Migration } from '../src/db/migrate.ts';

/** What freelancers get on Wednesdays. */
export const createPayouts: Migration = {
  name: '20261123212000-create-payouts',
  async up(run) {
    await run(`CREATE TABLE payouts (
      id {pk},
      freelancer_id INTEGER NOT NULL,
      wednesday BIGINT NOT NULL,
      amount_cents BIGINT NOT NULL,
      state VARCHAR(12) {bin} NOT NULL,
      made_at DATETIME(3) NOT NULL,
      settled_at DATETIME(3) NULL,
      settled_by_id INTEGER NULL,
      words VARCHAR(200) NULL,
      CONSTRAINT payouts_wednesday UNIQUE (freelancer_id, wednesday),
      CONSTRAINT payouts_state CHECK (state IN ('waiting', 'paid', 'failed')),
      CONSTRAINT payouts_amount CHECK (amount_cents > 0)
    ) {opts}`);
    await run('CREATE INDEX payouts_batch ON payouts (wednesday, state)');
    // Which payout an invoice's money went with.
    await run('ALTER TABLE invoices ADD COLUMN payout_id INTEGER NULL');
    await run('CREATE INDEX invoices_payout ON invoices (payout_id, released_at)');
  },
  async down(run) {
    await run('DROP INDEX invoices_payout {of} invoices');
    await run('ALTER TABLE invoices DROP COLUMN payout_id');
    await run('DROP TABLE payouts');
  },
};
