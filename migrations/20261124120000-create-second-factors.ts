import type { Migration } from '../src/db/migrate.ts';

/**
 * Second factors: the sealed key of somebody's authenticator, codes for the day the phone is lost, sign-ins that wait for a code, and
 * when a session last gave one. `last_step` is the 30 seconds of the newest code that was used: none of before works again.
 */
export const createSecondFactors: Migration = {
  name: '20261124120000-create-second-factors',
  async up(run) {
    await run(`CREATE TABLE second_factors (
      user_id INTEGER NOT NULL PRIMARY KEY,
      sealed VARCHAR(200) {bin} NULL,
      since DATETIME(3) NULL,
      last_step INTEGER NOT NULL,
      pending VARCHAR(200) {bin} NULL,
      CONSTRAINT second_factors_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    ) {opts}`);
    await run(`CREATE TABLE recovery_codes (
      id {pk},
      user_id INTEGER NOT NULL,
      code_hash CHAR(64) {bin} NOT NULL,
      used_at DATETIME(3) NULL,
      CONSTRAINT recovery_codes_code UNIQUE (user_id, code_hash),
      CONSTRAINT recovery_codes_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    ) {opts}`);
    await run(`CREATE TABLE half_sign_ins (
      id {pk},
      secret_hash CHAR(64) {bin} NOT NULL,
      user_id INTEGER NOT NULL,
      expires_at DATETIME(3) NOT NULL,
      used_at DATETIME(3) NULL,
      CONSTRAINT half_sign_ins_secret_hash UNIQUE (secret_hash),
      CONSTRAINT half_sign_ins_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    ) {opts}`);
    await run('CREATE INDEX half_sign_ins_expires ON half_sign_ins (expires_at)');
    await run('ALTER TABLE sessions ADD COLUMN proved_at DATETIME(3) NULL');
  },
  async down(run) {
    await run('ALTER TABLE sessions DROP COLUMN proved_at');
    for (const table of ['half_sign_ins', 'recovery_codes', 'second_factors']) await run(`DROP TABLE ${table}`);
  },
};
