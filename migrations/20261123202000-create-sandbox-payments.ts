import type { Migration } from '../src/db/migrate.ts';

/** The books of the provider of play money: what it was asked and what became of it, what it will tell, and who chooses a card. */
export const createSandboxPayments: Migration = {
  name: '20261123202000-create-sandbox-payments',
  async up(run) {
    await run(`CREATE TABLE sandbox_acts (
      act_key VARCHAR(120) {bin} NOT NULL PRIMARY KEY,
      about VARCHAR(10) {bin} NOT NULL,
      used VARCHAR(200) {bin} NOT NULL,
      amount_cents BIGINT NOT NULL,
      state VARCHAR(10) {bin} NOT NULL,
      reason VARCHAR(200) NULL,
      settles_at INT UNSIGNED NULL
    ) {opts}`);
    await run('CREATE INDEX sandbox_acts_used ON sandbox_acts (used, state)');
    await run(`CREATE TABLE sandbox_events (
      id {pk},
      event_id VARCHAR(150) {bin} NOT NULL,
      act_key VARCHAR(120) {bin} NOT NULL,
      about VARCHAR(10) {bin} NOT NULL,
      state VARCHAR(10) {bin} NOT NULL,
      reason VARCHAR(200) NULL,
      due_at INT UNSIGNED NOT NULL,
      delivered_at INT UNSIGNED NULL,
      CONSTRAINT sandbox_events_once UNIQUE (event_id)
    ) {opts}`);
    await run('CREATE INDEX sandbox_events_due ON sandbox_events (delivered_at, due_at)');
    await run(`CREATE TABLE sandbox_setups (
      session VARCHAR(200) {bin} NOT NULL PRIMARY KEY,
      customer VARCHAR(100) {bin} NOT NULL,
      return_to VARCHAR(500) NOT NULL,
      card VARCHAR(20) {bin} NULL
    ) {opts}`);
  },
  async down(run) {
    for (const table of ['sandbox_setups', 'sandbox_events', 'sandbox_acts']) await run(`DROP TABLE ${table}`);
  },
};
