import type { Migration } from '../src/db/migrate.ts';

/** What the payment provider has told us, each once. */
export const createPaymentEvents: Migration = {
  name: '20261123201000-create-payment-events',
  async up(run) {
    await run(`CREATE TABLE payment_events (
      id {pk},
      event_id VARCHAR(200) {bin} NOT NULL,
      about VARCHAR(10) {bin} NOT NULL,
      act_key VARCHAR(120) {bin} NOT NULL,
      state VARCHAR(10) {bin} NOT NULL,
      reference VARCHAR(200) {bin} NOT NULL,
      reason VARCHAR(300) NULL,
      heard_at DATETIME(3) NOT NULL,
      CONSTRAINT payment_events_once UNIQUE (event_id)
    ) {opts}`);
    await run('CREATE INDEX payment_events_act ON payment_events (act_key)');
  },
  async down(run) {
    await run('DROP TABLE payment_events');
  },
};
