/** What a closed week's late time does to its sum: some of it waits for a yes, some got none. */
import type { Contract } from '../contracts/contract-model.ts';
import { amountOfTerms } from '../diary/block-sums.ts';
import type { Cents } from '../kernel/money.ts';
import { toSeconds, weekCloses, weekOf, type EpochSeconds } from '../kernel/time.ts';
import { lateBlocks, type LateBlock, type Place } from './late-rows.ts';
import { lateState } from './late-time.ts';

type Sum = { seconds: number; amount: Cents };
/** @property waiting can still be answered @property unbilled was refused, or silence has become a no */
export type LateStanding = { waiting: Sum; unbilled: Sum };

/** @param at an instant of the week @returns null when nothing of the week is late and without a yes */
export async function lateStanding(
  contract: Contract & Place,
  at: EpochSeconds,
  now: Date,
): Promise<LateStanding | null> {
  if (toSeconds(now) < weekCloses(at)) return null;
  const blocks = (await lateBlocks(contract, weekOf(at))).map(block => ({ ...block, state: lateState(block, now) }));
  if (blocks.every(({ state }) => state === 'accepted')) return null;
  return {
    waiting: sumOf(
      contract,
      blocks.filter(({ state }) => state === 'open'),
    ),
    unbilled: sumOf(
      contract,
      blocks.filter(({ state }) => state === 'refused' || state === 'unanswered'),
    ),
  };
}

const sumOf = (contract: Contract, blocks: readonly LateBlock[]): Sum => ({
  seconds: blocks.reduce((sum, { seconds }) => sum + seconds, 0),
  amount: lateAmount(contract, blocks),
});

/** What late blocks cost with a yes: one rounding for each rate. */
export const lateAmount = (contract: Contract, blocks: readonly LateBlock[]): Cents =>
  amountOfTerms(
    blocks.map(({ termsId, seconds, overLimitSeconds }) => ({ termsId, billable: seconds - overLimitSeconds })),
    termsId => contract.terms?.find(({ id }) => id === termsId)?.rateCents ?? 0,
  );
