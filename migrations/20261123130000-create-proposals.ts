import type { Migration } from '../src/db/migrate.ts';

/** What one side of a contract asks of the other. `open_kind` is the kind while it waits: one of each kind at a time. */
export const createProposals: Migration = {
  name: '20261123130000-create-proposals',
  async up(run) {
    await run(`CREATE TABLE proposals (
      id {pk},
      contract_id INTEGER NOT NULL,
      kind VARCHAR(12) {bin} NOT NULL,
      open_kind VARCHAR(12) {bin} NULL,
      state VARCHAR(10) {bin} NOT NULL,
      proposed_by_id INTEGER NOT NULL,
      proposed_at DATETIME(3) NOT NULL,
      answered_at DATETIME(3) NULL,
      what VARCHAR(200) NOT NULL,
      note VARCHAR(300) NOT NULL,
      rate_cents INTEGER NULL,
      weekly_limit_seconds INTEGER NULL,
      manual_time TINYINT(1) NULL,
      evidence VARCHAR(8) {bin} NULL,
      CONSTRAINT proposals_open UNIQUE (contract_id, open_kind),
      CONSTRAINT proposals_state CHECK (state IN ('open', 'accepted', 'declined', 'withdrawn')),
      CONSTRAINT proposals_contract FOREIGN KEY (contract_id) REFERENCES contracts (id),
      CONSTRAINT proposals_proposed_by FOREIGN KEY (proposed_by_id) REFERENCES users (id)
    ) {opts}`);
    await run('CREATE INDEX proposals_proposed_by ON proposals (proposed_by_id)');
  },
  async down(run) {
    await run('DROP TABLE proposals');
  },
};
