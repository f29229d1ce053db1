import type { Migration } from '../src/db/migrate.ts';

/** What the platform puts into the protection fund. `nth` of all: the same form sent twice is one deposit. */
export const createFundDeposits: Migration = {
  name: '20261123234000-create-fund-deposits',
  async up(run) {
    await run(`CREATE TABLE fund_deposits (
      id {pk},
      nth INTEGER NOT NULL,
      amount_cents BIGINT NOT NULL,
      reason VARCHAR(500) NOT NULL,
      made_by_id INTEGER NOT NULL,
      made_at DATETIME(3) NOT NULL,
      CONSTRAINT fund_deposits_once UNIQUE (nth),
      CONSTRAINT fund_deposits_amount CHECK (amount_cents > 0),
      CONSTRAINT fund_deposits_by FOREIGN KEY (made_by_id) REFERENCES users (id)
    ) {opts}`);
  },
  async down(run) {
    await run('DROP TABLE fund_deposits');
  },
};
