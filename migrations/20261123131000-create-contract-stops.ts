import type { Migration } from '../src/db/migrate.ts';

/**
 * When a contract did not run. Read with every arriving block, so instants are whole seconds as on the block tables;
 * `contracts.stopped` says why it does not run now.
 */
export const createContractStops: Migration = {
  name: '20261123131000-create-contract-stops',
  async up(run) {
    await run('ALTER TABLE contracts ADD COLUMN stopped VARCHAR(12) NULL');
    await run(`CREATE TABLE contract_stops (
      contract_id INTEGER NOT NULL,
      began_at INT UNSIGNED NOT NULL,
      ended_at INT UNSIGNED NULL,
      PRIMARY KEY (contract_id, began_at)
    ) {clustered}`);
  },
  async down(run) {
    await run('DROP TABLE contract_stops');
    await run('ALTER TABLE contracts DROP COLUMN stopped');
  },
};
