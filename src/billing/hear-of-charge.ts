/** What the payment provider said of a charge: as an answer or as an event, in any order and more than once. */
import { Op } from 'sequelize';
import { Contract } from '../contracts/contract-model.ts';
import { transaction } from '../db/sequelize.ts';
import { record } from '../events/record.ts';
import { tell } from '../notices/tell.ts';
import type { ChargeResult, PaymentEvent } from '../outside/payments.ts';
import { askAgainAt } from './invoice.ts';
import { Invoice } from './invoice-model.ts';
import { client, due, escrow, move, outside } from './ledger.ts';
import { post } from './post.ts';
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

/** News of an attempt that is over changes nothing, but for money that really came: it is never lost. */
export function hearOfCharge(invoiceId: number, attempt: number, result: ChargeResult, now: Date): Promise<void> {
  return transaction(async t => {
    const invoice = await Invoice.findByPk(invoiceId, { lock: t.LOCK.UPDATE, rejectOnEmpty: true });
    if (result.state === 'paid') return paid(invoice, attempt, result.reference, now);
    if (invoice.chargeState === 'paid' || attempt !== invoice.chargeAttempt) return;
    if (result.state === 'declined') return declined(invoice, result.reason, now);
    await invoice.update({ chargeState: 'pending', nextChargeAt: askAgainAt('pending', now) });
  });
}

async function paid(invoice: Invoice, attempt: number, reference: string, now: Date): Promise<void> {
  const { id, amount, clientId, contractId, week, number } = invoice;
  const isPaid = invoice.chargeState === 'paid';
  if (isPaid && attempt === invoice.chargeAttempt) return;
  const came = move(amount, outside, client(clientId));
  // A second payment settles nothing: its money is the client's.
  const lines = isPaid ? came : [...came, ...move(amount, due(id), escrow(id))];
  await post({ key: chargeKey(id, attempt), kind: 'charge', contractId, week, now, lines });
  if (isPaid) return;
  const payment = { chargeAttempt: attempt, chargeReference: reference, paidAt: now };
  await invoice.update({ chargeState: 'paid', ...payment, nextChargeAt: null, chargeFailure: null });
  await clearProblem(contractId);
  await record('invoice.paid', { contractId, actorId: null, now, facts: { number, amount } });
  const { title } = await Contract.findByPk(contractId, { rejectOnEmpty: true });
  const facts = { invoice: id, number, title, amount };
  for (const to of [clientId, invoice.freelancerId]) await tell('invoice.paid', { to, contractId, facts, now });
  await releaseIfDue(invoice, now);
}

async function declined(invoice: Invoice, reason: string, now: Date): Promise<void> {
  const { id, amount, clientId, freelancerId, contractId, number } = invoice;
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

/** The contract has no payment problem once none of its charges is open after a no. */
async function clearProblem(contractId: number): Promise<void> {
  const open = await Invoice.count({
    where: { contractId, chargeState: { [Op.in]: ['failed', 'pending'] }, chargeAttempt: { [Op.gt]: 1 } },
  });
  if (open === 0) await Contract.update({ paymentProblemSince: null }, { where: { id: contractId } });
}
