import type { Migration } from '../src/db/migrate.ts';

/**
 * What admins did and looked at, and why. Rows are only ever added. Who looked at a freelancer's picture names the reason an admin gave:
 * `look_id` is that row of the audit log, 0 for the parties; SQLite takes a new primary key only with a new table.
 */
export const createAudit: Migration = {
  name: '20261124121000-create-audit',
  async up(run) {
    await run(`CREATE TABLE audit_entries (
      id {pk},
      admin_id INTEGER NOT NULL,
      kind VARCHAR(40) {bin} NOT NULL,
      contract_id INTEGER NULL,
      person_id INTEGER NULL,
      session_id INTEGER NULL,
      event_id INTEGER NULL,
      reason VARCHAR(20) {bin} NULL,
      words VARCHAR(500) NULL,
      happened_at BIGINT NOT NULL
    ) {opts}`);
    await run('CREATE INDEX audit_entries_admin ON audit_entries (admin_id)');
    await run('CREATE INDEX audit_entries_contract ON audit_entries (contract_id)');
    await run('CREATE INDEX audit_entries_person ON audit_entries (person_id)');
    await run('CREATE INDEX audit_entries_happened ON audit_entries (happened_at)');
    await run('CREATE TRIGGER audit_entries_stay BEFORE UPDATE ON audit_entries {refuse}');
    await run('CREATE TRIGGER audit_entries_remain BEFORE DELETE ON audit_entries {refuse}');
    await rebuildViews(run, 'look_id INTEGER NOT NULL,', ', look_id', ', 0');
  },
  async down(run) {
    await run('DELETE FROM screenshot_views WHERE look_id > 0');
    await rebuildViews(run, '', '', '');
    await run('DROP TABLE audit_entries');
  },
};

async function rebuildViews(run: Parameters<Migration['up']>[0], column: string, key: string, value: string) {
  await run('ALTER TABLE screenshot_views RENAME TO former_views');
  await run(`CREATE TABLE screenshot_views (
    freelancer_id INTEGER NOT NULL,
    started_at INT UNSIGNED NOT NULL,
    viewer_id INTEGER NOT NULL,
    ${column}
    viewed_at INT UNSIGNED NOT NULL,
    PRIMARY KEY (freelancer_id, started_at, viewer_id${key})
  ) {clustered}`);
  await run(
    `INSERT INTO screenshot_views (freelancer_id, started_at, viewer_id${key}, viewed_at)
     SELECT freelancer_id, started_at, viewer_id${value}, viewed_at FROM former_views`,
  );
  await run('DROP TABLE former_views');
}
