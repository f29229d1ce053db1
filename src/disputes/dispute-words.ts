/** How a dispute is shown: a colour, an icon, a word, and one plain sentence for whoever reads it. Rules only. */
import { money, type Cents } from '../kernel/money.ts';
import { ANSWER_HOURS, APPEAL_HOURS, deadlineWords } from './deadline.ts';
import type { DisputeEnding, DisputeState } from './dispute.ts';
import type { RulingSide } from './ruling.ts';

export type Sign = { tone: 'plain' | 'ok' | 'warn' | 'info'; icon: string; label: string };
export type Reader = 'client' | 'freelancer' | 'admin';

const signs: Record<Exclude<DisputeState, 'closed'>, Sign> = {
  open: { tone: 'warn', icon: 'hourglass', label: 'Waits for an answer' },
  contested: { tone: 'info', icon: 'scale', label: 'Being decided' },
  proposed: { tone: 'info', icon: 'scale', label: 'Decision being checked' },
  decided: { tone: 'warn', icon: 'gavel', label: 'Decided, not final' },
  appealed: { tone: 'info', icon: 'scale', label: 'Appealed' },
};
const endingSigns: Record<DisputeEnding, string> = {
  accepted: 'Accepted',
  withdrawn: 'Withdrawn',
  split: 'Settled',
  rule: 'Closed by the rule',
  ruled: 'Closed',
};
export const disputeSign = (state: DisputeState, ending: DisputeEnding | null): Sign =>
  state === 'closed'
    ? { tone: 'ok', icon: 'circle-check', label: ending ? endingSigns[ending] : 'Closed' }
    : signs[state];

/** @property deadline by when the next step has to happen @property accepted whether this reader has accepted the decision */
export type NextFacts = {
  state: DisputeState;
  ending: DisputeEnding | null;
  client: string;
  freelancer: string;
  held: Cents;
  deadline: Date | null;
  accepted: boolean;
  zone: string;
};

/** What happens next, and what this reader can do about it. */
export function nextWords(facts: NextFacts, reader: Reader): string {
  const until = facts.deadline ? deadlineWords(facts.deadline, facts.zone) : 'soon';
  return sentences[facts.state](facts, until, reader);
}

type Sentence = (facts: NextFacts, until: string, reader: Reader) => string;
const sentences: Record<DisputeState, Sentence> = {
  open: ({ freelancer, held }, until, reader) =>
    reader === 'freelancer'
      ? `Accept or contest each block until ${until}. What you accept is refunded at once; what you contest an admin decides. Without your answer the rule decides: protected blocks are paid to you, the others refunded.`
      : `${freelancer} has ${ANSWER_HOURS} hours to answer, until ${until}. Until then ${money(held)} are held. Silence is answered by the rule: protected blocks are paid, the others refunded.`,
  contested: ({ held }, until) =>
    `An admin looks at the blocks and both statements, and decides each block until ${until}. ${money(held)} are held until then. You can still settle between you.`,
  proposed: (_facts, until) =>
    `An admin has looked at it. Because of the amount a second one checks the decision, until ${until}. You can still settle between you.`,
  decided: ({ accepted, client, freelancer }, until, reader) => {
    const other = reader === 'client' ? freelancer : client;
    if (accepted)
      return `You have accepted the decision. It becomes final when ${other} accepts it too, or on ${until} at the latest.`;
    return `Either side can appeal for ${APPEAL_HOURS} hours, until ${until}. Then the decision is final and the money moves. If both of you accept it, that happens at once.`;
  },
  appealed: (_facts, until) =>
    `Another admin looks at everything anew and decides until ${until}. That is final. You can still settle between you.`,
  closed: ({ ending, client, freelancer }) => {
    const how: Record<DisputeEnding, string> = {
      accepted: `${freelancer} accepted the dispute.`,
      withdrawn: `${client} withdrew the dispute.`,
      split: 'You have settled it between you.',
      rule: 'It was not answered in time, so the rule has decided.',
      ruled: 'The decision is final.',
    };
    return `${ending ? how[ending] : ''} Nothing is left to do.`.trim();
  },
};

/** What was decided of a block. */
export const rulingSigns: Record<RulingSide, Sign> = {
  freelancer: { tone: 'ok', icon: 'circle-check', label: 'Paid to the freelancer' },
  client: { tone: 'info', icon: 'undo-2', label: 'Refunded to the client' },
  fund: { tone: 'info', icon: 'shield-check', label: 'Refunded, paid by the fund' },
};
export const answerSigns = {
  accepted: { tone: 'info', icon: 'undo-2', label: 'Accepted, refunded' },
  contested: { tone: 'plain', icon: 'scale', label: 'Contested' },
} as const satisfies Record<string, Sign>;
