import type { Migration } from '../src/db/migrate.ts';

/** What the payment provider was asked to charge, how much and with what, and what became of it: each attempt, for good. */
export const createChargeAttempts: Migration = {
  name: '20261123230000-create-charge-attempts',
  async up(run) {
    await run(`CREATE TABLE charge_attempts (
      id {pk},
      about VARCHAR(10) {bin} NOT NULL,
      owner_id INTEGER NOT NULL,
      attempt INTEGER NOT NULL,
      amount_cents BIGINT NOT NULL,
      customer VARCHAR(100) {bin} NULL,
      method VARCHAR(200) {bin} NULL,
      label VARCHAR(100) NULL,
      state VARCHAR(10) {bin} NOT NULL,
      reason VARCHAR(200) NULL,
      reference VARCHAR(200) {bin} NULL,
      asked_at DATETIME(3) NOT NULL,
      heard_at DATETIME(3) NULL,
      CONSTRAINT charge_attempts_once UNIQUE (about, owner_id, attempt),
      CONSTRAINT charge_attempts_about CHECK (about IN ('invoice', 'bonus')),
      CONSTRAINT charge_attempts_state CHECK (state IN ('asked', 'pending', 'declined', 'paid')),
      CONSTRAINT charge_attempts_amount CHECK (amount_cents > 0)
    ) {opts}`);
    // What was paid before this book was kept can be given back as well.
    await run(`INSERT INTO charge_attempts (about, owner_id, attempt, amount_cents, state, reference, asked_at, heard_at)
      SELECT 'invoice', id, charge_attempt, amount_cents, 'paid', charge_reference, paid_at, paid_at
      FROM invoices WHERE charge_reference IS NOT NULL`);
    // What of an invoice became the freelancer's when it was released.
    await run('ALTER TABLE invoices ADD COLUMN released_cents BIGINT NULL');
    await run('UPDATE invoices SET released_cents = amount_cents WHERE released_at IS NOT NULL');
  },
  async down(run) {
    await run('ALTER TABLE invoices DROP COLUMN released_cents');
    await run('DROP TABLE charge_attempts');
  },
};
