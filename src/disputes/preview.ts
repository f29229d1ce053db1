/** What a dispute would mean, before it is opened or answered. Rules only. */
import type { Cents } from '../kernel/money.ts';

/** Blocks that the rule treats alike. */
export type Group = { blocks: number; seconds: number; amount: Cents };
export type Preview = { all: Group; protected: Group; others: Group };

type Block = { seconds: number; amount: Cents; protected: boolean };

const groupOf = (blocks: readonly Block[]): Group => ({
  blocks: blocks.length,
  seconds: blocks.reduce((sum, { seconds }) => sum + seconds, 0),
  amount: blocks.reduce((sum, { amount }) => sum + amount, 0),
});

export const previewOf = (blocks: readonly Block[]): Preview => ({
  all: groupOf(blocks),
  protected: groupOf(blocks.filter(block => block.protected)),
  others: groupOf(blocks.filter(block => !block.protected)),
});

/** `14 of 18 are protected.` */
export function protectedWords({ all, protected: safe }: Preview): string {
  if (all.blocks === 1) return safe.blocks === 1 ? 'This block is protected.' : 'This block is not protected.';
  if (safe.blocks === 0) return `None of these ${all.blocks} blocks is protected.`;
  if (safe.blocks === all.blocks) return `All ${all.blocks} blocks are protected.`;
  return `${safe.blocks} of these ${all.blocks} blocks ${safe.blocks === 1 ? 'is' : 'are'} protected.`;
}
