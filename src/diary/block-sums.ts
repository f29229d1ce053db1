/** What blocks add up to. Deleted ones count for nothing. Rules only. */
import { amountFor, type Cents, type CentsPerHour } from '../kernel/money.ts';
import type { EpochSeconds } from '../kernel/time.ts';

/** @property billable without what is beyond the weekly limit */
export type Totals = { blocks: number; seconds: number; billable: number; protected: number };
export const nothing: Totals = { blocks: 0, seconds: 0, billable: 0, protected: 0 };

export const plus = (a: Totals, b: Totals): Totals => ({
  blocks: a.blocks + b.blocks,
  seconds: a.seconds + b.seconds,
  billable: a.billable + b.billable,
  protected: a.protected + b.protected,
});

export const difference = (a: Totals, b: Totals): Totals => ({
  blocks: a.blocks - b.blocks,
  seconds: a.seconds - b.seconds,
  billable: a.billable - b.billable,
  protected: a.protected - b.protected,
});

type Counted = { seconds: number; overLimitSeconds: number; protected: boolean };
/** What one block adds. */
export function totalsOf(block: Counted): Totals {
  const billable = block.seconds - block.overLimitSeconds;
  return { blocks: 1, seconds: block.seconds, billable, protected: block.protected ? block.seconds : 0 };
}

type Deletable = { deletedAt: EpochSeconds | null };
export const counted = <B extends Deletable>(blocks: readonly B[]): B[] =>
  blocks.filter(({ deletedAt }) => deletedAt === null);

export const sumOf = (blocks: readonly (Counted & Deletable)[]): Totals =>
  counted(blocks).map(totalsOf).reduce(plus, nothing);

/** What time of several terms costs: one rounding for each rate, as an invoice has it. */
export function amountOfTerms(
  parts: readonly { termsId: number; billable: number }[],
  rateOf: (termsId: number) => CentsPerHour,
): Cents {
  const byRate = new Map<CentsPerHour, number>();
  for (const { termsId, billable } of parts) byRate.set(rateOf(termsId), (byRate.get(rateOf(termsId)) ?? 0) + billable);
  return [...byRate].reduce((sum, [rate, seconds]) => sum + amountFor(seconds, rate), 0);
}
