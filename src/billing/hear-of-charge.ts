/** What the payment provider said of a charge: as an answer or as an event, in any order and more than once. */
import { Contract } from '../contracts/contract-model.ts';
import { transaction } from '../db/sequelize.ts';
import { record } from '../events/record.ts';
import type { Cents } from '../kernel/money.ts';
import { tell } from '../notices/tell.ts';
import type { ChargeResult, PaymentEvent } from '../outside/payments.ts';
import { balanceOf } from './balances.ts';
import type { ChargeAttempt } from './charge-attempt-model.ts';
import { attemptHeard, keepAnswer, type Charged } from './charge-attempts.ts';
import { askAgainAt } from './invoice.ts';
import { Invoice } from './invoice-model.ts';
import { client, due, escrow, move, outside } from './ledger.ts';
import { clearProblem } from './payment-problem.ts';
import { post } from './post.ts';
import { recoverClaim } from './recover-claim.ts';
import { refundSurplus } from './refund-surplus.ts';
import { releaseIfDue } from './release.ts';

/** Names one attempt to charge one invoice, for the provider and for the ledger. */
export const chargeKey = (invoiceId: number, attempt: number): string => `charge:${invoiceId}:${attempt}`;

/** The provider tells by itself what became of a charge. */
export function chargeHeard({ key, state, reference, reason }: PaymentEvent, now: Date): Promise<void> {
  const [, invoiceId, attempt] = key.split(':');
  const result: ChargeResult =
    state === 'paid' ? { state, reference } : { state, reason: reason ?? 'The bank did not say why.' };
  return hearOfCharge(Number(invoiceId), Number(attempt), result, now);
}

/** The attempt in the book of what was asked. */
export const ofInvoice = (ownerId: number, attempt: number): Charged => ({ about: 'invoice', ownerId, attempt });

/** News of an attempt that is over changes nothing, but for money that really came: it is never lost. */
export function hearOfCharge(invoiceId: number, attempt: number, result: ChargeResult, now: Date): Promise<void> {
  return transaction(async t => {
    const invoice = await Invoice.findByPk(invoiceId, { lock: t.LOCK.UPDATE, rejectOnEmpty: true });
    const asked = await attemptHeard(ofInvoice(invoiceId, attempt), invoice.amount, now);
    if (asked.state === 'paid' || (asked.state === 'declined' && result.state !== 'paid')) return;
    await keepAnswer(asked, result, now);
    if (result.state === 'paid') return paid(invoice, asked, result.reference, now);
    if (invoice.chargeState === 'paid' || attempt !== invoice.chargeAttempt) return;
    if (result.state === 'declined') return declined(invoice, asked.amount, result.reason, now);
    await invoice.update({ chargeState: 'pending', nextChargeAt: askAgainAt('pending', now) });
  });
}

async function paid(invoice: Invoice, charge: ChargeAttempt, reference: string, now: Date): Promise<void> {
  const { id, clientId, contractId, week, number } = invoice;
  const { attempt, amount } = charge;
  const isPaid = invoice.chargeState === 'paid';
  const owed = isPaid ? 0 : await balanceOf(due(id));
  const settles = Math.min(amount, owed);
  const lines = [...move(amount, outside, client(clientId)), ...move(settles, due(id), escrow(id))];
  await post({ key: chargeKey(id, attempt), kind: 'charge', contractId, week, now, lines });
  // What settles nothing, because it was paid or forgiven before, is the client's.
  const surplus = { amount: amount - settles, what: `invoice ${number}`, invoiceId: id };
  if (surplus.amount > 0) await refundSurplus(invoice, surplus, charge, now);
  if (isPaid) return;
  // Credit that was set aside and is not needed any more stays credit by itself.
  await spendCredit(invoice, Math.min(charge.credit, owed - settles), now);
  await invoice.update({ chargeAttempt: attempt, chargeReference: reference });
  await settled(invoice, owed, now);
}

/** Part of the act that claimed the invoice: the client's credit is enough for all of it. */
export async function payFromCredit({ id }: Invoice, now: Date): Promise<void> {
  return transaction(async t => {
    const invoice = await Invoice.findByPk(id, { lock: t.LOCK.UPDATE, rejectOnEmpty: true });
    const owed = await balanceOf(due(id));
    await spendCredit(invoice, owed, now);
    await settled(invoice, owed, now);
  });
}

/** The client had it already, so nothing comes from outside. */
async function spendCredit({ id, contractId, week, number }: Invoice, amount: Cents, now: Date): Promise<void> {
  if (amount === 0) return;
  const lines = move(amount, due(id), escrow(id));
  await post({ key: `credit:${id}`, kind: 'credit', contractId, week, now, lines });
  await record('credit.spent', { contractId, actorId: null, now, facts: { number, amount } });
}

/** Nothing is due any more. */
async function settled(invoice: Invoice, amount: Cents, now: Date): Promise<void> {
  const { id, clientId, contractId, number } = invoice;
  await invoice.update({ chargeState: 'paid', paidAt: now, nextChargeAt: null, chargeFailure: null });
  await recoverClaim(invoice, now);
  await clearProblem(contractId);
  await record('invoice.paid', { contractId, actorId: null, now, facts: { number, amount } });
  const { title } = await Contract.findByPk(contractId, { rejectOnEmpty: true });
  const facts = { invoice: id, number, title, amount };
  for (const to of [clientId, invoice.freelancerId]) await tell('invoice.paid', { to, contractId, facts, now });
  await releaseIfDue(invoice, now);
}

async function declined(invoice: Invoice, amount: Cents, reason: string, now: Date): Promise<void> {
  const { id, clientId, freelancerId, contractId, number } = invoice;
  await invoice.update({
    ...{ chargeState: 'failed', chargeFailure: reason.slice(0, 200) },
    ...{ chargeAttempt: invoice.chargeAttempt + 1, nextChargeAt: askAgainAt('failed', now) },
  });
  const contract = await Contract.findByPk(contractId, { rejectOnEmpty: true });
  if (contract.paymentProblemSince === null) await contract.update({ paymentProblemSince: now });
  await record('invoice.charge-failed', { contractId, actorId: null, now, facts: { number, reason } });
  const facts = { invoice: id, number, title: contract.title, amount, reason };
  for (const to of [clientId, freelancerId]) await tell('invoice.charge-failed', { to, contractId, facts, now });
}
