import type { Migration } from '../src/db/migrate.ts';

/** A contract whose hours were replaced by one amount, and the amount somebody names while it is talked over. */
export const addFixedPrice: Migration = {
  name: '20261123181000-add-fixed-price',
  async up(run) {
    await run('ALTER TABLE contracts ADD COLUMN fixed_price_cents INTEGER NULL');
    await run('ALTER TABLE contracts ADD COLUMN fixed_price_since DATETIME(3) NULL');
    await run('ALTER TABLE proposals ADD COLUMN amount_cents INTEGER NULL');
  },
  async down(run) {
    await run('ALTER TABLE proposals DROP COLUMN amount_cents');
    await run('ALTER TABLE contracts DROP COLUMN fixed_price_since');
    await run('ALTER TABLE contracts DROP COLUMN fixed_price_cents');
  },
};
