import type { Migration } from '../src/db/migrate.ts';

/** 2026-11-09: no block that is still on its way is older. */
const MONDAY_BEFORE_THIS = 1_794_182_400;

/** Weeks that closed: their invoices, what each line is for, and which blocks it bills. */
export const createInvoices: Migration = {
  name: '20261123211000-create-invoices',
  async up(run) {
    await run(`CREATE TABLE counters (
      name VARCHAR(40) {bin} NOT NULL PRIMARY KEY,
      value INTEGER NOT NULL
    ) {opts}`);
    // The first second of the contract's first week that is not closed yet; none before it begins and long after it ended.
    await run('ALTER TABLE contracts ADD COLUMN next_week BIGINT NULL');
    await run('CREATE INDEX contracts_next_week ON contracts (next_week)');
    await run(`CREATE TABLE invoices (
      id {pk},
      number VARCHAR(20) {bin} NOT NULL,
      contract_id INTEGER NOT NULL,
      client_id INTEGER NOT NULL,
      freelancer_id INTEGER NOT NULL,
      week BIGINT NOT NULL,
      issued_at DATETIME(3) NOT NULL,
      seconds INTEGER NOT NULL,
      amount_cents BIGINT NOT NULL,
      protected_seconds INTEGER NOT NULL,
      protected_cents BIGINT NOT NULL,
      charge_state VARCHAR(12) {bin} NOT NULL,
      charge_attempt INTEGER NOT NULL,
      next_charge_at DATETIME(3) NULL,
      charge_failure VARCHAR(200) NULL,
      charge_reference VARCHAR(100) {bin} NULL,
      paid_at DATETIME(3) NULL,
      accepted_at DATETIME(3) NULL,
      accepted_by_id INTEGER NULL,
      released_at DATETIME(3) NULL,
      fee_cents BIGINT NULL,
      CONSTRAINT invoices_number UNIQUE (number),
      CONSTRAINT invoices_week UNIQUE (contract_id, week),
      CONSTRAINT invoices_charge_state CHECK (charge_state IN ('due', 'pending', 'failed', 'paid')),
      CONSTRAINT invoices_contract FOREIGN KEY (contract_id) REFERENCES contracts (id)
    ) {opts}`);
    await run('CREATE INDEX invoices_client ON invoices (client_id, week)');
    await run('CREATE INDEX invoices_freelancer ON invoices (freelancer_id, week)');
    await run('CREATE INDEX invoices_next_charge ON invoices (next_charge_at)');
    await run('CREATE INDEX invoices_open ON invoices (accepted_at, week)');
    await run(`CREATE TABLE invoice_lines (
      id {pk},
      invoice_id INTEGER NOT NULL,
      rate_cents INTEGER NOT NULL,
      project_code_id INTEGER NULL,
      blocks INTEGER NOT NULL,
      seconds INTEGER NOT NULL,
      amount_cents BIGINT NOT NULL,
      protected_seconds INTEGER NOT NULL,
      CONSTRAINT invoice_lines_invoice FOREIGN KEY (invoice_id) REFERENCES invoices (id)
    ) {opts}`);
    // A block is billed once: the key says so.
    await run(`CREATE TABLE invoiced_blocks (
      freelancer_id INTEGER NOT NULL,
      started_at INT UNSIGNED NOT NULL,
      line_id INTEGER NOT NULL,
      seconds SMALLINT UNSIGNED NOT NULL,
      amount_cents INTEGER NOT NULL,
      protected TINYINT(1) NOT NULL,
      PRIMARY KEY (freelancer_id, started_at)
    ) {clustered}`);
    await run('CREATE INDEX invoiced_blocks_line ON invoiced_blocks (line_id)');
    // Contracts that are there already bill from their first week on.
    await run(`UPDATE contracts SET next_week = COALESCE((
      SELECT MIN(d.day) * 86400 - ((MIN(d.day) * 86400 - 345600) % 604800) FROM day_totals d WHERE d.contract_id = contracts.id
    ), ${MONDAY_BEFORE_THIS}) WHERE state = 'active'`);
  },
  async down(run) {
    for (const table of ['invoiced_blocks', 'invoice_lines', 'invoices', 'counters']) await run(`DROP TABLE ${table}`);
    await run('DROP INDEX contracts_next_week {of} contracts');
    await run('ALTER TABLE contracts DROP COLUMN next_week');
  },
};
