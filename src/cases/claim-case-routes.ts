/** Claims as admins see them: what waits, and one as a case, with what a decision would do. */
import { Router, type Request, type Response } from 'express';
import { steppedUp } from '../accounts/stepped-up.ts';
import { Claim } from '../billing/claim-model.ts';
import { claimList } from '../billing/claim-page.ts';
import { approveClaim, decideClaim, sendClaimBack } from '../billing/decide-claim.ts';
import { numberIn, rulingForm } from '../billing/giving-forms.ts';
import { Invoice } from '../billing/invoice-model.ts';
import { billedBlocks } from '../disputes/dispute-blocks.ts';
import { runCheck } from '../evidence/run-check.ts';
import { NotFound } from '../kernel/errors.ts';
import { weekOf } from '../kernel/time.ts';
import type { Outside } from '../outside/outside.ts';
import { authorize } from '../policy/policy.ts';
import { blankForm, readForm, type Form } from '../web/form.ts';
import { redirect, show, unchanged, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { first, signedIn } from '../web/session.ts';
import { caseEvidence } from './case-evidence.ts';
import { returnForm } from './case-forms.ts';
import { caseBlockLocals } from './case-viewer.ts';
import { claimCaseHref, claimCaseLocals } from './claim-case.ts';
import { lookHref, lookingInto } from './looking.ts';
import { timelineOf } from './timeline.ts';
import { viewingCase } from './viewing-case.ts';

const listScreen: Screen = { title: 'Claims', view: 'admin/claims' };
const caseScreen: Screen = { title: 'Claim', view: 'admin/claim' };
const blockScreen: Screen = { title: 'Block of a claim', view: 'admin/case-block' };

export function claimCases(outside: Outside, secret: Buffer): Router {
  return Router()
    .get('/admin/claims', signedIn, list)
    .get('/admin/claims/:id', signedIn, showCase)
    .get('/admin/claims/:id/blocks/:startedAt', signedIn, showBlock)
    .post('/admin/claims/:id/evidence-check', signedIn, check)
    .post('/admin/claims/:id/decision', signedIn, steppedUp, decide)
    .post('/admin/claims/:id/approval', signedIn, steppedUp, approve)
    .post('/admin/claims/:id/return', signedIn, steppedUp, giveBack);

  async function list(req: Request, res: Response) {
    authorize(req.actor, 'claims.decide');
    const all = req.query['all'] === 'yes';
    const found = await claimList(all ? {} : { state: 'filed' }, numberIn(req.query['page']), '/admin/claims');
    await show(req, res, listScreen, { ...found, all });
  }

  async function showCase(req: Request, res: Response) {
    const claim = await claimOf(req);
    if (await looks(req, res, claim)) await show(req, res, caseScreen, await page(req, claim, blankForm()));
  }

  async function showBlock(req: Request, res: Response) {
    const claim = await claimOf(req);
    if (!(await looks(req, res, claim))) return;
    const viewing = await viewingCase(claim.contractId, secret, req);
    const starts = (await billedBlocks(claim.invoiceId)).map(({ startedAt }) => startedAt);
    const place = { starts, href: claimCaseHref(claim.id), label: `Claim ${claim.id}` };
    await show(req, res, blockScreen, await caseBlockLocals(viewing, req.params['startedAt'], place));
  }

  async function check(req: Request, res: Response) {
    const claim = await claimOf(req);
    await runCheck(claim.contractId, req.actor.id, outside);
    redirect(req, res, `${claimCaseHref(claim.id)}#evidence`);
  }

  async function decide(req: Request, res: Response) {
    const claim = await claimOf(req);
    const form = readForm(rulingForm, req.body);
    const decided = await form.submit(ruling => decideClaim(claim.id, ruling, req.actor, req.now));
    await answer(req, res, claim, form, decided);
  }

  async function approve(req: Request, res: Response) {
    const claim = await claimOf(req);
    const form = readForm(returnForm.partial(), {});
    await answer(req, res, claim, form, await form.submit(() => approveClaim(claim.id, req.actor, req.now)));
  }

  async function giveBack(req: Request, res: Response) {
    const claim = await claimOf(req);
    const form = readForm(returnForm, req.body);
    const sent = await form.submit(({ words }) => sendClaimBack(claim.id, words, req.actor, req.now));
    await answer(req, res, claim, form, sent, 'decision-sent-back');
  }

  /** Back to the claim, or the same page with what was typed and why nothing was done. */
  async function answer(
    req: Request,
    res: Response,
    claim: Claim,
    form: Form<unknown>,
    done: Claim | null,
    said?: 'decision-sent-back',
  ) {
    if (done) {
      say(
        res,
        said ?? (done.state === 'paid' ? 'claim-paid' : done.state === 'refused' ? 'claim-refused' : 'claim-proposed'),
      );
      return redirect(req, res, claimCaseHref(claim.id));
    }
    if (await looks(req, res, claim))
      await unchanged(req, res, caseScreen, await page(req, await claim.reload(), form), form);
  }

  async function page(req: Request, claim: Claim, form: Form<unknown>) {
    const viewing = await viewingCase(claim.contractId, secret, req);
    const { week } = await Invoice.findByPk(claim.invoiceId, { rejectOnEmpty: true });
    const all = req.query['timeline'] === 'all';
    const asked = { week: all ? null : weekOf(week), after: numberIn(req.query['after']), disputeId: null };
    return {
      ...{ ...(await claimCaseLocals(claim, viewing)), all, form },
      timeline: await timelineOf(viewing, asked),
      evidence: await caseEvidence(viewing, week, claimCaseHref(claim.id)),
    };
  }
}

async function claimOf(req: Request): Promise<Claim> {
  authorize(req.actor, 'claims.decide');
  return Claim.findByPk(numberIn(req.params['id']), { rejectOnEmpty: new NotFound('claim') });
}

/** On the request's actor stands the stated reason from now on. Without one the admin goes and states it. */
async function looks(req: Request, res: Response, { id, contractId }: Claim): Promise<boolean> {
  const actor = await lookingInto(contractId, req);
  if (actor) req.actor = req.visitor = actor;
  else if (req.method === 'GET') first(req, res, lookHref(contractId));
  else redirect(req, res, `${lookHref(contractId)}?next=${claimCaseHref(id)}`);
  return actor !== null;
}
