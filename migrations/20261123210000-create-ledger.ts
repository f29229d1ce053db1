import type { Migration } from '../src/db/migrate.ts';

/**
 * The double-entry ledger. A transfer is named once and for all by its key; the amounts of its lines add up to zero in each
 * currency. Rows are only ever added: the database itself refuses to change them or to take them away.
 */
export const createLedger: Migration = {
  name: '20261123210000-create-ledger',
  async up(run) {
    // Has a row for each account that may not go below zero: whoever takes from it holds that row.
    await run(`CREATE TABLE ledger_accounts (
      kind VARCHAR(12) {bin} NOT NULL,
      owner_id INTEGER NOT NULL,
      PRIMARY KEY (kind, owner_id)
    ) {clustered}`);
    await run(`CREATE TABLE ledger_transfers (
      id {pk},
      transfer_key VARCHAR(80) {bin} NOT NULL,
      kind VARCHAR(20) {bin} NOT NULL,
      contract_id INTEGER NULL,
      week INT UNSIGNED NULL,
      posted_at INT UNSIGNED NOT NULL,
      CONSTRAINT ledger_transfers_key UNIQUE (transfer_key)
    ) {opts}`);
    await run('CREATE INDEX ledger_transfers_contract ON ledger_transfers (contract_id, week)');
    await run(`CREATE TABLE ledger_lines (
      id {pk},
      transfer_id INTEGER NOT NULL,
      account_kind VARCHAR(12) {bin} NOT NULL,
      account_owner_id INTEGER NOT NULL,
      currency CHAR(3) {bin} NOT NULL,
      amount_cents BIGINT NOT NULL,
      CONSTRAINT ledger_lines_transfer FOREIGN KEY (transfer_id) REFERENCES ledger_transfers (id),
      CONSTRAINT ledger_lines_amount CHECK (amount_cents <> 0)
    ) {opts}`);
    // A balance is a sum over this index alone.
    await run(
      'CREATE INDEX ledger_lines_account ON ledger_lines (account_kind, account_owner_id, currency, amount_cents)',
    );
    for (const table of ['ledger_transfers', 'ledger_lines']) {
      await run(`CREATE TRIGGER ${table}_stay BEFORE UPDATE ON ${table} {refuse}`);
      await run(`CREATE TRIGGER ${table}_remain BEFORE DELETE ON ${table} {refuse}`);
    }
  },
  async down(run) {
    for (const table of ['ledger_lines', 'ledger_transfers', 'ledger_accounts']) await run(`DROP TABLE ${table}`);
  },
};
