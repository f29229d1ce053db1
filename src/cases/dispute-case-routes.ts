/** A dispute as a case: everything on one page, and the decision, which is seen before it is made. */
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { steppedUp } from '../accounts/stepped-up.ts';
import { numberIn } from '../billing/giving-forms.ts';
import { approveRuling, decideAppeal, proposeRuling, sendBack } from '../disputes/decide-dispute.ts';
import { Dispute } from '../disputes/dispute-model.ts';
import { findFile } from '../disputes/find-dispute.ts';
import { runCheck } from '../evidence/run-check.ts';
import { NotFound } from '../kernel/errors.ts';
import { weekOf } from '../kernel/time.ts';
import { Invoice } from '../billing/invoice-model.ts';
import type { Outside } from '../outside/outside.ts';
import { authorize } from '../policy/policy.ts';
import { blankForm, readForm, type Form } from '../web/form.ts';
import { redirect, show, unchanged, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { first, signedIn } from '../web/session.ts';
import { caseEvidence } from './case-evidence.ts';
import { decisionForm, pressedIn, returnForm } from './case-forms.ts';
import { caseBlockLocals } from './case-viewer.ts';
import { caseHref, caseLocals, contestedOf, previewLocals } from './dispute-case.ts';
import { lookHref, lookingInto } from './looking.ts';
import { presets, type Preset } from './choices.ts';
import { timelineOf } from './timeline.ts';
import { viewingCase } from './viewing-case.ts';

const caseScreen: Screen = { title: 'Dispute', view: 'admin/case' };
const previewScreen: Screen = { title: 'Decide so?', view: 'admin/case-preview' };
const blockScreen: Screen = { title: 'Block of a dispute', view: 'admin/case-block' };

export function disputeCases(outside: Outside, secret: Buffer): Router {
  return Router()
    .get('/admin/disputes/:id', signedIn, showCase)
    .get('/admin/disputes/:id/blocks/:startedAt', signedIn, showBlock)
    .get('/admin/disputes/:id/files/:file', signedIn, sendFile)
    .post('/admin/disputes/:id/evidence-check', signedIn, check)
    .post('/admin/disputes/:id/decision', signedIn, steppedUpToDecide, decide)
    .post('/admin/disputes/:id/approval', signedIn, steppedUp, approve)
    .post('/admin/disputes/:id/return', signedIn, steppedUp, giveBack);

  async function showCase(req: Request, res: Response) {
    const dispute = await disputeOf(req);
    if (await looks(req, res, dispute)) await show(req, res, ...(await page(req, dispute, blankForm())));
  }

  async function showBlock(req: Request, res: Response) {
    const dispute = await disputeOf(req);
    if (!(await looks(req, res, dispute))) return;
    const viewing = await viewingCase(dispute.contractId, secret, req);
    const starts = (await contestedOf(dispute.id)).map(({ startedAt }) => startedAt);
    const place = { starts, href: caseHref(dispute.id), label: `Dispute ${dispute.id}` };
    await show(req, res, blockScreen, await caseBlockLocals(viewing, req.params['startedAt'], place));
  }

  async function sendFile(req: Request, res: Response) {
    const dispute = await disputeOf(req);
    const file = await findFile(dispute, req.params['file']);
    if (!(await looks(req, res, dispute))) return;
    const bytes = await outside.storage.get(file.storageKey);
    if (!bytes) throw new Error(`the file ${file.id} of a dispute is gone`);
    res.set('Cache-Control', 'private, no-store');
    if (file.type === 'application/pdf') res.attachment(file.name);
    res.type(file.type).send(bytes);
  }

  async function check(req: Request, res: Response) {
    const dispute = await disputeOf(req);
    await runCheck(dispute.contractId, req.actor.id, outside);
    redirect(req, res, `${caseHref(dispute.id)}#evidence`);
  }

  /** Choosing, looking at what it would do, going back to change it, and deciding: one form, several buttons. */
  async function decide(req: Request, res: Response) {
    const dispute = await disputeOf(req);
    const pressed = pressedIn(req.body);
    const preset = presets.find((one): one is Preset => one === pressed);
    const judged = pressed === 'preview' || pressed === 'decide';
    const form = decisionForm(req.body, await contestedOf(dispute.id), judged, preset);
    if (pressed === 'decide') {
      const act = dispute.state === 'appealed' ? decideAppeal : proposeRuling;
      const decided = await form.submit(rulings => act(dispute.id, rulings, req.actor, req.now));
      if (decided) return done(req, res, decided);
    }
    if (!(await looks(req, res, dispute))) return;
    if (pressed === 'preview' && form.values) {
      const viewing = await viewingCase(dispute.contractId, secret, req);
      return show(req, res, previewScreen, await previewLocals(dispute, viewing, form.values, form));
    }
    const [screen, locals] = await page(req, await dispute.reload(), form);
    await (judged ? unchanged(req, res, screen, locals, form) : show(req, res, screen, locals));
  }

  async function approve(req: Request, res: Response) {
    const dispute = await disputeOf(req);
    const form = readForm(returnForm.partial(), {});
    const approved = await form.submit(() => approveRuling(dispute.id, req.actor, req.now));
    if (approved) return done(req, res, approved);
    if (await looks(req, res, dispute)) await refuse(req, res, dispute, form);
  }

  async function giveBack(req: Request, res: Response) {
    const dispute = await disputeOf(req);
    const form = readForm(returnForm, req.body);
    const sent = await form.submit(({ words }) => sendBack(dispute.id, words, req.actor, req.now));
    if (sent) {
      say(res, 'decision-sent-back');
      return redirect(req, res, caseHref(dispute.id));
    }
    if (await looks(req, res, dispute)) await refuse(req, res, dispute, form);
  }

  async function refuse(req: Request, res: Response, dispute: Dispute, form: Form<unknown>) {
    await unchanged(req, res, ...(await page(req, await dispute.reload(), form)), form);
  }

  async function page(req: Request, dispute: Dispute, form: Form<unknown>) {
    const viewing = await viewingCase(dispute.contractId, secret, req);
    const { week } = await Invoice.findByPk(dispute.invoiceId, { rejectOnEmpty: true });
    const all = req.query['timeline'] === 'all';
    const asked = { week: all ? null : weekOf(week), after: numberIn(req.query['after']), disputeId: dispute.id };
    const locals = {
      ...{ ...(await caseLocals(dispute, viewing, form)), all },
      timeline: await timelineOf(viewing, asked),
      evidence: await caseEvidence(viewing, week, caseHref(dispute.id)),
    };
    return [caseScreen, locals] as const;
  }
}

/** Choosing and looking at what it would do moves nothing, so only the last press asks for a code. */
const steppedUpToDecide: RequestHandler = (req, res, next) =>
  pressedIn(req.body) === 'decide' ? steppedUp(req, res, next) : next();

async function disputeOf(req: Request): Promise<Dispute> {
  authorize(req.actor, 'disputes.decide');
  return Dispute.findByPk(numberIn(req.params['id']), { rejectOnEmpty: new NotFound('dispute') });
}

/** On the request's actor stands the stated reason from now on. Without one the admin goes and states it. */
async function looks(req: Request, res: Response, { id, contractId }: Dispute): Promise<boolean> {
  const actor = await lookingInto(contractId, req);
  if (actor) req.actor = req.visitor = actor;
  else if (req.method === 'GET') first(req, res, lookHref(contractId));
  else redirect(req, res, `${lookHref(contractId)}?next=${caseHref(id)}`);
  return actor !== null;
}

function done(req: Request, res: Response, { id, state }: Dispute) {
  say(res, state === 'proposed' ? 'decision-proposed' : state === 'closed' ? 'decision-final' : 'decision-made');
  redirect(req, res, caseHref(id));
}
