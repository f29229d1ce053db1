/** What has happened in a dispute, in the order in which it did. Rules only. */
import { money, type Cents } from '../kernel/money.ts';
import type { DisputeEnding } from './dispute.ts';

type Facts = {
  openedAt: Date;
  blocks: number;
  amount: Cents;
  answeredAt?: Date | null;
  clientAcceptedAt?: Date | null;
  freelancerAcceptedAt?: Date | null;
  closedAt?: Date | null;
  ending?: DisputeEnding | null;
};
type Steps = readonly { step: string; by: string; at: Date }[];
type Offers = readonly { by: string; at: Date; amount: Cents; state: string; answeredAt: Date | null }[];
type Entry = { at: Date; words: string };

const stepWords: Record<string, (by: string) => string> = {
  proposed: () => 'An admin proposed a decision; a second one checks it',
  approved: by => `${by} approved the decision: it can be appealed`,
  'sent-back': () => 'The second admin sent the decision back',
  decided: by => `${by} decided: it can be appealed`,
  appealed: by => `${by} appealed`,
  final: by => `${by} decided anew: this is final`,
};
const endingWords: Record<DisputeEnding, string> = {
  accepted: 'Closed: the freelancer accepted it',
  withdrawn: 'Closed: the client withdrew it',
  split: 'Closed: settled between both sides',
  rule: 'Closed: the decision by the rule is final',
  ruled: 'Closed: the decision is final',
};

export function timelineOf(
  dispute: Facts,
  { steps, offers }: { steps: Steps; offers: Offers },
  { client, freelancer }: { client: string; freelancer: string },
): Entry[] {
  const blocks = dispute.blocks === 1 ? '1 block' : `${dispute.blocks} blocks`;
  const when = (at: Date | null | undefined, words: string): Entry[] => (at ? [{ at, words }] : []);
  const entries = [
    ...when(dispute.openedAt, `${client} disputed ${blocks}: ${money(dispute.amount)} were held`),
    ...when(dispute.answeredAt, `${freelancer} answered`),
    ...steps.map(({ step, by, at }) => ({ at, words: stepWords[step]?.(by) ?? step })),
    ...offers.flatMap(({ by, at, amount, state, answeredAt }) => [
      { at, words: `${by} offered to settle: ${money(amount)} for the freelancer` },
      ...(state === 'declined' ? when(answeredAt, `The offer of ${money(amount)} was declined`) : []),
    ]),
    ...when(dispute.clientAcceptedAt, `${client} accepted the decision`),
    ...when(dispute.freelancerAcceptedAt, `${freelancer} accepted the decision`),
    ...when(dispute.closedAt, dispute.ending ? endingWords[dispute.ending] : 'Closed'),
  ];
  // Equal instants stay in the order above.
  return entries.sort((a, b) => a.at.getTime() - b.at.getTime());
}
