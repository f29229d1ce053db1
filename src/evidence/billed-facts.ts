/** What the chain says of a closed week: each line, and one hash over which block is billed with how much. Rules only. */
import type { Cents, CentsPerHour } from '../kernel/money.ts';
import type { EpochSeconds } from '../kernel/time.ts';
import { canonical } from './canonical.ts';
import { sha256 } from './chain.ts';

export type Billed = { startedAt: EpochSeconds; seconds: number; amount: Cents; protected: boolean };
type Line = {
  rateCents: CentsPerHour;
  projectCodeId: number | null;
  seconds: number;
  amount: Cents;
  blocks: readonly Billed[];
};

export function billedFacts(lines: readonly Line[]) {
  const blocks = lines.flatMap(line => line.blocks);
  return {
    lines: lines.map(({ rateCents, projectCodeId, seconds, amount }) => ({
      ...{ rateCents, projectCodeId, seconds, amount },
    })),
    blocks: blocks.length,
    sha256: billedHash(blocks),
  };
}

/** SHA-256, in hex, of `[startedAt, seconds, cents, protected]` of each block, in the order of time, as canonical JSON. */
export function billedHash(blocks: readonly Billed[]): string {
  const inOrder = [...blocks].sort((a, b) => a.startedAt - b.startedAt);
  const facts = inOrder.map(({ startedAt, seconds, amount, protected: safe }) => [startedAt, seconds, amount, safe]);
  return sha256(canonical(facts)).toString('hex');
}
