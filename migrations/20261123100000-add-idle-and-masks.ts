import type { Migration } from '../src/db/migrate.ts';

const columns = [
  'idle TINYINT(1) NULL',
  'shot1_masked SMALLINT UNSIGNED NULL',
  'shot1_mask_reason VARCHAR(120) NULL',
  'shot2_masked SMALLINT UNSIGNED NULL',
  'shot2_mask_reason VARCHAR(120) NULL',
];

/**
 * Time without input that was kept, and what the freelancer covered in a picture. Nearly every block has neither, and
 * nothing takes no room: `idle` is 1 or null.
 */
export const addIdleAndMasks: Migration = {
  name: '20261123100000-add-idle-and-masks',
  async up(run) {
    for (const column of columns) await run(`ALTER TABLE blocks ADD COLUMN ${column}`);
  },
  async down(run) {
    for (const column of columns) await run(`ALTER TABLE blocks DROP COLUMN ${column.split(' ')[0]}`);
  },
};
