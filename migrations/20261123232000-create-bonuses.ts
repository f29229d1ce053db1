import type { Migration } from '../src/db/migrate.ts';

/** What clients give on top. `nth` of its contract: the same form sent twice is one bonus. */
export const createBonuses: Migration = {
  name: '20261123232000-create-bonuses',
  async up(run) {
    await run(`CREATE TABLE bonuses (
      id {pk},
      contract_id INTEGER NOT NULL,
      nth INTEGER NOT NULL,
      client_id INTEGER NOT NULL,
      freelancer_id INTEGER NOT NULL,
      amount_cents BIGINT NOT NULL,
      words VARCHAR(500) NOT NULL,
      given_at DATETIME(3) NOT NULL,
      charge_state VARCHAR(12) {bin} NOT NULL,
      charge_attempt INTEGER NOT NULL,
      next_charge_at DATETIME(3) NULL,
      charge_failure VARCHAR(200) NULL,
      paid_at DATETIME(3) NULL,
      fee_cents BIGINT NULL,
      payout_id INTEGER NULL,
      CONSTRAINT bonuses_once UNIQUE (contract_id, nth),
      CONSTRAINT bonuses_charge_state CHECK (charge_state IN ('due', 'pending', 'failed', 'paid')),
      CONSTRAINT bonuses_amount CHECK (amount_cents > 0),
      CONSTRAINT bonuses_contract FOREIGN KEY (contract_id) REFERENCES contracts (id)
    ) {opts}`);
    await run('CREATE INDEX bonuses_next_charge ON bonuses (next_charge_at)');
    await run('CREATE INDEX bonuses_payout ON bonuses (payout_id, paid_at)');
    await run('CREATE INDEX bonuses_pair ON bonuses (freelancer_id, client_id)');
  },
  async down(run) {
    await run('DROP TABLE bonuses');
  },
};
