/** Blocks that are older than the evidence: counted, and hashed into one. Rules only. */
import { canonical } from './canonical.ts';
import { sha256 } from './chain.ts';

/** Facts of the entry `chain.began`. @property sha256 in hex, taken of what never changes of each block, in the order of time */
export type Found = { blocks: number; seconds: number; sha256: string };

export const NOTHING_FOUND: Found = { blocks: 0, seconds: 0, sha256: sha256('').toString('hex') };

/** @param fixed `FixedFacts` of the next block */
export const foundAlso = (found: Found, fixed: { seconds: number }): Found => ({
  blocks: found.blocks + 1,
  seconds: found.seconds + fixed.seconds,
  sha256: sha256(`${found.sha256}\n${canonical(fixed)}`).toString('hex'),
});
