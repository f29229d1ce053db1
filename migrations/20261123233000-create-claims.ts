import type { Migration } from '../src/db/migrate.ts';

/** “My client will not pay”: one claim for an invoice, paid by the protection fund once. */
export const createClaims: Migration = {
  name: '20261123233000-create-claims',
  async up(run) {
    await run(`CREATE TABLE claims (
      id {pk},
      invoice_id INTEGER NOT NULL,
      contract_id INTEGER NOT NULL,
      client_id INTEGER NOT NULL,
      freelancer_id INTEGER NOT NULL,
      words VARCHAR(1000) NOT NULL,
      filed_at DATETIME(3) NOT NULL,
      amount_cents BIGINT NOT NULL,
      fee_cents BIGINT NULL,
      state VARCHAR(10) {bin} NOT NULL,
      reason VARCHAR(1000) NULL,
      decided_at DATETIME(3) NULL,
      decided_by_id INTEGER NULL,
      recovered_at DATETIME(3) NULL,
      payout_id INTEGER NULL,
      CONSTRAINT claims_invoice UNIQUE (invoice_id),
      CONSTRAINT claims_state CHECK (state IN ('filed', 'paid', 'refused', 'settled')),
      CONSTRAINT claims_amount CHECK (amount_cents > 0),
      CONSTRAINT claims_of FOREIGN KEY (invoice_id) REFERENCES invoices (id)
    ) {opts}`);
    await run('CREATE INDEX claims_open ON claims (state, id)');
    await run('CREATE INDEX claims_pair ON claims (freelancer_id, client_id)');
    await run('CREATE INDEX claims_payout ON claims (payout_id, decided_at)');
  },
  async down(run) {
    await run('DROP TABLE claims');
  },
};
