/** The blocks of an invoice that can be disputed, and those of a dispute, as rows. A block can be disputed once. */
import { rows, run } from '../db/sequelize.ts';
import type { Cents } from '../kernel/money.ts';
import { weekOf, type EpochSeconds } from '../kernel/time.ts';
import type { Ruling, RulingSide } from './ruling.ts';

export type BlockAnswer = 'accepted' | 'contested';
/** @property disputeId null for a block that nobody disputes */
export type BilledBlock = {
  startedAt: EpochSeconds;
  seconds: number;
  amount: Cents;
  protected: boolean;
  disputeId: number | null;
};
export type DisputedBlock = Omit<BilledBlock, 'disputeId'> & { answer: BlockAnswer | null; ruling: RulingSide | null };

type Row = Record<string, number | string | null>;
const factsOf = (row: Row) => ({
  startedAt: Number(row['started_at']),
  seconds: Number(row['seconds']),
  amount: Number(row['amount_cents']),
  protected: Number(row['protected']) === 1,
});

/** Everything an invoice bills, oldest first. */
export async function billedBlocks(invoiceId: number): Promise<BilledBlock[]> {
  const found = await rows<Row>(
    `SELECT i.started_at, i.seconds, i.amount_cents, i.protected, d.dispute_id FROM invoice_lines l
     JOIN invoiced_blocks i ON i.line_id = l.id
     LEFT JOIN dispute_blocks d ON d.freelancer_id = i.freelancer_id AND d.started_at = i.started_at
     WHERE l.invoice_id = $1 ORDER BY i.started_at`,
    [invoiceId],
  );
  return found.map(row => ({
    ...factsOf(row),
    disputeId: row['dispute_id'] === null ? null : Number(row['dispute_id']),
  }));
}

/** Oldest first. */
export async function disputedBlocks(disputeId: number): Promise<DisputedBlock[]> {
  const found = await rows<Row>(
    `SELECT started_at, seconds, amount_cents, protected, answer, ruling FROM dispute_blocks
     WHERE dispute_id = $1 ORDER BY started_at`,
    [disputeId],
  );
  return found.map(row => ({
    ...factsOf(row),
    answer: row['answer'] as BlockAnswer | null,
    ruling: row['ruling'] as RulingSide | null,
  }));
}

type Of = { id: number; contractId: number; freelancerId: number };

/** Part of the act that opens the dispute. @throws UniqueConstraintError when one of them was disputed before */
export async function saveDisputed(
  { id, contractId, freelancerId }: Of,
  blocks: readonly BilledBlock[],
): Promise<void> {
  for (const { startedAt, seconds, amount, protected: safe } of blocks) {
    await run(
      `INSERT INTO dispute_blocks (freelancer_id, started_at, dispute_id, seconds, amount_cents, protected)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [freelancerId, startedAt, id, seconds, amount, safe ? 1 : 0],
    );
  }
  for (const week of new Set(blocks.map(({ startedAt }) => weekOf(startedAt))))
    await run('INSERT INTO dispute_weeks (contract_id, week, dispute_id) VALUES ($1, $2, $3)', [contractId, week, id]);
}

/** @param accepted those the freelancer gives in on; the others are contested */
export async function saveAnswers(disputeId: number, accepted: readonly EpochSeconds[]): Promise<void> {
  await run("UPDATE dispute_blocks SET answer = 'contested' WHERE dispute_id = $1", [disputeId]);
  await mark('answer', 'accepted', disputeId, accepted);
}

export async function saveRulings(disputeId: number, rulings: readonly Ruling[]): Promise<void> {
  for (const { to, blocks } of rulings) await mark('ruling', to, disputeId, blocks);
}

async function mark(column: 'answer' | 'ruling', value: string, disputeId: number, starts: readonly EpochSeconds[]) {
  if (starts.length === 0) return;
  const places = starts.map((_, place) => `$${place + 3}`).join(', ');
  await run(`UPDATE dispute_blocks SET ${column} = $1 WHERE dispute_id = $2 AND started_at IN (${places})`, [
    value,
    disputeId,
    ...starts,
  ]);
}
