/** The end of a dispute: what was held goes where it belongs, once. */
import { balanceOf } from '../billing/balances.ts';
import { earnedBefore } from '../billing/earned.ts';
import type { Invoice } from '../billing/invoice-model.ts';
import { freelancer, fund } from '../billing/ledger.ts';
import { hold, post } from '../billing/post.ts';
import { refundOf } from '../billing/refund-of.ts';
import { releaseDisputed } from '../billing/release.ts';
import { config } from '../config.ts';
import { Refused } from '../kernel/errors.ts';
import { money, type Cents } from '../kernel/money.ts';
import type { Actor } from '../policy/policy.ts';
import { recordStep, tellSides } from './announce.ts';
import type { DisputeEnding } from './dispute.ts';
import type { Dispute } from './dispute-model.ts';
import { replaceOffers } from './open-offer.ts';
import { fundLines, outcomeOf, type Outcome } from './outcome.ts';
import type { Parts } from './ruling.ts';
import type { Step } from './take-step.ts';

/**
 * @property parts of what is held @property givenBack what of `client` and `fund` together is for protected blocks
 * @property by whose act ended it; null when the clock did @property words why the client is refunded, for both sides
 */
export type Ending = {
  ending: DisputeEnding;
  parts: Parts;
  givenBack: Cents;
  by: Actor | null;
  words: string;
};

/** Part of an act that took a step. @throws Refused `not-enough-in-fund`, 409 */
export async function closeDispute(
  step: Step,
  { ending, parts, givenBack, by, words }: Ending,
  now: Date,
): Promise<void> {
  const { dispute, invoice } = step;
  await hold(freelancer(dispute.freelancerId));
  const outcome = await outcomeFor(invoice, parts);
  await replaceOffers(dispute.id, now);
  await dispute.update({ state: 'closed', ending, closedAt: now, held: 0, heldProtected: 0, ...NOTHING_TO_COME });
  await refundDisputed(step, { amount: outcome.refund, protectedAmount: givenBack, words }, now);
  const { release, fromFund } = outcome;
  if (release.amount > 0) await releaseDisputed(invoice, { disputeId: dispute.id, ...release }, now);
  if (fromFund.amount > 0) await payFromFund(step, fromFund, now);
  const earns = release.amount + fromFund.amount > 0;
  const ended = { toFreelancer: parts.freelancer, toClient: dispute.toClient ?? 0, fromFund: parts.fund };
  await dispute.update({
    ...{ toFreelancer: parts.freelancer, fundAmount: parts.fund },
    ...(earns && { fee: release.fee + fromFund.fee, earnedAt: now }),
  });
  await recordStep('dispute.closed', step, by, now, { ending, ...ended });
  await tellSides('dispute.closed', step, now, { facts: { ending, by: by?.name ?? null, ...ended } });
}

const NOTHING_TO_COME = { nextAt: null, remindAt: null, decideUntil: null } as const;

/** What an ending would do now. */
export async function outcomeFor(invoice: Invoice, parts: Parts): Promise<Outcome> {
  return outcomeOf(parts, { invoice, earned: await earnedBefore(invoice), rates: config.fees });
}

type GivenBack = { amount: Cents; protectedAmount: Cents; words: string };
/** What the dispute no longer holds goes back to the client, or is not charged. Both hear of it from the dispute. */
export async function refundDisputed(
  { dispute, invoice }: Step,
  { amount, protectedAmount, words }: GivenBack,
  now: Date,
): Promise<void> {
  if (amount > 0)
    await refundOf(invoice, { amount, words, by: null, dispute: { id: dispute.id, protectedAmount } }, now);
  await dispute.update({ toClient: (dispute.toClient ?? 0) + amount });
}

async function payFromFund({ dispute, invoice }: Step, paid: { amount: Cents; fee: Cents }, now: Date): Promise<void> {
  const { contractId, week } = invoice;
  await checkFund(paid.amount - paid.fee);
  const lines = fundLines(dispute.freelancerId, paid);
  await post({ key: `dispute-fund:${dispute.id}`, kind: 'dispute-fund', contractId, week, now, lines });
}

/** Holds the fund. @param net what it is to pay, in cents @throws Refused `not-enough-in-fund`, 409 */
export async function checkFund(net: Cents): Promise<void> {
  await hold(fund);
  const balance = await balanceOf(fund);
  if (net > balance)
    throw new Refused(
      'not-enough-in-fund',
      `This takes ${money(net)} from the protection fund, which has ${money(balance)}. Put ${money(net - balance)} in first.`,
      409,
    );
}

/** Whether the fund has what an ending takes from it. */
export async function fundCovers(dispute: Dispute, invoice: Invoice, parts: Parts): Promise<boolean> {
  if (parts.fund === 0) return true;
  await hold(freelancer(dispute.freelancerId));
  const { fromFund } = await outcomeFor(invoice, parts);
  return fromFund.amount - fromFund.fee <= (await balanceOf(fund));
}
