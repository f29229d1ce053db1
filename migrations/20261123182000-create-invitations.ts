import type { Migration } from '../src/db/migrate.ts';

/** Offers that went to somebody without an account: the link in the letter, of which only the SHA-256 is kept. */
export const createInvitations: Migration = {
  name: '20261123182000-create-invitations',
  async up(run) {
    await run(`CREATE TABLE invitations (
      id {pk},
      contract_id INTEGER NOT NULL,
      secret_hash CHAR(64) {bin} NOT NULL,
      sent_at DATETIME(3) NOT NULL,
      expires_at DATETIME(3) NOT NULL,
      replaced_at DATETIME(3) NULL,
      used_at DATETIME(3) NULL,
      CONSTRAINT invitations_secret_hash UNIQUE (secret_hash),
      CONSTRAINT invitations_contract FOREIGN KEY (contract_id) REFERENCES contracts (id)
    ) {opts}`);
    await run('CREATE INDEX invitations_contract ON invitations (contract_id)');
  },
  async down(run) {
    await run('DROP TABLE invitations');
  },
};
