import type { Migration } from '../src/db/migrate.ts';

/** What clients get back: from which money, why, and how it returns to their card. `nth` of its invoice: the same form sent twice is one. */
export const createRefunds: Migration = {
  name: '20261123231000-create-refunds',
  async up(run) {
    await run(`CREATE TABLE refunds (
      id {pk},
      contract_id INTEGER NOT NULL,
      invoice_id INTEGER NULL,
      nth INTEGER NULL,
      client_id INTEGER NOT NULL,
      freelancer_id INTEGER NOT NULL,
      source VARCHAR(10) {bin} NOT NULL,
      amount_cents BIGINT NOT NULL,
      fee_back_cents BIGINT NOT NULL,
      words VARCHAR(500) NOT NULL,
      made_by_id INTEGER NULL,
      made_at DATETIME(3) NOT NULL,
      charge_id INTEGER NULL,
      state VARCHAR(10) {bin} NOT NULL,
      next_ask_at DATETIME(3) NULL,
      reason VARCHAR(200) NULL,
      reference VARCHAR(200) {bin} NULL,
      settled_at DATETIME(3) NULL,
      CONSTRAINT refunds_once UNIQUE (invoice_id, nth),
      CONSTRAINT refunds_source CHECK (source IN ('due', 'escrow', 'balance', 'surplus')),
      CONSTRAINT refunds_state CHECK (state IN ('lowered', 'waiting', 'pending', 'refunded', 'declined')),
      CONSTRAINT refunds_amount CHECK (amount_cents > 0),
      CONSTRAINT refunds_contract FOREIGN KEY (contract_id) REFERENCES contracts (id),
      CONSTRAINT refunds_invoice FOREIGN KEY (invoice_id) REFERENCES invoices (id)
    ) {opts}`);
    await run('CREATE INDEX refunds_next_ask ON refunds (next_ask_at)');
    await run('CREATE INDEX refunds_pair ON refunds (freelancer_id, client_id, source)');
    await run('CREATE INDEX refunds_client ON refunds (client_id, id)');
  },
  async down(run) {
    await run('DROP TABLE refunds');
  },
};
