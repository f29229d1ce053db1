import type { Migration } from '../src/db/migrate.ts';

/** Checks of a contract's evidence: how far each has come, and what it found. `running_for` is the contract while it runs: one at a time. */
export const createEvidenceChecks: Migration = {
  name: '20261124102000-create-evidence-checks',
  async up(run) {
    await run(`CREATE TABLE evidence_checks (
      id {pk},
      contract_id INTEGER NOT NULL,
      asked_by_id INTEGER NOT NULL,
      asked_at DATETIME(3) NOT NULL,
      running_for INTEGER NULL,
      heard_at DATETIME(3) NOT NULL,
      done_at DATETIME(3) NULL,
      length INTEGER NOT NULL,
      entries INTEGER NOT NULL,
      blocks INTEGER NOT NULL,
      pictures INTEGER NOT NULL,
      faults INTEGER NULL,
      fault_seq INTEGER NULL,
      fault VARCHAR(400) NULL,
      CONSTRAINT evidence_checks_running UNIQUE (running_for),
      CONSTRAINT evidence_checks_contract FOREIGN KEY (contract_id) REFERENCES contracts (id)
    ) {opts}`);
    await run('CREATE INDEX evidence_checks_newest ON evidence_checks (contract_id, id)');
  },
  async down(run) {
    await run('DROP TABLE evidence_checks');
  },
};
