/** What can happen to a dispute, and how the timeline says it. Rules only. */
import { money, type Cents } from '../kernel/money.ts';

/** @property number of its invoice @property by null when the clock did it */
type Of = { dispute: number; number: string; by: string | null };
/** Cents before fees. */
type Ended = Of & { ending: string; toFreelancer: Cents; toClient: Cents; fromFund: Cents };

export type DisputeEvents = {
  'dispute.opened': Of & { blocks: number; amount: Cents; reason: string };
  'dispute.answered': Of & { accepted: number; contested: number; refunded: Cents };
  'dispute.unanswered': Of;
  /** What it says stays between admins until it holds: both sides read these facts in their evidence. */
  'dispute.proposed': Of;
  'dispute.sent-back': Of;
  'dispute.decided': Of & { rulings: unknown; toFreelancer: Cents; toClient: Cents; fromFund: Cents };
  'dispute.decision-accepted': Of;
  'dispute.appealed': Of & { words: string };
  'dispute.split-offered': Of & { amount: Cents; of: Cents };
  'dispute.split-declined': Of & { amount: Cents };
  'dispute.file-added': Of & { name: string; sha256: string; bytes: number };
  'dispute.closed': Ended;
};

const blocksWords = (count: number): string => (count === 1 ? '1 block' : `${count} blocks`);
const endings: Record<string, (by: string | null) => string> = {
  accepted: by => `${by} accepted it`,
  withdrawn: by => `${by} withdrew it`,
  split: by => `${by} agreed to the split`,
  rule: () => 'the rule decided it',
  ruled: () => 'it was decided',
};

export const disputeSentences: { [K in keyof DisputeEvents]: (facts: DisputeEvents[K]) => string } = {
  'dispute.opened': ({ by, blocks, amount, number }) =>
    `${by} disputed ${blocksWords(blocks)} of invoice ${number}: ${money(amount)} are held.`,
  'dispute.answered': ({ by, accepted, contested, number }) =>
    accepted === 0
      ? `${by} contested the dispute about invoice ${number}.`
      : `${by} accepted ${blocksWords(accepted)} of the dispute about invoice ${number}, and contested ${contested}.`,
  'dispute.unanswered': ({ number }) =>
    `The dispute about invoice ${number} was not answered in time, so the rule decides it.`,
  'dispute.proposed': ({ number }) =>
    `An admin proposed a decision of the dispute about invoice ${number}. A second one checks it.`,
  'dispute.sent-back': ({ number }) => `A second admin sent the decision of the dispute about invoice ${number} back.`,
  'dispute.decided': ({ by, number, toFreelancer, toClient, fromFund }) =>
    `${by ?? 'The rule'} decided the dispute about invoice ${number}: ${moneyWords({ toFreelancer, toClient, fromFund })}.`,
  'dispute.decision-accepted': ({ by, number }) =>
    `${by} accepted the decision of the dispute about invoice ${number}.`,
  'dispute.appealed': ({ by, number }) => `${by} appealed against the decision of the dispute about invoice ${number}.`,
  'dispute.split-offered': ({ by, number, amount, of }) =>
    `${by} offered to settle the dispute about invoice ${number}: ${money(amount)} of ${money(of)} for the freelancer.`,
  'dispute.split-declined': ({ by, number, amount }) =>
    `${by} said no to settling the dispute about invoice ${number} with ${money(amount)}.`,
  'dispute.file-added': ({ by, number, name }) => `${by} added “${name}” to the dispute about invoice ${number}.`,
  'dispute.closed': ({ by, number, ending, ...parts }) =>
    `The dispute about invoice ${number} is closed, since ${endings[ending]?.(by) ?? ending}: ${moneyWords(parts)}.`,
};

/** `$12.00 for the freelancer, $4.00 back to the client` */
export function moneyWords(parts: { toFreelancer: Cents; toClient: Cents; fromFund: Cents }): string {
  const words = [
    ...(parts.toFreelancer > 0 ? [`${money(parts.toFreelancer)} for the freelancer`] : []),
    ...(parts.toClient > 0 ? [`${money(parts.toClient)} back to the client`] : []),
    ...(parts.fromFund > 0 ? [`${money(parts.fromFund)} for the freelancer from the protection fund`] : []),
  ];
  return words.length > 0 ? words.join(', ') : 'no money moves';
}
