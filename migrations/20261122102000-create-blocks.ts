import type { Migration } from '../src/db/migrate.ts';

/**
 * The work diary. Clustered by freelancer and start: a day is one short range however long the history.
 * Instants are whole seconds since 1970; no foreign keys and few indexes, because these tables grow with every ten minutes worked.
 */
export const createBlocks: Migration = {
  name: '20261122102000-create-blocks',
  async up(run) {
    await run(`CREATE TABLE blocks (
      freelancer_id INTEGER NOT NULL,
      started_at INT UNSIGNED NOT NULL,
      seconds SMALLINT UNSIGNED NOT NULL,
      id BINARY(16) NOT NULL,
      contract_id INTEGER NOT NULL,
      terms_id INTEGER NOT NULL,
      description_id INTEGER NOT NULL,
      project_code_id INTEGER NULL,
      input_seconds SMALLINT UNSIGNED NOT NULL,
      received_at INT UNSIGNED NOT NULL,
      rule_version TINYINT UNSIGNED NOT NULL,
      reasons SMALLINT UNSIGNED NOT NULL,
      over_limit_seconds SMALLINT UNSIGNED NULL,
      deleted_at INT UNSIGNED NULL,
      shot1_offset SMALLINT UNSIGNED NOT NULL,
      shot1_failure TINYINT UNSIGNED NULL,
      shot1_sha256 BINARY(32) NULL,
      shot1_kept_sha256 BINARY(32) NULL,
      shot1_dhash BINARY(8) NULL,
      shot2_offset SMALLINT UNSIGNED NULL,
      shot2_failure TINYINT UNSIGNED NULL,
      shot2_sha256 BINARY(32) NULL,
      shot2_kept_sha256 BINARY(32) NULL,
      shot2_dhash BINARY(8) NULL,
      PRIMARY KEY (freelancer_id, started_at),
      CONSTRAINT blocks_id UNIQUE (id),
      CONSTRAINT blocks_seconds CHECK (seconds BETWEEN 1 AND 600)
    ) {clustered}`);
    // Finds the very same picture sent before; the first bytes of a hash are enough to be nearly unique.
    await run('CREATE INDEX blocks_shot1 ON blocks (freelancer_id, shot1_sha256{prefix})');
    await run('CREATE INDEX blocks_shot2 ON blocks (freelancer_id, shot2_sha256{prefix})');
    await run(`CREATE TABLE task_descriptions (
      id {pk},
      contract_id INTEGER NOT NULL,
      words VARCHAR(300) {bin} NOT NULL,
      CONSTRAINT task_descriptions_words UNIQUE (contract_id, words)
    ) {opts}`);
    await run(`CREATE TABLE day_totals (
      contract_id INTEGER NOT NULL,
      day INT UNSIGNED NOT NULL,
      terms_id INTEGER NOT NULL,
      blocks INTEGER NOT NULL,
      seconds INTEGER NOT NULL,
      billable_seconds INTEGER NOT NULL,
      protected_seconds INTEGER NOT NULL,
      PRIMARY KEY (contract_id, day, terms_id)
    ) {clustered}`);
    await run(`CREATE TABLE freelancer_clocks (
      freelancer_id INTEGER NOT NULL PRIMARY KEY,
      last_contact_at INT UNSIGNED NOT NULL,
      unclaimed_seconds INT UNSIGNED NOT NULL
    ) {opts}`);
    await run(`CREATE TABLE screenshot_views (
      freelancer_id INTEGER NOT NULL,
      started_at INT UNSIGNED NOT NULL,
      viewer_id INTEGER NOT NULL,
      viewed_at INT UNSIGNED NOT NULL,
      PRIMARY KEY (freelancer_id, started_at, viewer_id)
    ) {clustered}`);
    // Pictures that were deleted in the diary: written with the deletion, gone when the bytes are gone.
    await run(`CREATE TABLE pictures_to_forget (
      storage_key VARCHAR(120) {bin} NOT NULL PRIMARY KEY
    ) {opts}`);
  },
  async down(run) {
    for (const table of [
      'pictures_to_forget',
      'screenshot_views',
      'freelancer_clocks',
      'day_totals',
      'task_descriptions',
      'blocks',
    ]) {
      await run(`DROP TABLE ${table}`);
    }
  },
};
