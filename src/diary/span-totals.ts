/** Time and money of what a page shows, of its UTC week against the limit, and of what a filter leaves. */
import { weekLimits } from '../contracts/week-limit.ts';
import type { Cents } from '../kernel/money.ts';
import { fromSeconds, weekEnd, weekOf, type EpochSeconds } from '../kernel/time.ts';
import { lateHref } from '../manual-time/late-page.ts';
import { lateStanding } from '../manual-time/late-standing.ts';
import { nothing, plus, type Totals } from './block-sums.ts';
import { termsAmount, type Viewing } from './block-words.ts';
import { weekTotals } from './day-totals.ts';

/** Of a span: what its blocks add up to. */
export type Sums = { blocks: number; seconds: number; protected: number; amount: Cents };

/** Sums that are apart by terms, as one; each of the terms has its rate. */
export function sumsOf({ contract }: Viewing, parts: readonly (Totals & { termsId: number })[]): Sums {
  const { blocks, seconds, protected: safe } = parts.reduce<Totals>(plus, nothing);
  return { blocks, seconds, protected: safe, amount: termsAmount(contract, parts) };
}

/** @param at an instant of the UTC week that the page is about */
export async function totalsLocals(viewing: Viewing, span: Sums, at: EpochSeconds) {
  const { contract } = viewing;
  const [totals, limits] = await Promise.all([weekTotals([contract.id], at), weekLimits([contract], at)]);
  const week = sumsOf(viewing, totals);
  return {
    seconds: span.seconds,
    amount: span.amount,
    protectedSeconds: span.protected,
    weekSeconds: week.seconds,
    weekAmount: week.amount,
    weekProtectedSeconds: week.protected,
    weekLimitSeconds: limits.get(contract.id) ?? 0,
    weekFrom: fromSeconds(weekOf(at)),
    weekTo: fromSeconds(weekEnd(at)),
    late: await lateLocals(viewing, at),
  };
}

/** The sum is of all blocks; what of it is not billed, or not yet, is said beside it. */
async function lateLocals({ contract, actor, now }: Viewing, at: EpochSeconds) {
  const standing = await lateStanding(contract, at, now);
  const whose = actor.role === 'client' ? 'your' : `${contract.client?.name ?? 'the client'}’s`;
  return standing && { ...standing, whose, href: lateHref(contract.id, weekOf(at)) };
}
