/** What a contract had that is older than its evidence. It is pinned as it was found; from there on every change has its entry. */
import { fixedFactsOf, type KeptFacts } from './block-facts.ts';
import { blocksOf } from './contract-blocks.ts';
import { foundAlso, NOTHING_FOUND, type Found } from './found.ts';

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
