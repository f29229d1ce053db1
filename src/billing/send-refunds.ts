/** Job: what clients get back goes to the card it came from. The provider is asked outside of transactions, with one key for each refund. */
import { Op } from 'sequelize';
import { Contract } from '../contracts/contract-model.ts';
import { transaction } from '../db/sequelize.ts';
import { record } from '../events/record.ts';
import { oneByOne } from '../kernel/one-by-one.ts';
import { tell } from '../notices/tell.ts';
import type { PaymentEvent, Payments, RefundResult } from '../outside/payments.ts';
import { ChargeAttempt } from './charge-attempt-model.ts';
import { askAgainAt, askedUntil } from './invoice.ts';
import { client, move, outside } from './ledger.ts';
import { post } from './post.ts';
import { Refund } from './refund-model.ts';

const A_TICK = 50;
const keyOf = ({ id }: Refund): string => `refund:${id}`;

/** @returns how many were sent @throws AggregateError of what went wrong, when all are done */
export async function sendRefunds(payments: Payments, now: Date): Promise<number> {
  const where = { nextAskAt: { [Op.lte]: now } };
  const waiting = await Refund.findAll({ where, order: [['nextAskAt', 'ASC']], limit: A_TICK });
  return oneByOne(waiting, async refund => {
    const { id, nextAskAt } = refund;
    const [claimed] = await Refund.update({ nextAskAt: askedUntil(now) }, { where: { id, nextAskAt } });
    if (claimed === 1) await hearOfRefund(id, await sent(payments, refund), now);
  });
}

async function sent(payments: Payments, refund: Refund): Promise<RefundResult> {
  const charge = refund.chargeId === null ? null : await ChargeAttempt.findByPk(refund.chargeId);
  if (!charge?.reference) return { state: 'declined', reason: 'No payment by card is left that it could go back to.' };
  if (refund.amount > charge.amount) return { state: 'declined', reason: PARTLY_CREDIT };
  return payments.refund({ key: keyOf(refund), charge: charge.reference, amount: refund.amount });
}

const PARTLY_CREDIT = 'A part of it had been paid from your credit, so that all of it is your credit again.';

/** The provider tells by itself what became of a refund. */
export function refundHeard({ key, state, reference, reason }: PaymentEvent, now: Date): Promise<void> {
  const result: RefundResult =
    state === 'paid' ? { state: 'refunded', reference } : { state, reason: reason ?? 'The bank did not say why.' };
  return hearOfRefund(Number(key.slice('refund:'.length)), result, now);
}

/** News of a refund that is over changes nothing, but for money that really went. */
export function hearOfRefund(id: number, result: RefundResult, now: Date): Promise<void> {
  return transaction(async t => {
    const refund = await Refund.findByPk(id, { lock: t.LOCK.UPDATE, rejectOnEmpty: true });
    if (refund.state === 'refunded') return;
    if (result.state === 'refunded') return refunded(refund, result.reference, now);
    if (refund.state === 'declined') return;
    if (result.state === 'declined') return declined(refund, result.reason, now);
    await refund.update({ state: 'pending', nextAskAt: askAgainAt('pending', now) });
  });
}

async function refunded(refund: Refund, reference: string, now: Date): Promise<void> {
  const { id, amount, clientId, contractId } = refund;
  const lines = move(amount, client(clientId), outside);
  await post({ key: `refund-paid:${id}`, kind: 'refund-paid', contractId, week: null, now, lines });
  await refund.update({ state: 'refunded', reference, settledAt: now, nextAskAt: null, reason: null });
  await record('refund.paid', { contractId, actorId: null, now, facts: { amount } });
  await tell('refund.paid', { to: clientId, contractId, facts: { amount, title: await titleOf(contractId) }, now });
}

async function declined(refund: Refund, reason: string, now: Date): Promise<void> {
  const { amount, clientId, contractId } = refund;
  await refund.update({ state: 'declined', reason: reason.slice(0, 200), settledAt: now, nextAskAt: null });
  await record('refund.declined', { contractId, actorId: null, now, facts: { amount, reason } });
  const facts = { amount, title: await titleOf(contractId), reason };
  await tell('refund.declined', { to: clientId, contractId, facts, now });
}

const titleOf = async (contractId: number): Promise<string> =>
  (await Contract.findByPk(contractId, { rejectOnEmpty: true })).title;
