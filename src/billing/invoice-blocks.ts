/** Which blocks a line of an invoice bills, as rows. A block can be there once. */
import { run } from '../db/sequelize.ts';
import type { InvoicedBlock } from './invoice.ts';

const AT_ONCE = 50;
const COLUMNS = 6;

/** @throws UniqueConstraintError when one of them was billed before */
export async function saveBlocks(
  freelancerId: number,
  lineId: number,
  blocks: readonly InvoicedBlock[],
): Promise<void> {
  for (let from = 0; from < blocks.length; from += AT_ONCE) {
    const part = blocks.slice(from, from + AT_ONCE);
    const places = part.map((_, row) => `(${placesOf(row)})`).join(', ');
    await run(
      `INSERT INTO invoiced_blocks (freelancer_id, started_at, line_id, seconds, amount_cents, protected) VALUES ${places}`,
      part.flatMap(block => [
        ...[freelancerId, block.startedAt, lineId],
        ...[block.seconds, block.amount, block.protected ? 1 : 0],
      ]),
    );
  }
}

const placesOf = (row: number): string =>
  Array.from({ length: COLUMNS }, (_, column) => `$${row * COLUMNS + column + 1}`).join(', ');
