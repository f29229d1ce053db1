import type { Migration } from '../src/db/migrate.ts';

/** Requests for time that was not tracked, and what the client said to blocks that came after their week had closed. */
export const createManualTime: Migration = {
  name: '20261123150000-create-manual-time',
  async up(run) {
    await run(`CREATE TABLE manual_requests (
      id {pk},
      contract_id INTEGER NOT NULL,
      freelancer_id INTEGER NOT NULL,
      from_at BIGINT NOT NULL,
      to_at BIGINT NOT NULL,
      description VARCHAR(300) NOT NULL,
      project_code VARCHAR(40) {bin} NULL,
      reason VARCHAR(1000) NOT NULL,
      state VARCHAR(12) {bin} NOT NULL,
      asked_at BIGINT NOT NULL,
      answer_by BIGINT NOT NULL,
      closed_at BIGINT NULL,
      accepted_from BIGINT NULL,
      accepted_to BIGINT NULL,
      added_seconds INTEGER NULL,
      answer VARCHAR(1000) NULL,
      CONSTRAINT manual_requests_state CHECK (state IN ('open', 'accepted', 'declined', 'withdrawn', 'unanswered')),
      CONSTRAINT manual_requests_span CHECK (from_at < to_at),
      CONSTRAINT manual_requests_contract FOREIGN KEY (contract_id) REFERENCES contracts (id)
    ) {opts}`);
    await run('CREATE INDEX manual_requests_freelancer ON manual_requests (freelancer_id, from_at)');
    await run('CREATE INDEX manual_requests_due ON manual_requests (state, answer_by)');
    // One row for each late block that got an answer. No row and no time left: the answer was silence.
    await run(`CREATE TABLE late_answers (
      freelancer_id INTEGER NOT NULL,
      started_at INT UNSIGNED NOT NULL,
      accepted TINYINT(1) NOT NULL,
      answered_at INT UNSIGNED NOT NULL,
      PRIMARY KEY (freelancer_id, started_at)
    ) {clustered}`);
  },
  async down(run) {
    for (const table of ['late_answers', 'manual_requests']) await run(`DROP TABLE ${table}`);
  },
};
