import type { Migration } from '../src/db/migrate.ts';

const NEVER_CHANGE = ['dispute_rulings', 'dispute_messages'];

/**
 * Disputes about single blocks of an invoice. What a dispute holds is `held_cents`; it stays where the invoice's money is. Rulings
 * and messages are only ever added.
 */
export const createDisputes: Migration = {
  name: '20261124110000-create-disputes',
  async up(run) {
    await run(`CREATE TABLE disputes (
      id {pk},
      invoice_id INTEGER NOT NULL,
      contract_id INTEGER NOT NULL,
      client_id INTEGER NOT NULL,
      freelancer_id INTEGER NOT NULL,
      reason VARCHAR(20) {bin} NOT NULL,
      words VARCHAR(2000) NOT NULL,
      state VARCHAR(10) {bin} NOT NULL,
      ending VARCHAR(10) {bin} NULL,
      blocks INTEGER NOT NULL,
      amount_cents BIGINT NOT NULL,
      held_cents BIGINT NOT NULL,
      held_protected_cents BIGINT NOT NULL,
      opened_at DATETIME(3) NOT NULL,
      answer_until DATETIME(3) NOT NULL,
      answered_at DATETIME(3) NULL,
      answer_words VARCHAR(2000) NULL,
      decide_until DATETIME(3) NULL,
      proposed_by_id INTEGER NULL,
      approved_by_id INTEGER NULL,
      decided_at DATETIME(3) NULL,
      appeal_until DATETIME(3) NULL,
      client_accepted_at DATETIME(3) NULL,
      freelancer_accepted_at DATETIME(3) NULL,
      appealed_at DATETIME(3) NULL,
      appealed_by_id INTEGER NULL,
      appeal_words VARCHAR(2000) NULL,
      closed_at DATETIME(3) NULL,
      next_at DATETIME(3) NULL,
      remind_at DATETIME(3) NULL,
      to_freelancer_cents BIGINT NULL,
      to_client_cents BIGINT NULL,
      fund_cents BIGINT NULL,
      fee_cents BIGINT NULL,
      earned_at DATETIME(3) NULL,
      payout_id INTEGER NULL,
      CONSTRAINT disputes_state CHECK (state IN ('open', 'contested', 'proposed', 'decided', 'appealed', 'closed')),
      CONSTRAINT disputes_held CHECK (held_cents >= 0 AND held_protected_cents >= 0),
      CONSTRAINT disputes_invoice FOREIGN KEY (invoice_id) REFERENCES invoices (id)
    ) {opts}`);
    await run('CREATE INDEX disputes_held ON disputes (invoice_id, held_cents, held_protected_cents)');
    await run('CREATE INDEX disputes_client ON disputes (client_id, id)');
    await run('CREATE INDEX disputes_freelancer ON disputes (freelancer_id, client_id, fund_cents)');
    await run('CREATE INDEX disputes_state_decide ON disputes (state, decide_until)');
    await run('CREATE INDEX disputes_next ON disputes (next_at)');
    await run('CREATE INDEX disputes_remind ON disputes (remind_at)');
    await run('CREATE INDEX disputes_payout ON disputes (payout_id, earned_at)');
    // A block is disputed once: the key says so.
    await run(`CREATE TABLE dispute_blocks (
      freelancer_id INTEGER NOT NULL,
      started_at INT UNSIGNED NOT NULL,
      dispute_id INTEGER NOT NULL,
      seconds SMALLINT UNSIGNED NOT NULL,
      amount_cents INTEGER NOT NULL,
      protected TINYINT(1) NOT NULL,
      answer VARCHAR(10) {bin} NULL,
      ruling VARCHAR(10) {bin} NULL,
      PRIMARY KEY (freelancer_id, started_at),
      CONSTRAINT dispute_blocks_answer CHECK (answer IN ('accepted', 'contested')),
      CONSTRAINT dispute_blocks_ruling CHECK (ruling IN ('freelancer', 'client', 'fund'))
    ) {clustered}`);
    await run('CREATE INDEX dispute_blocks_of ON dispute_blocks (dispute_id, started_at)');
    // Which weeks of pictures a dispute keeps, by their first seconds.
    await run(`CREATE TABLE dispute_weeks (
      contract_id INTEGER NOT NULL,
      week INT UNSIGNED NOT NULL,
      dispute_id INTEGER NOT NULL,
      PRIMARY KEY (contract_id, week, dispute_id)
    ) {clustered}`);
    await run(`CREATE TABLE dispute_rulings (
      id {pk},
      dispute_id INTEGER NOT NULL,
      step VARCHAR(10) {bin} NOT NULL,
      by_id INTEGER NULL,
      made_at DATETIME(3) NOT NULL,
      words VARCHAR(2000) NULL,
      rulings JSON NULL,
      CONSTRAINT dispute_rulings_step CHECK (step IN ('proposed', 'approved', 'sent-back', 'decided', 'appealed', 'final')),
      CONSTRAINT dispute_rulings_of FOREIGN KEY (dispute_id) REFERENCES disputes (id)
    ) {opts}`);
    await run('CREATE INDEX dispute_rulings_list ON dispute_rulings (dispute_id, id)');
    await run(`CREATE TABLE dispute_offers (
      id {pk},
      dispute_id INTEGER NOT NULL,
      by_id INTEGER NOT NULL,
      amount_cents BIGINT NOT NULL,
      of_cents BIGINT NOT NULL,
      words VARCHAR(500) NULL,
      state VARCHAR(10) {bin} NOT NULL,
      made_at DATETIME(3) NOT NULL,
      answered_at DATETIME(3) NULL,
      CONSTRAINT dispute_offers_state CHECK (state IN ('open', 'accepted', 'declined', 'replaced')),
      CONSTRAINT dispute_offers_amount CHECK (amount_cents >= 0 AND amount_cents <= of_cents),
      CONSTRAINT dispute_offers_of FOREIGN KEY (dispute_id) REFERENCES disputes (id)
    ) {opts}`);
    await run('CREATE INDEX dispute_offers_list ON dispute_offers (dispute_id, id)');
    await run(`CREATE TABLE dispute_messages (
      id {pk},
      dispute_id INTEGER NOT NULL,
      by_id INTEGER NOT NULL,
      words VARCHAR(2000) NOT NULL,
      written_at DATETIME(3) NOT NULL,
      CONSTRAINT dispute_messages_of FOREIGN KEY (dispute_id) REFERENCES disputes (id)
    ) {opts}`);
    await run('CREATE INDEX dispute_messages_list ON dispute_messages (dispute_id, id)');
    await run(`CREATE TABLE dispute_files (
      id {pk},
      dispute_id INTEGER NOT NULL,
      by_id INTEGER NOT NULL,
      statement VARCHAR(10) {bin} NOT NULL,
      name VARCHAR(200) NOT NULL,
      type VARCHAR(20) {bin} NOT NULL,
      bytes INTEGER NOT NULL,
      sha256 CHAR(64) {bin} NOT NULL,
      storage_key VARCHAR(120) {bin} NOT NULL,
      added_at DATETIME(3) NOT NULL,
      CONSTRAINT dispute_files_once UNIQUE (dispute_id, by_id, statement, sha256),
      CONSTRAINT dispute_files_statement CHECK (statement IN ('dispute', 'appeal')),
      CONSTRAINT dispute_files_of FOREIGN KEY (dispute_id) REFERENCES disputes (id)
    ) {opts}`);
    for (const table of NEVER_CHANGE) {
      await run(`CREATE TRIGGER ${table}_stay BEFORE UPDATE ON ${table} {refuse}`);
      await run(`CREATE TRIGGER ${table}_remain BEFORE DELETE ON ${table} {refuse}`);
    }
    // What of it was for protected blocks, when that is known: it decides what the protection fund still stands for.
    await run('ALTER TABLE refunds ADD COLUMN protected_cents BIGINT NULL');
    await run('ALTER TABLE refunds ADD COLUMN dispute_id INTEGER NULL');
  },
  async down(run) {
    await run('ALTER TABLE refunds DROP COLUMN dispute_id');
    await run('ALTER TABLE refunds DROP COLUMN protected_cents');
    const tables = ['files', 'messages', 'offers', 'rulings', 'weeks', 'blocks'].map(part => `dispute_${part}`);
    for (const table of [...tables, 'disputes']) await run(`DROP TABLE ${table}`);
  },
};
