import type { Migration } from '../src/db/migrate.ts';

/** Claims are decided in steps, too: by two admins when much is asked for, and anew when the freelancer appeals. Steps are only added. */
export const createClaimRulings: Migration = {
  name: '20261124140000-create-claim-rulings',
  async up(run) {
    await run('ALTER TABLE claims ADD COLUMN proposed_by_id INTEGER NULL');
    await run('ALTER TABLE claims ADD COLUMN appealed_at DATETIME(3) NULL');
    await run('ALTER TABLE claims ADD COLUMN appeal_words VARCHAR(1000) NULL');
    await run(`CREATE TABLE claim_rulings (
      id {pk},
      claim_id INTEGER NOT NULL,
      step VARCHAR(10) {bin} NOT NULL,
      by_id INTEGER NOT NULL,
      made_at DATETIME(3) NOT NULL,
      pays TINYINT(1) NULL,
      code VARCHAR(20) {bin} NULL,
      words VARCHAR(1000) NULL,
      CONSTRAINT claim_rulings_step CHECK (step IN ('proposed', 'approved', 'sent-back', 'decided', 'appealed', 'final')),
      CONSTRAINT claim_rulings_of FOREIGN KEY (claim_id) REFERENCES claims (id)
    ) {opts}`);
    await run('CREATE INDEX claim_rulings_list ON claim_rulings (claim_id, id)');
    await run('CREATE TRIGGER claim_rulings_stay BEFORE UPDATE ON claim_rulings {refuse}');
    await run('CREATE TRIGGER claim_rulings_remain BEFORE DELETE ON claim_rulings {refuse}');
  },
  async down(run) {
    await run('DROP TABLE claim_rulings');
    for (const column of ['appeal_words', 'appealed_at', 'proposed_by_id'])
      await run(`ALTER TABLE claims DROP COLUMN ${column}`);
  },
};
