import type { Migration } from '../src/db/migrate.ts';

/** What happened, for the timeline of a contract and for the audit. Rows are only ever added. */
export const createEvents: Migration = {
  name: '20261122103000-create-events',
  async up(run) {
    await run(`CREATE TABLE events (
      id {pk},
      kind VARCHAR(40) {bin} NOT NULL,
      contract_id INTEGER NULL,
      actor_id INTEGER NULL,
      happened_at DATETIME(3) NOT NULL,
      facts JSON NOT NULL,
      CONSTRAINT events_contract FOREIGN KEY (contract_id) REFERENCES contracts (id),
      CONSTRAINT events_actor FOREIGN KEY (actor_id) REFERENCES users (id)
    ) {opts}`);
    await run('CREATE INDEX events_contract ON events (contract_id, id)');
    await run('CREATE INDEX events_actor ON events (actor_id)');
  },
  async down(run) {
    await run('DROP TABLE events');
  },
};
