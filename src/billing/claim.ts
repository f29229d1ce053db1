/** “My client will not pay”: when a freelancer may say so, and what the protection fund then pays. Rules only. */
import { money, type Cents } from '../kernel/money.ts';
import { fees, freelancer, fund, type Line } from './ledger.ts';
import type { ChargeState } from './invoice.ts';

/** `settled`: the client paid before it was decided, so there was nothing left to claim. */
export type ClaimState = 'filed' | 'paid' | 'refused' | 'settled';

/** So often must a charge have failed: with one try a day, three days in which a client can put it right. */
export const FAILED_ATTEMPTS = 3;
export const MIN_CLAIM_REASON = 20;

/**
 * What the rules need to know of an invoice.
 * @property claimed whether there is a claim already @property claimable cents the fund could be asked for
 */
export type ClaimFacts = {
  chargeState: ChargeState;
  chargeAttempt: number;
  acceptedAt: Date | null;
  claimed: boolean;
  claimable: Cents;
};

export type ClaimRefusal = 'filed-already' | 'paid' | 'not-failed' | 'too-early' | 'in-review' | 'nothing-protected';
export const claimRefusalWords: Record<ClaimRefusal, string> = {
  'filed-already': 'There is a claim for this invoice already.',
  paid: 'Your client has paid this invoice, so there is nothing to claim.',
  'not-failed':
    'This invoice has not failed: the charge is made on Tuesday, 12:00 UTC, or its answer is still on its way.',
  'too-early': `Your client’s card is tried once a day. You can file a claim once it has failed ${FAILED_ATTEMPTS} times.`,
  'in-review': 'Your client can review this week until Friday, 23:59 UTC. You can file a claim after that.',
  'nothing-protected':
    'No block of this invoice that is still to be paid is protected, and the fund pays protected blocks only.',
};

export function whyNotClaim({ chargeState, chargeAttempt, acceptedAt, ...facts }: ClaimFacts): ClaimRefusal | null {
  if (facts.claimed) return 'filed-already';
  if (chargeState === 'paid') return 'paid';
  if (chargeState !== 'failed') return 'not-failed';
  // A failed charge already bears the number of its next attempt.
  if (chargeAttempt - 1 < FAILED_ATTEMPTS) return 'too-early';
  if (acceptedAt === null) return 'in-review';
  return facts.claimable > 0 ? null : 'nothing-protected';
}

/** What the fund stands for: the protected blocks, less what the freelancer has let the client off, and never more than is owed. */
export const claimableOf = (facts: { protectedAmount: Cents; forgiven: Cents; due: Cents }): Cents =>
  Math.max(0, Math.min(facts.protectedAmount - facts.forgiven, facts.due));

export type DecisionRefusal = 'decided-already' | 'paid-meanwhile' | 'nothing-left' | 'not-enough-money';
export const decisionRefusalWords: Record<DecisionRefusal, string> = {
  'decided-already': 'This claim has been decided already.',
  'paid-meanwhile': 'The client has paid this invoice meanwhile: there is nothing to pay.',
  'nothing-left': 'The freelancer has let the client off meanwhile: there is nothing left to pay. Refuse the claim.',
  'not-enough-money': 'The protection fund does not have that much.',
};

/** @property amount what would be paid now, fee included */
export function whyNotDecide(
  claim: { state: ClaimState; amount: Cents; chargeState: ChargeState },
  pay: boolean,
): DecisionRefusal | null {
  if (claim.state !== 'filed') return 'decided-already';
  if (!pay) return null;
  if (claim.chargeState === 'paid') return 'paid-meanwhile';
  return claim.amount > 0 ? null : 'nothing-left';
}

export const notEnoughWords = (net: Cents, balance: Cents): string =>
  `This claim takes ${money(net)}, and the protection fund has ${money(balance)}. Put ${money(net - balance)} in first, then decide.`;

/** The fund pays what the client's payment would have brought: without the fee, which nobody has paid yet. */
export const claimLines = (freelancerId: number, amount: Cents, fee: Cents): Line[] => [
  { account: fund, amount: fee - amount },
  { account: freelancer(freelancerId), amount: amount - fee },
];

/** The client pays after all: the fund has its money back, and the platform its fee, a part of which is the fund's as ever. */
export const recoveredLines = (amount: Cents, fee: Cents, fundPart: Cents): Line[] => [
  { account: fund, amount: amount - fee + fundPart },
  { account: fees, amount: fee - fundPart },
];
