/** What a contract had that is older than its evidence. It is pinned as it was found; from there on every change has its entry. */
import { fixedFactsOf, type KeptFacts } from './block-facts.ts';
import { canonical } from './canonical.ts';
import { sha256 } from './chain.ts';
import { blocksOf } from './contract-blocks.ts';

/** Facts of the entry `chain.began`. @property sha256 in hex, taken of what never changes of each block, in the order of time */
export type Found = { blocks: number; seconds: number; sha256: string };

export const NOTHING_FOUND: Found = { blocks: 0, seconds: 0, sha256: sha256('').toString('hex') };

/** @param fixed `FixedFacts` of the next block */
export const foundAlso = (found: Found, fixed: { seconds: number }): Found => ({
  blocks: found.blocks + 1,
  seconds: found.seconds + fixed.seconds,
  sha256: sha256(`${found.sha256}\n${canonical(fixed)}`).toString('hex'),
});

/** @param since entries of the act that begins the chain: blocks it has just kept are its own and not older */
export async function whatWasThere(
  contractId: number,
  since: readonly { kind: string; facts: string }[],
): Promise<Found> {
  const kept = since.filter(({ kind }) => kind === 'block.kept').map(({ facts }) => JSON.parse(facts) as KeptFacts);
  const own = new Set(kept.map(({ startedAt }) => startedAt));
  let found = NOTHING_FOUND;
  for await (const page of blocksOf(contractId))
    for (const block of page) if (!own.has(block.startedAt)) found = foundAlso(found, fixedFactsOf(block));
  return found;
}
