/** What the page of one invoice shows, to either side. */
import { config } from '../config.ts';
import type { Payments } from '../outside/payments.ts';
import type { Cents } from '../kernel/money.ts';
import { Dispute } from '../disputes/dispute-model.ts';
import { disputeSign } from '../disputes/dispute-words.ts';
import { dateTime, dayLong, dayShort, fromSeconds, toSeconds, utcDay, weekEnd } from '../kernel/time.ts';
import { rootOfDay } from '../evidence/root-rows.ts';
import { may, type Actor } from '../policy/policy.ts';
import { blankForm, type Form } from '../web/form.ts';
import type { Screen } from '../web/page.ts';
import { balanceOf } from './balances.ts';
import { creditToSpend, paidFromCredit } from './credit-of.ts';
import { feeFor } from './fee.ts';
import { heldOf } from './held.ts';
import { stepsOf, utcMoment, lastOfReview, type Step } from './invoice-cycle.ts';
import type { InvoiceLineRow } from './invoice-line-model.ts';
import type { Invoice } from './invoice-model.ts';
import { findInvoice, linesOfInvoice } from './invoice-rows.ts';
import { whyNotApprove, whyNotPayNow } from './invoice.ts';
import { nextFor, signOf } from './invoice-words.ts';
import { due, escrow } from './ledger.ts';
import { accountFacts } from './payout-account-rows.ts';
import { paymentMethodOf } from './payment-method-of.ts';
import { earnedBefore } from './earned.ts';
import { Refund } from './refund-model.ts';

export const invoiceScreen = ({ number }: Invoice): Screen => ({
  title: `Invoice ${number}`,
  view: 'billing/invoice',
  regions: { invoice: 'billing/_invoice' },
});

/** @throws NotFound for everybody but its two sides */
export const invoiceForPage = (id: unknown, actor: Actor): Promise<Invoice> =>
  findInvoice(id, actor, ['contract', 'client', 'freelancer', 'payout']);

/** @param invoice from {@link invoiceForPage} @param form of the act that was refused */
export async function invoiceLocals(
  invoice: Invoice,
  actor: Actor,
  payments: Payments,
  now: Date,
  form: Form<unknown> = blankForm(),
) {
  const { id, number, contractId, amount, seconds, protectedSeconds, protectedAmount, issuedAt } = invoice;
  const side = actor.id === invoice.clientId ? 'client' : 'freelancer';
  const [lines, fee, disputes] = await Promise.all([linesOfInvoice(id), feeOf(invoice), disputesOf(id)]);
  const next = await nextOf(invoice, side, fee, now);
  const paid = side === 'client' ? await paidBy(invoice) : null;
  const facts = cycleFacts(invoice);
  return {
    ...{ form, side, playMoney: !payments.real },
    paid,
    invoice: {
      ...{ id, number, contractId, title: invoice.contract?.title ?? '', amount, seconds, issuedAt },
      ...{ protectedSeconds, protectedAmount, protectedShare: seconds > 0 ? protectedSeconds / seconds : null },
      sign: signOf(invoice),
      failed: invoice.chargeState === 'failed',
      client: invoice.client?.name ?? '',
      freelancer: invoice.freelancer?.name ?? '',
      csvHref: `/invoices/${id}.csv`,
      diaryHref: `/contracts/${contractId}/diary/${utcDay(invoice.week)}`,
    },
    week: weekWords(invoice, actor.timeZone),
    steps: stepsOf(facts, now).map(stepWords),
    next,
    fee,
    reviewEnds: utcMoment(lastOfReview(invoice.week)),
    evidence: await evidenceOf(invoice),
    lines: lines.map(line => lineWords(id, line)),
    disputes,
    may: {
      dispute: may(actor, 'dispute.open', invoice) && whyNotApprove(invoice, now) === null,
      approve: may(actor, 'invoice.approve', invoice) && whyNotApprove(invoice, now) === null,
      payNow:
        may(actor, 'invoice.pay', invoice) &&
        whyNotPayNow(invoice, now) !== 'paid-already' &&
        invoice.chargeState === 'failed',
      method: may(actor, 'invoice.pay', invoice) && invoice.chargeState !== 'paid',
    },
  };
}

