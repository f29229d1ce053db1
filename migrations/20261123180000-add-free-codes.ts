import type { Migration } from '../src/db/migrate.ts';

/** Project codes that the freelancer types, where the terms allow it. */
export const addFreeCodes: Migration = {
  name: '20261123180000-add-free-codes',
  async up(run) {
    await run('ALTER TABLE contract_terms ADD COLUMN free_codes TINYINT(1) NOT NULL DEFAULT 0');
    await run('ALTER TABLE proposals ADD COLUMN free_codes TINYINT(1) NULL');
    await run('ALTER TABLE project_codes ADD COLUMN typed_by_id INTEGER NULL');
  },
  async down(run) {
    await run('ALTER TABLE project_codes DROP COLUMN typed_by_id');
    await run('ALTER TABLE proposals DROP COLUMN free_codes');
    await run('ALTER TABLE contract_terms DROP COLUMN free_codes');
  },
};
