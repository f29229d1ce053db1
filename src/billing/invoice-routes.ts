/** Invoices: the list, each one, its blocks, its file; approving it, and paying what failed. */
import { Router, type Request, type Response } from 'express';
import { NotFound } from '../kernel/errors.ts';
import type { Outside } from '../outside/outside.ts';
import { authorize } from '../policy/policy.ts';
import { blankForm, readForm, type Form } from '../web/form.ts';
import { changed, show, unchanged, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import { z } from 'zod';
import { approveInvoice } from './accept-invoice.ts';
import { chargeNow } from './charge-now.ts';
import { invoiceCsv, invoicesCsv } from './invoice-csv.ts';
import { invoiceFilter, invoiceListLocals } from './invoice-list.ts';
import { invoiceForPage, invoiceLocals, invoiceScreen } from './invoice-page.ts';
import { lineLocals } from './invoice-line-page.ts';
import { findInvoice, linesOfInvoice, listInvoices } from './invoice-rows.ts';

const listScreen: Screen = { title: 'Invoices', view: 'billing/invoices' };
const lineScreen: Screen = { title: 'Blocks of a line', view: 'billing/invoice-line' };
const MOST_ROWS = 10_000;
/** A button without fields. */
const button = z.object({});

export function invoices({ payments }: Outside): Router {
  return Router()
    .get('/invoices', signedIn, list)
    .get('/invoices.csv', signedIn, sendList)
    .get('/invoices/:id.csv', signedIn, sendInvoice)
    .get('/invoices/:id', signedIn, async (req, res) => {
      const invoice = await invoiceForPage(req.params['id'], req.actor);
      await show(req, res, invoiceScreen(invoice), await invoiceLocals(invoice, req.actor, payments, req.now));
    })
    .get('/invoices/:id/lines/:line', signedIn, showLine)
    .post('/invoices/:id/approval', signedIn, approve)
    .post('/invoices/:id/charge', signedIn, payNow);

  async function list(req: Request, res: Response) {
    authorize(req.actor, 'money.see');
    const form = readForm(invoiceFilter, req.query);
    const locals = await invoiceListLocals(req.actor, form.values!, Number(req.query['page']) || 1);
    await show(req, res, listScreen, { ...locals, form, playMoney: !payments.real });
  }

  async function approve(req: Request, res: Response) {
    const invoice = await findInvoice(req.params['id'], req.actor);
    authorize(req.actor, 'invoice.approve', invoice);
    const form = readForm(button, req.body);
    const approved = await form.submit(() => approveInvoice(invoice.id, req.actor, req.now));
    if (approved) say(res, 'invoice-approved');
    await answer(req, res, approved ? null : form);
  }

  async function payNow(req: Request, res: Response) {
    const invoice = await findInvoice(req.params['id'], req.actor);
    authorize(req.actor, 'invoice.pay', invoice);
    const form = readForm(button, req.body);
    const state = await form.submit(() => chargeNow(payments, invoice.id, req.now));
    if (state === 'paid') say(res, 'invoice-charged');
    if (state === 'pending') say(res, 'invoice-asked');
    // A card that says no again is told by the page itself, which says why.
    await answer(req, res, state === null ? form : null);
  }

  /** @param refused the form of an act that was not done */
  async function answer(req: Request, res: Response, refused: Form<unknown> | null) {
    const invoice = await invoiceForPage(req.params['id'], req.actor);
    const locals = await invoiceLocals(invoice, req.actor, payments, req.now, refused ?? blankForm());
    if (refused) await unchanged(req, res, invoiceScreen(invoice), locals, refused);
    else await changed(req, res, invoiceScreen(invoice), locals, `/invoices/${invoice.id}`);
  }
}

async function showLine(req: Request, res: Response) {
  const invoice = await findInvoice(req.params['id'], req.actor, ['contract']);
  const locals = await lineLocals(invoice, req.params['line'], Number(req.query['page']) || 1, req.actor);
  if (!locals) throw new NotFound('line');
  await show(req, res, lineScreen, locals);
}

async function sendInvoice(req: Request, res: Response) {
  const invoice = await findInvoice(req.params['id'], req.actor, ['contract', 'client', 'freelancer']);
  send(res, `${invoice.number}.csv`, invoiceCsv(invoice, await linesOfInvoice(invoice.id)));
}

async function sendList(req: Request, res: Response) {
  authorize(req.actor, 'money.see');
  const form = readForm(invoiceFilter, req.query);
  const found = await listInvoices(req.actor, form.values!, MOST_ROWS);
  send(res, 'invoices.csv', invoicesCsv(found, req.actor.role === 'freelancer'));
}

function send(res: Response, name: string, csv: string): void {
  res.set('Cache-Control', 'private, no-store').attachment(name).type('text/csv; charset=utf-8').send(csv);
}
