import type { Migration } from '../src/db/migrate.ts';

/** One signed root for each UTC day over the ends of all chains. A leaf is kept for each day on which a chain has grown. */
export const createEvidenceRoots: Migration = {
  name: '20261124101000-create-evidence-roots',
  async up(run) {
    await run(`CREATE TABLE evidence_leaves (
      contract_id INTEGER NOT NULL,
      day INT UNSIGNED NOT NULL,
      seq INT UNSIGNED NOT NULL,
      hash BINARY(32) NOT NULL,
      PRIMARY KEY (contract_id, day)
    ) {clustered}`);
    await run(`CREATE TABLE evidence_roots (
      day INT UNSIGNED NOT NULL PRIMARY KEY,
      root BINARY(32) NOT NULL,
      chains INTEGER NOT NULL,
      made_at BIGINT NOT NULL,
      previous BINARY(32) NOT NULL,
      hash BINARY(32) NOT NULL,
      signature BINARY(64) NOT NULL,
      key_id BINARY(8) NOT NULL
    ) {clustered}`);
    for (const table of ['evidence_leaves', 'evidence_roots']) {
      await run(`CREATE TRIGGER ${table}_stay BEFORE UPDATE ON ${table} {refuse}`);
      await run(`CREATE TRIGGER ${table}_remain BEFORE DELETE ON ${table} {refuse}`);
    }
  },
  async down(run) {
    for (const table of ['evidence_roots', 'evidence_leaves']) await run(`DROP TABLE ${table}`);
  },
};
