import type { Migration } from '../src/db/migrate.ts';

/**
 * What happened on each contract, chained by hashes and signed. Clustered by contract and place in its chain. The triggers stop mistakes;
 * whoever has the right to drop them is found by the signatures.
 */
export const createEvidence: Migration = {
  name: '20261124100000-create-evidence',
  async up(run) {
    await run(`CREATE TABLE evidence (
      contract_id INTEGER NOT NULL,
      seq INT UNSIGNED NOT NULL,
      kind VARCHAR(40) {bin} NOT NULL,
      happened_at BIGINT NOT NULL,
      facts MEDIUMTEXT {bin} NOT NULL,
      previous BINARY(32) NOT NULL,
      hash BINARY(32) NOT NULL,
      signature BINARY(64) NOT NULL,
      key_id BINARY(8) NOT NULL,
      PRIMARY KEY (contract_id, seq)
    ) {clustered}`);
    await run(`CREATE TABLE evidence_heads (
      contract_id INTEGER NOT NULL PRIMARY KEY,
      seq INT UNSIGNED NOT NULL,
      hash BINARY(32) NOT NULL,
      signature BINARY(64) NOT NULL,
      key_id BINARY(8) NOT NULL
    ) {clustered}`);
    await run('CREATE TRIGGER evidence_stay BEFORE UPDATE ON evidence {refuse}');
    await run('CREATE TRIGGER evidence_remain BEFORE DELETE ON evidence {refuse}');
  },
  async down(run) {
    for (const table of ['evidence_heads', 'evidence']) await run(`DROP TABLE ${table}`);
  },
};
