import { NotFound } from '../kernel/errors.ts';
import type { EpochSeconds } from '../kernel/time.ts';
import { blocksBetween, type StoredBlock } from './block-rows.ts';

/**
 * A contract's blocks that began at these seconds, oldest first.
 * @param starts of one week, as `chosenFrom` gives them
 * @throws NotFound unless each of them is there
 */
export async function chosenBlocks(
  contract: { id: number; freelancerId: number },
  starts: readonly EpochSeconds[],
): Promise<StoredBlock[]> {
  const wanted = new Set(starts);
  const around = await blocksBetween(contract, Math.min(...starts), Math.max(...starts) + 1);
  const blocks = around.filter(({ startedAt }) => wanted.has(startedAt));
  if (blocks.length !== wanted.size) throw new NotFound('block');
  return blocks;
}
