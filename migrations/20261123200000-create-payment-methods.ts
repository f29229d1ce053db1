import type { Migration } from '../src/db/migrate.ts';

/**
 * With what clients pay. A method that was removed stays in the history; `current_for` is the client while it is in use: one at
 * a time. A setup is one visit to the provider's page, on which a method is added.
 */
export const createPaymentMethods: Migration = {
  name: '20261123200000-create-payment-methods',
  async up(run) {
    await run(`CREATE TABLE payment_methods (
      id {pk},
      client_id INTEGER NOT NULL,
      current_for INTEGER NULL,
      customer VARCHAR(100) {bin} NOT NULL,
      method VARCHAR(200) {bin} NOT NULL,
      label VARCHAR(100) NOT NULL,
      added_at DATETIME(3) NOT NULL,
      removed_at DATETIME(3) NULL,
      forgotten_at DATETIME(3) NULL,
      CONSTRAINT payment_methods_current UNIQUE (current_for),
      CONSTRAINT payment_methods_client FOREIGN KEY (client_id) REFERENCES users (id)
    ) {opts}`);
    await run('CREATE INDEX payment_methods_client ON payment_methods (client_id, added_at)');
    await run('CREATE INDEX payment_methods_removed ON payment_methods (forgotten_at, removed_at)');
    await run(`CREATE TABLE method_setups (
      id {pk},
      client_id INTEGER NOT NULL,
      customer VARCHAR(100) {bin} NULL,
      session VARCHAR(200) {bin} NULL,
      started_at DATETIME(3) NOT NULL,
      heard_at DATETIME(3) NULL,
      finished_at DATETIME(3) NULL,
      CONSTRAINT method_setups_client FOREIGN KEY (client_id) REFERENCES users (id)
    ) {opts}`);
    await run('CREATE INDEX method_setups_client ON method_setups (client_id, id)');
    await run('CREATE INDEX method_setups_heard ON method_setups (finished_at, heard_at)');
  },
  async down(run) {
    for (const table of ['method_setups', 'payment_methods']) await run(`DROP TABLE ${table}`);
  },
};
