/** Refunds of an invoice: both read them, the freelancer makes them. */
import { Router, type Request, type Response } from 'express';
import { authorize, may, type Actor } from '../policy/policy.ts';
import { blankForm, readForm } from '../web/form.ts';
import { redirect, show, unchanged, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import { refundForm } from './giving-forms.ts';
import { refundSigns, refundSourceWords } from './giving-words.ts';
import type { Invoice } from './invoice-model.ts';
import { findInvoice } from './invoice-rows.ts';
import { refundInvoice } from './refund-invoice.ts';
import { Refund } from './refund-model.ts';
import { mostNow } from './refund.ts';
import { refundableOf } from './refundable.ts';

const screen: Screen = { title: 'Refunds', view: 'billing/refunds' };

export function refunds(): Router {
  return Router()
    .get('/invoices/:id/refunds', signedIn, async (req, res) => {
      const invoice = await invoiceOf(req);
      await show(req, res, screen, { ...(await localsOf(invoice, req.actor)), form: blankForm() });
    })
    .post('/invoices/:id/refunds', signedIn, giveBack);
}

const invoiceOf = (req: Request): Promise<Invoice> => findInvoice(req.params['id'], req.actor, ['contract', 'client']);

async function giveBack(req: Request, res: Response) {
  const invoice = await invoiceOf(req);
  authorize(req.actor, 'invoice.refund', invoice);
  const form = readForm(refundForm, req.body);
  const refund = await form.submit(values => refundInvoice(invoice.id, values, req.actor, req.now));
  if (!refund) return unchanged(req, res, screen, { ...(await localsOf(invoice, req.actor)), form }, form);
  say(res, refund.source === 'due' ? 'charge-lowered' : 'refunded');
  redirect(req, res, `/invoices/${invoice.id}/refunds`);
}

/** An invoice has few: each is a decision of a person's. */
const MOST_SHOWN = 100;

async function localsOf(invoice: Invoice, actor: Actor) {
  const { id, number, amount } = invoice;
  const made = await Refund.findAll({ where: { invoiceId: id }, order: [['id', 'DESC']], limit: MOST_SHOWN });
  const facts = await refundableOf(invoice);
  return {
    invoice: { id, number, amount, title: invoice.contract?.title ?? '', client: invoice.client?.name ?? '' },
    refunds: made.map(refund => shown(refund, actor)),
    nth: (await Refund.count({ where: { invoiceId: id } })) + 1,
    mayRefund: may(actor, 'invoice.refund', invoice) && facts.most > 0,
    possible: { source: facts.source, most: facts.most, now: facts.source === 'balance' ? mostNow(facts) : facts.most },
  };
}

const shown = ({ amount, words, madeAt, source, state, reason, feeBack, freelancerId }: Refund, actor: Actor) => ({
  ...{ amount, words, at: madeAt, reason, source: refundSourceWords[source], sign: refundSigns[state] },
  feeBack: actor.id === freelancerId ? feeBack : 0,
});