const cycleFacts = (invoice: Invoice) => {
  const { week, amount, chargeState, acceptedAt, acceptedById, releasedAt, issuedAt, nextChargeAt, paidAt } = invoice;
  const payout = invoice.payout ?? null;
  return { week, amount, chargeState, acceptedAt, acceptedById, releasedAt, issuedAt, nextChargeAt, paidAt, payout };
};

async function nextOf(invoice: Invoice, side: 'client' | 'freelancer', { net }: Fee, now: Date) {
  const [owed, inEscrow, held, method, account] = await Promise.all([
    balanceOf(due(invoice.id)),
    balanceOf(escrow(invoice.id)),
    heldOf(invoice.id),
    paymentMethodOf(invoice.clientId),
    accountFacts(invoice.freelancerId, now),
  ]);
  const people = { client: invoice.client?.name ?? '', freelancer: invoice.freelancer?.name ?? '' };
  const { chargeFailure = null } = invoice;
  const credit = side === 'client' && owed > 0 ? await creditToSpend(invoice, owed) : 0;
  const facts = {
    ...cycleFacts(invoice),
    ...people,
    due: owed,
    credit,
    escrow: inEscrow,
    held: held.amount,
    net,
    chargeFailure,
    account,
  };
  return nextFor(side, { ...facts, method: method?.label ?? null }, now);
}

/** @property of what is kept @property known false while it is only what it would be now */
type Fee = { of: Cents; amount: Cents; net: Cents; known: boolean };
/** Known once it is released: until then what it would be now, of what has not gone back to the client and is not disputed. */
async function feeOf(invoice: Invoice): Promise<Fee> {
  const { fee = null, releasedCents = null } = invoice;
  const of = releasedCents ?? (await stillTheirs(invoice.id));
  const amount = fee ?? feeFor(await earnedBefore(invoice), of, config.fees);
  return { of, amount, net: of - amount, known: fee !== null };
}

const stillTheirs = async (id: number): Promise<Cents> =>
  (await balanceOf(due(id))) + (await balanceOf(escrow(id))) - (await heldOf(id)).amount;

/** A week has a few at most: each block is disputed once. */
async function disputesOf(invoiceId: number) {
  const found = await Dispute.findAll({ where: { invoiceId }, order: [['id', 'ASC']], limit: 100 });
  return found.map(({ id, state, ending = null, blocks, amount }) => ({
    ...{ href: `/disputes/${id}`, sign: disputeSign(state, ending), blocks, amount },
  }));
}

/** What the client reads below the total: what went back or was let off, and what credit paid. Null when it is just the total. */
async function paidBy({ id, amount, chargeState }: Invoice) {
  const where = { invoiceId: id, source: ['due', 'escrow', 'balance'] };
  const [back, credit] = [Number((await Refund.sum('amount', { where })) ?? 0), await paidFromCredit(id)];
  if (back === 0 && credit === 0) return null;
  const label = chargeState !== 'paid' ? 'To pay' : credit > 0 ? 'Paid by card' : 'Paid in the end';
  return { back, credit, label, rest: amount - back - credit };
}

/** The root of the day on which it was issued: whoever keeps the invoice can prove what stood behind it then. */
async function evidenceOf({ issuedAt }: Invoice) {
  const day = utcDay(toSeconds(issuedAt));
  return { day: dayShort(day), root: (await rootOfDay(day))?.root.toString('hex') ?? null };
}

const stepWords = (step: Step) => ({ ...step, at: step.at.toISOString(), words: utcMoment(step.at) });

/** The week is one of UTC; readers elsewhere see where it begins and ends for them. */
function weekWords({ week }: Invoice, zone: string) {
  const [from, to] = [fromSeconds(week), fromSeconds(weekEnd(week))];
  return {
    first: dayLong(utcDay(week)),
    last: dayLong(utcDay(weekEnd(week) - 1)),
    local: zone === 'UTC' ? null : { from: dateTime(from, zone), to: dateTime(to, zone), zone },
  };
}

function lineWords(invoiceId: number, line: InvoiceLineRow) {
  const { id, rateCents, seconds, amount, protectedSeconds, blocks, code } = line;
  return {
    ...{ rate: rateCents, seconds, amount, protectedSeconds, blocks },
    code: code?.code ?? null,
    codeName: code && code.name !== code.code ? code.name : null,
    href: `/invoices/${invoiceId}/lines/${id}`,
  };
}
