/** Disputes as one would keep them on paper: which blocks, what is held, where it stands. The money itself is in `money-model.ts`. */
import type { Bill } from './money-model.ts';

export type Side = 'freelancer' | 'client' | 'fund';
export type Parts = Record<Side, number>;
export type DisputedOnPaper = { amount: number; protected: boolean; accepted: boolean; ruling: Side | null };
/** Seconds since 1970, whole cents. */
export type Case = {
  id: number;
  bill: Bill;
  blocks: Map<number, DisputedOnPaper>;
  held: number;
  heldProtected: number;
  state: 'open' | 'contested' | 'proposed' | 'decided' | 'appealed' | 'closed';
  answerUntil: number;
  nextAt: number | null;
  proposal: Map<number, Side>;
  accepted: { client: boolean; freelancer: boolean };
  offer: { by: 'client' | 'freelancer'; amount: number } | null;
  fromFund: { amount: number; fee: number };
};

export const sumOver = (blocks: Iterable<DisputedOnPaper>, which: (block: DisputedOnPaper) => boolean): number =>
  [...blocks].reduce((sum, block) => sum + (which(block) ? block.amount : 0), 0);

export function partsOf({ blocks }: Case): Parts {
  const to = (side: Side): number => sumOver(blocks.values(), ({ ruling }) => ruling === side);
  return { freelancer: to('freelancer'), client: to('client'), fund: to('fund') };
}

/** What of the part that goes back is for protected blocks. */
export const givenBackOf = ({ blocks }: Case): number =>
  sumOver(blocks.values(), block => block.protected && (block.ruling === 'client' || block.ruling === 'fund'));
