import type { Migration } from '../src/db/migrate.ts';

/** What of an invoice is not charged, because the client's credit pays it. */
export const addCreditToCharges: Migration = {
  name: '20261124131000-add-credit-to-charges',
  async up(run) {
    await run('ALTER TABLE charge_attempts ADD COLUMN credit_cents BIGINT NOT NULL DEFAULT 0');
    // Credit comes from refunds that no card took.
    await run('CREATE INDEX refunds_client_state ON refunds (client_id, state)');
  },
  async down(run) {
    await run('DROP INDEX refunds_client_state {of} refunds');
    await run('ALTER TABLE charge_attempts DROP COLUMN credit_cents');
  },
};
