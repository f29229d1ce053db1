/** What a decision that is final does with the held money. Rules only. */
import type { Cents } from '../kernel/money.ts';
import { partsOf, type RulingSide } from './ruling.ts';

type Ruled = { amount: Cents; protected: boolean; ruling: RulingSide | null };

/** @param blocks those that were decided, each with what was */
export function endingOf<By>(ending: 'rule' | 'ruled', blocks: readonly Ruled[], by: By) {
  const back = blocks.filter(({ ruling }) => ruling === 'client' || ruling === 'fund');
  const givenBack = back.reduce((sum, block) => sum + (block.protected ? block.amount : 0), 0);
  const words =
    ending === 'rule' ? 'The dispute was not answered, so the rule decided.' : 'The dispute was decided so.';
  return { ending, parts: partsOf(blocks), givenBack, by, words };
}
