import { rows } from '../db/sequelize.ts';
import { SELECT, toBlock, type Row, type StoredBlock } from '../diary/block-rows.ts';
import type { EpochSeconds } from '../kernel/time.ts';

const PAGE = 500;
const OF_CONTRACT = `${SELECT} WHERE b.freelancer_id = (SELECT freelancer_id FROM contracts WHERE id = $1)
  AND b.started_at >= $2 AND b.started_at < $3 AND b.contract_id = $4 ORDER BY b.started_at LIMIT ${PAGE}`;
const FOR_EVER = 4_294_967_295;

/** A contract's blocks in the order of time, deleted ones as well, a page at a time. @param to the second after the last */
export async function* blocksOf(
  contractId: number,
  { from, to }: { from: EpochSeconds; to: EpochSeconds } = { from: 0, to: FOR_EVER },
): AsyncGenerator<StoredBlock[]> {
  for (let next = from; ;) {
    const page = (await rows<Row>(OF_CONTRACT, [contractId, next, to, contractId])).map(toBlock);
    if (page.length > 0) yield page;
    if (page.length < PAGE) return;
    next = page.at(-1)!.startedAt + 1;
  }
}
