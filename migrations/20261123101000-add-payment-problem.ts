import type { Migration } from '../src/db/migrate.ts';

/** Since when a contract's client owes a charge that failed. */
export const addPaymentProblem: Migration = {
  name: '20261123101000-add-payment-problem',
  async up(run) {
    await run('ALTER TABLE contracts ADD COLUMN payment_problem_since DATETIME(3) NULL');
  },
  async down(run) {
    await run('ALTER TABLE contracts DROP COLUMN payment_problem_since');
  },
};
