import type { Migration } from '../src/db/migrate.ts';

/** A contract, its terms (versioned rows from the start) and its project codes. */
export const createContracts: Migration = {
  name: '20261122101000-create-contracts',
  async up(run) {
    await run(`CREATE TABLE contracts (
      id {pk},
      title VARCHAR(120) NOT NULL,
      client_id INTEGER NOT NULL,
      freelancer_email VARCHAR(254) {bin} NOT NULL,
      freelancer_id INTEGER NULL,
      state VARCHAR(12) {bin} NOT NULL,
      offered_at DATETIME(3) NOT NULL,
      accepted_at DATETIME(3) NULL,
      closed_at DATETIME(3) NULL,
      CONSTRAINT contracts_state CHECK (state IN ('offered', 'active', 'declined', 'withdrawn')),
      CONSTRAINT contracts_client FOREIGN KEY (client_id) REFERENCES users (id),
      CONSTRAINT contracts_freelancer FOREIGN KEY (freelancer_id) REFERENCES users (id)
    ) {opts}`);
    await run('CREATE INDEX contracts_client ON contracts (client_id)');
    await run('CREATE INDEX contracts_freelancer ON contracts (freelancer_id)');
    await run('CREATE INDEX contracts_freelancer_email ON contracts (freelancer_email)');
    await run(`CREATE TABLE contract_terms (
      id {pk},
      contract_id INTEGER NOT NULL,
      version INTEGER NOT NULL,
      rate_cents INTEGER NOT NULL,
      weekly_limit_seconds INTEGER NOT NULL,
      manual_time TINYINT(1) NOT NULL,
      evidence VARCHAR(8) {bin} NOT NULL,
      valid_from DATETIME(3) NOT NULL,
      CONSTRAINT contract_terms_version UNIQUE (contract_id, version),
      CONSTRAINT contract_terms_rate CHECK (rate_cents > 0),
      CONSTRAINT contract_terms_limit CHECK (weekly_limit_seconds > 0 AND weekly_limit_seconds <= 604800),
      CONSTRAINT contract_terms_evidence CHECK (evidence IN ('full', 'blurred')),
      CONSTRAINT contract_terms_contract FOREIGN KEY (contract_id) REFERENCES contracts (id)
    ) {opts}`);
    await run(`CREATE TABLE project_codes (
      id {pk},
      contract_id INTEGER NOT NULL,
      code VARCHAR(40) {bin} NOT NULL,
      name VARCHAR(100) NOT NULL,
      CONSTRAINT project_codes_code UNIQUE (contract_id, code),
      CONSTRAINT project_codes_contract FOREIGN KEY (contract_id) REFERENCES contracts (id)
    ) {opts}`);
  },
  async down(run) {
    for (const table of ['project_codes', 'contract_terms', 'contracts']) await run(`DROP TABLE ${table}`);
  },
};
