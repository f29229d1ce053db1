/** What is not paid any more when blocks are deleted: time beyond the weekly limit costs nothing, and takes the place of what goes. */
import { weekLimits } from '../contracts/week-limit.ts';
import type { Cents } from '../kernel/money.ts';
import { weekEnd, weekOf } from '../kernel/time.ts';
import { blocksBetween, type StoredBlock } from './block-rows.ts';
import { counted } from './block-sums.ts';
import { termsAmount, type DiaryContract } from './block-words.ts';
import { settleLimit } from './over-limit.ts';

/** @param blocks that are not deleted, of weeks that are open @returns seconds and cents, less than the blocks’ own when others move up */
export async function lossOf(
  contract: DiaryContract,
  blocks: readonly StoredBlock[],
): Promise<{ seconds: number; amount: Cents }> {
  const weeks = [...new Set(blocks.map(({ startedAt }) => weekOf(startedAt)))];
  const losses = await Promise.all(weeks.map(week => lossIn(contract, blocks, week)));
  return {
    seconds: losses.reduce((sum, { seconds }) => sum + seconds, 0),
    amount: losses.reduce((sum, { amount }) => sum + amount, 0),
  };
}

async function lossIn(contract: DiaryContract, gone: readonly StoredBlock[], week: number) {
  const before = counted(await blocksBetween(contract, week, weekEnd(week)));
  const limit = (await weekLimits([contract], week)).get(contract.id) ?? 0;
  const starts = new Set(gone.map(({ startedAt }) => startedAt));
  const after = settled(
    before.filter(({ startedAt }) => !starts.has(startedAt)),
    limit,
  );
  return {
    seconds: secondsOf(before) - secondsOf(after),
    amount: termsAmount(contract, before.map(billable)) - termsAmount(contract, after.map(billable)),
  };
}

/** As they would stand. */
function settled(blocks: readonly StoredBlock[], limit: number): StoredBlock[] {
  const limited = blocks.map(({ reasons, ...block }) => ({ ...block, late: reasons.includes('late-upload') }));
  const changes = new Map(
    settleLimit(limited, limit).map(({ startedAt, overLimitSeconds }) => [startedAt, overLimitSeconds]),
  );
  return blocks.map(block => ({ ...block, overLimitSeconds: changes.get(block.startedAt) ?? block.overLimitSeconds }));
}

type Limited = Pick<StoredBlock, 'termsId' | 'seconds' | 'overLimitSeconds'>;
const billable = ({ termsId, seconds, overLimitSeconds }: Limited) => ({
  termsId,
  billable: seconds - overLimitSeconds,
});
const secondsOf = (blocks: readonly Limited[]): number =>
  blocks.reduce((sum, block) => sum + billable(block).billable, 0);
