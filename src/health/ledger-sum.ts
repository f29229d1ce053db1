import { rows } from '../db/sequelize.ts';
import type { Cents } from '../kernel/money.ts';
import { MINUTE } from '../kernel/time.ts';

/** It reads an index from end to end, and changes only by a mistake. */
const KEPT_MS = 5 * MINUTE;
let kept: { sum: Cents; at: Date } | null = null;

/** The sum of all lines of the ledger, at most five minutes old. */
export async function ledgerSum(now: Date): Promise<Cents> {
  const age = kept === null ? Infinity : Math.abs(now.getTime() - kept.at.getTime());
  if (kept === null || age >= KEPT_MS) {
    const [row] = await rows<{ total: string | number | null }>(
      'SELECT SUM(amount_cents) AS total FROM ledger_lines',
      [],
    );
    kept = { sum: Number(row?.total ?? 0), at: now };
  }
  return kept.sum;
}
