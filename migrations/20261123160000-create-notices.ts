import type { Migration } from '../src/db/migrate.ts';

/** What people are told, and which of it they want by mail. */
export const createNotices: Migration = {
  name: '20261123160000-create-notices',
  async up(run) {
    await run(`CREATE TABLE notices (
      id {pk},
      user_id INTEGER NOT NULL,
      contract_id INTEGER NULL,
      kind VARCHAR(40) {bin} NOT NULL,
      facts JSON NOT NULL,
      told_at DATETIME(3) NOT NULL,
      read_at DATETIME(3) NULL,
      once_key VARCHAR(60) {bin} NULL,
      mail_due_at DATETIME(3) NULL,
      mail_tries INTEGER NOT NULL,
      mailed_at DATETIME(3) NULL,
      CONSTRAINT notices_once UNIQUE (user_id, once_key),
      CONSTRAINT notices_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
      CONSTRAINT notices_contract FOREIGN KEY (contract_id) REFERENCES contracts (id)
    ) {opts}`);
    await run('CREATE INDEX notices_list ON notices (user_id, id)');
    await run('CREATE INDEX notices_unread ON notices (user_id, read_at)');
    await run('CREATE INDEX notices_mail_due ON notices (mail_due_at, user_id)');
    await run('CREATE INDEX notices_contract ON notices (contract_id)');
    await run(`CREATE TABLE notice_preferences (
      user_id INTEGER NOT NULL,
      about VARCHAR(20) {bin} NOT NULL,
      by_mail VARCHAR(8) {bin} NOT NULL,
      PRIMARY KEY (user_id, about),
      CONSTRAINT notice_preferences_by_mail CHECK (by_mail IN ('at-once', 'daily', 'never')),
      CONSTRAINT notice_preferences_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    ) {opts}`);
  },
  async down(run) {
    for (const table of ['notice_preferences', 'notices']) await run(`DROP TABLE ${table}`);
  },
};
