/** Disputes: where one stands, who may do what then, and what is asked of it at the start. Rules only. */
import { money, type Cents } from '../kernel/money.ts';
import { reviewEnds, toSeconds, type EpochSeconds } from '../kernel/time.ts';

/**
 * `open`: the freelancer is to answer. `contested`: an admin is to decide. `proposed`: a second admin is to approve the decision.
 * `decided`: either side may appeal, and no money has moved. `appealed`: another admin is to decide anew. `closed`: final and settled.
 */
export const disputeStates = ['open', 'contested', 'proposed', 'decided', 'appealed', 'closed'] as const;
export type DisputeState = (typeof disputeStates)[number];

/** How it ended. `accepted`: the freelancer gave in on every block. `rule`: he was silent. `ruled`: by admins. */
export type DisputeEnding = 'accepted' | 'withdrawn' | 'split' | 'rule' | 'ruled';

/** `proposer`: the admin whose proposal waits. `decider`: an admin who took part in the decision that holds. */
export const disputeRoles = ['client', 'freelancer', 'admin', 'proposer', 'decider', 'clock'] as const;
export type DisputeRole = (typeof disputeRoles)[number];

export const disputeActions = [
  ...['answer', 'withdraw', 'offer-split', 'accept-split', 'decline-split', 'write', 'add-files'],
  ...['propose', 'approve', 'send-back', 'accept-decision', 'appeal', 'decide-appeal', 'lapse', 'close'],
] as const;
export type DisputeAction = (typeof disputeActions)[number];

const sides = ['client', 'freelancer'] as const;
const settling = { 'offer-split': sides, 'accept-split': sides, 'decline-split': sides, write: sides } as const;

type Table = Readonly<Record<DisputeState, Readonly<Partial<Record<DisputeAction, readonly DisputeRole[]>>>>>;
/** The whole procedure: whoever is not in it may not. Acts, pages and tests read this table. */
export const whoMay: Table = {
  open: { ...settling, answer: ['freelancer'], 'add-files': sides, withdraw: ['client'], lapse: ['clock'] },
  contested: { ...settling, 'add-files': sides, withdraw: ['client'], propose: ['admin'] },
  proposed: { ...settling, withdraw: ['client'], approve: ['admin'], 'send-back': ['admin', 'proposer'] },
  decided: { ...settling, 'accept-decision': sides, appeal: sides, close: ['clock'] },
  appealed: { ...settling, 'add-files': sides, 'decide-appeal': ['admin'] },
  closed: {},
};

/** What the rules need to know of a dispute. The model fits by shape. */
export type DisputeFacts = {
  state: DisputeState;
  clientId: number;
  freelancerId: number;
  proposedById: number | null;
  approvedById: number | null;
};

/** What somebody is to this dispute; null for a stranger. @param actor null is the clock */
export function roleIn(dispute: DisputeFacts, actor: { id: number; role: string } | null): DisputeRole | null {
  if (actor === null) return 'clock';
  if (actor.id === dispute.clientId) return 'client';
  if (actor.id === dispute.freelancerId) return 'freelancer';
  if (actor.role !== 'admin') return null;
  if (actor.id !== dispute.proposedById && actor.id !== dispute.approvedById) return 'admin';
  return dispute.state === 'proposed' ? 'proposer' : 'decider';
}

export const mayNow = (state: DisputeState, action: DisputeAction, role: DisputeRole | null): boolean =>
  role !== null && (whoMay[state][action]?.includes(role) ?? false);

/** `never`: this person has no say in that at all. */
export type StepRefusal = 'never' | 'another-admin' | 'moved-on';
export const stepRefusalWords: Record<Exclude<StepRefusal, 'never'>, string> = {
  'another-admin': 'Another admin has to do this: you took part in the decision.',
  'moved-on': 'The dispute has moved on, so this is not possible any more. See where it stands now.',
};

export function whyNotStep(dispute: DisputeFacts, action: DisputeAction, role: DisputeRole): StepRefusal | null {
  if (mayNow(dispute.state, action, role)) return null;
  if ((role === 'proposer' || role === 'decider') && mayNow(dispute.state, action, 'admin')) return 'another-admin';
  const person = role === 'proposer' || role === 'decider' ? 'admin' : role;
  return disputeStates.some(state => mayNow(state, action, person)) ? 'moved-on' : 'never';
}

/** Published: what a client may dispute a block for. */
export const disputeReasons = {
  'not-my-work': 'This is not work on my contract',
  'wrong-task': 'Other work than what we agreed on',
  'idle-time': 'Time in which nobody worked',
  'vague-description': 'I cannot tell what was done',
  'manual-not-agreed': 'Manual or late time I did not agree to',
  'done-twice': 'The same work was billed before',
} as const;
export type DisputeReason = keyof typeof disputeReasons;

/** Fewer characters say nothing that one could decide by. */
export const LEAST_WORDS = 20;
export const MOST_WORDS = 2000;

export type OpenRefusal =
  'accepted-already' | 'review-is-over' | 'disputed-already' | 'nothing-to-hold' | 'more-than-is-left';
/** @property left what of the invoice can still be held, in cents */
export type OpeningFacts = {
  invoice: { week: EpochSeconds; acceptedAt: Date | null };
  blocks: readonly { amount: Cents; disputed: boolean }[];
  left: Cents;
};
export const openRefusalWords: Record<OpenRefusal, (facts: OpeningFacts) => string> = {
  'accepted-already': () => 'This week is accepted already, so nothing of it can be disputed any more.',
  'review-is-over': () => 'The review ended on Friday, 23:59 UTC, so nothing of this week can be disputed any more.',
  'disputed-already': () => 'One of these blocks is in a dispute already. A block can be disputed once.',
  'nothing-to-hold': () => 'These blocks cost nothing, so there is nothing to dispute.',
  'more-than-is-left': ({ left }) =>
    `Only ${money(left)} of this invoice can still be disputed: the rest was given back. Choose fewer blocks.`,
};

export function whyNotOpen(facts: OpeningFacts, now: Date): OpenRefusal | null {
  const { invoice, blocks, left } = facts;
  if (invoice.acceptedAt) return 'accepted-already';
  if (toSeconds(now) >= reviewEnds(invoice.week)) return 'review-is-over';
  if (blocks.some(({ disputed }) => disputed)) return 'disputed-already';
  const amount = blocks.reduce((sum, block) => sum + block.amount, 0);
  if (amount === 0) return 'nothing-to-hold';
  return amount > left ? 'more-than-is-left' : null;
}
