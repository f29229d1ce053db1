/** Money of an invoice goes back to its client: the part that every act has which decides so. */
import { transaction } from '../db/sequelize.ts';
import { record } from '../events/record.ts';
import { Refused } from '../kernel/errors.ts';
import type { Cents } from '../kernel/money.ts';
import { tell } from '../notices/tell.ts';
import type { Actor } from '../policy/policy.ts';
import { Contract } from '../contracts/contract-model.ts';
import { balanceOf } from './balances.ts';
import { ChargeAttempt } from './charge-attempt-model.ts';
import type { Invoice } from './invoice-model.ts';
import { client, due, escrow, fees, freelancer, move, type Line } from './ledger.ts';
import { clearProblem } from './payment-problem.ts';
import { hold, post } from './post.ts';
import { Refund } from './refund-model.ts';
import { costOf, feeBackOf, refundRefusalWords, whyNotRefund, type Refundable } from './refund.ts';
import { refundableOf } from './refundable.ts';
import { releaseIfDue } from './release.ts';

/**
 * @property by who decided it; null when it was a rule @property words why, for both sides
 * @property dispute that no longer holds this money, and what of it was for protected blocks; it tells both sides itself
 */
export type RefundWish = {
  amount: Cents;
  words: string;
  by: Actor | null;
  dispute?: { id: number; protectedAmount: Cents };
};

/**
 * Part of an act that holds the invoice's row. What is not charged yet is charged no more; what is in escrow goes back without a fee;
 * of what was released the freelancer gives his part and the platform its fee of it. A job sends it to the card.
 * @throws Refused with a `RefundRefusal`, beside the field `amount`
 */
export function refundOf(invoice: Invoice, { amount, words, by, dispute }: RefundWish, now: Date): Promise<Refund> {
  const { id: invoiceId, contractId, clientId, freelancerId, week, number } = invoice;
  return transaction(async () => {
    await hold(freelancer(freelancerId));
    const facts = await refundableOf(invoice, dispute !== undefined);
    const refusal = whyNotRefund(amount, facts);
    if (refusal) throw new Refused(refusal, refundRefusalWords[refusal](facts), 422, 'amount');
    const { source } = facts;
    const refund = await Refund.create({
      ...{ contractId, invoiceId, clientId, freelancerId, source, amount, words },
      nth: (await Refund.count({ where: { invoiceId } })) + 1,
      feeBack: feeBackOf(amount, facts),
      ...(dispute && { disputeId: dispute.id, protectedAmount: dispute.protectedAmount }),
      ...{ madeById: by?.id ?? null, madeAt: now },
      ...(source === 'due' ? LOWERED : { state: 'waiting', nextAskAt: now, chargeId: await chargeOf(invoice) }),
    });
    const lines = linesOf(invoice, amount, facts);
    await post({ key: `refund:${refund.id}`, kind: 'refund', contractId, week, now, lines });
    if (source === 'due' && (await balanceOf(due(invoiceId))) === 0) await settleUncharged(invoice, now);
    const said = { by: by?.name ?? null, number, amount };
    await record('invoice.refunded', {
      contractId,
      actorId: by?.id ?? null,
      now,
      facts: { ...said, lowered: source === 'due' },
      evidence: { refund: refund.id, source, words },
    });
    if (dispute) return refund;
    const { title } = await Contract.findByPk(contractId, { rejectOnEmpty: true });
    const told = { ...said, invoice: invoiceId, title, words, lowered: source === 'due' };
    for (const to of [clientId, freelancerId].filter(person => person !== by?.id))
      await tell('invoice.refunded', { to, contractId, facts: told, now });
    return refund;
  });
}

const LOWERED = { state: 'lowered', chargeId: null, nextAskAt: null } as const;

function linesOf({ id, clientId, freelancerId }: Invoice, amount: Cents, facts: Refundable): Line[] {
  if (facts.source === 'due') return move(amount, due(id), client(clientId));
  if (facts.source === 'escrow') return move(amount, escrow(id), client(clientId));
  // The fund keeps what it got of the fee: giving back must not take protection from others.
  return [
    ...move(costOf(amount, facts), freelancer(freelancerId), client(clientId)),
    ...move(feeBackOf(amount, facts), fees, client(clientId)),
  ];
}

/** The attempt that paid the invoice. */
async function chargeOf({ id: ownerId, chargeAttempt: attempt }: Invoice): Promise<number | null> {
  const paid = await ChargeAttempt.findOne({ where: { about: 'invoice', ownerId, attempt, state: 'paid' } });
  return paid?.id ?? null;
}

/** Nothing is due any more. A charge that is under way all the same comes back to the client as a surplus. */
async function settleUncharged(invoice: Invoice, now: Date): Promise<void> {
  await invoice.update({ chargeState: 'paid', paidAt: now, nextChargeAt: null, chargeFailure: null });
  await clearProblem(invoice.contractId);
  await releaseIfDue(invoice, now);
}
