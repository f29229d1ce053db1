/** A week is accepted: by its client, or by the end of the review. Of two at once, one does it. */
import { Op } from 'sequelize';
import { Contract } from '../contracts/contract-model.ts';
import { transaction } from '../db/sequelize.ts';
import { record } from '../events/record.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import { oneByOne } from '../kernel/one-by-one.ts';
import { tell } from '../notices/tell.ts';
import type { Actor } from '../policy/policy.ts';
import { approvalRefusalWords, lastReviewed, whyNotApprove } from './invoice.ts';
import { Invoice } from './invoice-model.ts';
import { releaseIfDue } from './release.ts';

/** The client says yes before the review ends. @throws Refused with an `ApprovalRefusal` */
export function approveInvoice(id: number, by: Actor, now: Date): Promise<Invoice> {
  return transaction(async t => {
    const invoice = await Invoice.findByPk(id, { lock: t.LOCK.UPDATE, rejectOnEmpty: new NotFound('invoice') });
    const refusal = whyNotApprove(invoice, now);
    if (refusal) throw new Refused(refusal, approvalRefusalWords[refusal], 409);
    await accept(invoice, by, now);
    return invoice;
  });
}

const INVOICES_A_TICK = 200;

/** Job: the review ended, so everything undisputed counts as accepted. @returns how many invoices */
export async function acceptReviewed(now: Date): Promise<number> {
  const where = { acceptedAt: null, week: { [Op.lte]: lastReviewed(now) } };
  const open = await Invoice.findAll({ where, order: [['week', 'ASC']], limit: INVOICES_A_TICK });
  return oneByOne(open, ({ id }) => acceptOne(id, now));
}

/** @returns false when somebody else accepted it first */
function acceptOne(id: number, now: Date): Promise<boolean> {
  return transaction(async t => {
    const invoice = await Invoice.findByPk(id, { lock: t.LOCK.UPDATE, rejectOnEmpty: true });
    if (invoice.acceptedAt) return false;
    await accept(invoice, null, now);
    return true;
  });
}

async function accept(invoice: Invoice, by: Actor | null, now: Date): Promise<void> {
  const { id, contractId, number, amount, freelancerId } = invoice;
  await invoice.update({ acceptedAt: now, acceptedById: by?.id ?? null });
  await record('invoice.accepted', {
    contractId,
    actorId: by?.id ?? null,
    now,
    facts: { by: by?.name ?? null, number },
  });
  const { title } = await Contract.findByPk(contractId, { rejectOnEmpty: true });
  const facts = { invoice: id, number, title, amount, by: by?.name ?? null };
  await tell('invoice.accepted', { to: freelancerId, contractId, facts, now });
  await releaseIfDue(invoice, now);
}
