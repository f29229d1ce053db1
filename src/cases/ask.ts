/** What a case asks of the admin who opens it, in one heading and one sentence. Rules only. */
import { APPEAL_HOURS } from '../disputes/deadline.ts';
import type { DisputeRole, DisputeState } from '../disputes/dispute.ts';
import { money, type Cents } from '../kernel/money.ts';

/** @property act what can be done on the page; null when nothing can */
export type Ask = { act: 'decide' | 'approve' | 'take-back' | null; heading: string; sentence: string };

/**
 * @property count blocks that are to be decided @property held what they cost together @property two whether a second admin is needed
 * @property by who proposed or decided last
 */
export type AskFacts = {
  state: DisputeState;
  role: DisputeRole;
  count: number;
  held: Cents;
  two: boolean;
  twoFrom: Cents;
  by: string;
  client: string;
  freelancer: string;
};

const blocksWords = (count: number): string => (count === 1 ? '1 block' : `${count} blocks`);
const waiting = (heading: string, sentence: string): Ask => ({ act: null, heading, sentence });

export function askOf(facts: AskFacts): Ask {
  const another = facts.role === 'proposer' || facts.role === 'decider';
  return asks[facts.state](facts, another);
}

const asks: Record<DisputeState, (facts: AskFacts, another: boolean) => Ask> = {
  open: ({ freelancer }) =>
    waiting(
      'Nothing to decide yet',
      `${freelancer} can still answer. Without an answer the rule decides by itself; what is contested comes to you.`,
    ),
  contested: ({ count, held, two, twoFrom }) => ({
    act: 'decide',
    heading: `Decide ${blocksWords(count)}: ${money(held)}`,
    sentence: `Look at each block, choose who gets its money, and say why. ${
      two
        ? `From ${money(twoFrom)} on a second admin checks the decision before it holds.`
        : `Your decision holds at once. Either side can appeal for ${APPEAL_HOURS} hours, and no money moves before that is over.`
    }`,
  }),
  proposed: ({ by, count, held }, another) =>
    another
      ? {
          act: 'take-back',
          heading: 'Waits for another admin',
          sentence: `You proposed this decision over ${money(held)}, so somebody else has to check it. You can take it back until then.`,
        }
      : {
          act: 'approve',
          heading: `Check the decision of ${by}: ${blocksWords(count)}, ${money(held)}`,
          sentence: `Look at the blocks as if you decided them yourself. Approve, and the decision holds; or send it back and say why.`,
        },
  decided: ({ by }) =>
    waiting(
      'Nothing to do: it is decided',
      `${by} decided it. Either side can still appeal; if nobody does, the money moves by itself.`,
    ),
  appealed: ({ count, held, client, freelancer, by }, another) =>
    another
      ? waiting(
          'Waits for another admin',
          'You took part in the decision that is appealed, so somebody else decides anew.',
        )
      : {
          act: 'decide',
          heading: `Decide anew, for good: ${blocksWords(count)}, ${money(held)}`,
          sentence: `${by} decided first, and one side appealed. You may decide the same or otherwise. It is final: the money moves as soon as you decide, and neither ${client} nor ${freelancer} can appeal again.`,
        },
  closed: () =>
    waiting('Nothing to do: it is closed', 'The money is where it belongs. Everything stays here to be read.'),
};
