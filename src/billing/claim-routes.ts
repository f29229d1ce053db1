/** Claims as the two sides see them: the list, one, and filing one. */
import { Router, type Request, type Response } from 'express';
import { authorize } from '../policy/policy.ts';
import { blankForm, readForm, type Form } from '../web/form.ts';
import { redirect, show, unchanged, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import { appealUntilFrom, deadlineWords } from '../disputes/deadline.ts';
import { appealClaim } from './appeal-claim.ts';
import { whyNotAppealClaim } from './claim-ruling.ts';
import { claimFacts } from './claim-facts.ts';
import { Claim } from './claim-model.ts';
import { claimList, claimLocals, findClaim } from './claim-page.ts';
import { claimRefusalWords, whyNotClaim } from './claim.ts';
import { claimWorth } from './decide-claim.ts';
import { fileClaim } from './file-claim.ts';
import { claimAppealForm, claimForm, numberIn } from './giving-forms.ts';
import type { Invoice } from './invoice-model.ts';
import { findInvoice } from './invoice-rows.ts';

const listScreen: Screen = { title: 'Claims', view: 'billing/claims' };
const oneScreen: Screen = { title: 'Claim', view: 'billing/claim' };
const newScreen: Screen = { title: 'File a claim', view: 'billing/claim-new' };

export function claims(): Router {
  return Router()
    .get('/claims', signedIn, list)
    .get('/claims/:id', signedIn, showOne)
    .get('/invoices/:id/claim/new', signedIn, showNew)
    .post('/invoices/:id/claim', signedIn, file)
    .post('/claims/:id/appeal', signedIn, appeal);
}

async function list(req: Request, res: Response) {
  authorize(req.actor, 'claims.see');
  const found = await claimList(Claim.visibleTo(req.actor), numberIn(req.query['page']), '/claims');
  await show(req, res, listScreen, found);
}

async function showOne(req: Request, res: Response) {
  const claim = await findClaim(numberIn(req.params['id']), req.actor);
  await show(req, res, oneScreen, await sideLocals(req, claim, blankForm()));
}

async function appeal(req: Request, res: Response) {
  const claim = await findClaim(numberIn(req.params['id']), req.actor);
  authorize(req.actor, 'claim.file', claim);
  const form = readForm(claimAppealForm, req.body);
  const appealed = await form.submit(typed => appealClaim(claim.id, typed.appeal, req.actor, req.now));
  if (!appealed) return unchanged(req, res, oneScreen, await sideLocals(req, await claim.reload(), form), form);
  say(res, 'claim-appealed');
  redirect(req, res, `/claims/${claim.id}`);
}

/** What one of the two sides reads, and until when the freelancer can appeal. */
async function sideLocals({ actor, now }: Request, claim: Claim, form: Form<unknown>) {
  const { sentence, ...locals } = await claimLocals(claim);
  const side = actor.id === claim.clientId ? ('client' as const) : ('freelancer' as const);
  const { state, appealedAt = null, appealWords = null, decidedAt = null } = claim;
  const refusal = whyNotAppealClaim({ state, appealedAt, decidedAt }, now);
  const open = side === 'freelancer' && refusal === null && decidedAt !== null;
  const appealUntil = open ? deadlineWords(appealUntilFrom(decidedAt), actor.timeZone) : null;
  return {
    ...locals,
    side,
    sentence: sentence(side),
    form,
    appealUntil,
    appealed: appealedAt && { at: appealedAt, words: appealWords },
  };
}

async function showNew(req: Request, res: Response) {
  const invoice = await invoiceToClaim(req);
  await show(req, res, newScreen, { ...(await newLocals(invoice)), form: blankForm() });
}

async function file(req: Request, res: Response) {
  const invoice = await invoiceToClaim(req);
  const form = readForm(claimForm, req.body);
  const claim = await form.submit(({ words }) => fileClaim(invoice.id, words, req.actor, req.now));
  if (!claim) return unchanged(req, res, newScreen, { ...(await newLocals(invoice)), form }, form);
  say(res, 'claim-filed');
  redirect(req, res, `/claims/${claim.id}`);
}

async function invoiceToClaim(req: Request): Promise<Invoice> {
  const invoice = await findInvoice(req.params['id'], req.actor, ['contract', 'client']);
  authorize(req.actor, 'claim.file', invoice);
  return invoice;
}

/** The page says beforehand whether it is possible, and what it would bring. */
async function newLocals(invoice: Invoice) {
  const { id, number, amount, protectedAmount } = invoice;
  const refusal = whyNotClaim(await claimFacts(invoice));
  const worth = await claimWorth(invoice);
  return {
    invoice: {
      id,
      number,
      amount,
      protectedAmount,
      title: invoice.contract?.title ?? '',
      client: invoice.client?.name ?? '',
    },
    worth: { ...worth, net: worth.amount - worth.fee },
    whyNot: refusal && claimRefusalWords[refusal],
  };
}
