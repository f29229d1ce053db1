/** Manual time: the list, asking, answering, taking back. */
import { Router, type Request, type Response } from 'express';
import type { Contract } from '../contracts/contract-model.ts';
import { findContract } from '../contracts/find-contract.ts';
import { NotFound } from '../kernel/errors.ts';
import { parseDay } from '../kernel/time.ts';
import { authorize } from '../policy/policy.ts';
import { blankForm, readForm, type Raw } from '../web/form.ts';
import { changed, redirect, show, unchanged, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import { answerRequest, withdrawRequest } from './answer-request.ts';
import { askManualTime } from './ask-manual-time.ts';
import { askingLocals } from './asking-page.ts';
import { answerForm, askForm } from './forms.ts';
import { ManualRequest } from './manual-request-model.ts';
import { listLocals, requestLocals } from './request-page.ts';

const list: Screen = { title: 'Manual time', view: 'manual-time/list' };
const asking: Screen = { title: 'Ask for manual time', view: 'manual-time/new' };
const one: Screen = {
  title: 'Manual time',
  view: 'manual-time/show',
  regions: { request: 'manual-time/_request' },
};

export function manualTime(): Router {
  return Router()
    .get('/contracts/:id/manual-time', signedIn, showList)
    .get('/contracts/:id/manual-time/new', signedIn, showAsking)
    .post('/contracts/:id/manual-time', signedIn, ask)
    .get('/contracts/:id/manual-time/:request', signedIn, showOne)
    .post('/contracts/:id/manual-time/:request/answer', signedIn, answer)
    .post('/contracts/:id/manual-time/:request/withdrawal', signedIn, withdraw);
}

/** An offer nobody has accepted has no time. */
async function contractOf(req: Request): Promise<Contract> {
  const contract = await findContract(req.params['id'], req.actor, ['client', 'freelancer', 'terms', 'codes']);
  if (contract.freelancerId === null || contract.acceptedAt === null) throw new NotFound('contract');
  return contract;
}

async function requestOf(req: Request, contract: Contract): Promise<ManualRequest> {
  const text = String(req.params['request']);
  const id = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  return ManualRequest.findOne({ where: { id, contractId: contract.id }, rejectOnEmpty: new NotFound('request') });
}

const textOf = (given: unknown): string => (typeof given === 'string' ? given : '');

async function showList(req: Request, res: Response) {
  const contract = await contractOf(req);
  const before = textOf(req.query['before']);
  const page = /^\d{1,9}$/.test(before) ? Number(before) : null;
  await show(req, res, list, await listLocals(contract, req.actor, page, req.now));
}

async function showAsking(req: Request, res: Response) {
  const contract = await contractOf(req);
  authorize(req.actor, 'manual-time.ask', contract);
  const typed: Raw = { from: textOf(req.query['from']), to: textOf(req.query['to']) };
  const locals = await askingLocals(contract, req.actor, parseDay(textOf(req.query['day'])), req.now);
  await show(req, res, asking, { ...locals, form: blankForm(typed) });
}

async function ask(req: Request, res: Response) {
  const contract = await contractOf(req);
  authorize(req.actor, 'manual-time.ask', contract);
  const form = readForm(askForm, req.body);
  const request = await form.submit(values => askManualTime(contract, values, req.actor, req.now));
  if (!request) {
    const locals = await askingLocals(contract, req.actor, parseDay(form.raw['day'] ?? ''), req.now);
    return unchanged(req, res, asking, { ...locals, form }, form);
  }
  say(res, 'manual-time-asked');
  redirect(req, res, `/contracts/${contract.id}/manual-time/${request.id}`);
}

async function showOne(req: Request, res: Response) {
  const contract = await contractOf(req);
  const request = await requestOf(req, contract);
  const form = blankForm({ answer: 'yes' });
  await show(req, res, one, { ...(await requestLocals(contract, request, req.actor, req.now)), form });
}

async function answer(req: Request, res: Response) {
  const contract = await contractOf(req);
  const request = await requestOf(req, contract);
  authorize(req.actor, 'manual-time.answer', contract);
  const form = readForm(answerForm, req.body);
  const all = { from: request.from, to: request.to };
  const answered = await form.submit(({ part, words }) =>
    answerRequest(request.id, contract, { part: part === 'all' ? all : part, words }, req.actor, req.now),
  );
  const now = await requestLocals(contract, answered ?? (await request.reload()), req.actor, req.now);
  if (!answered) return unchanged(req, res, one, { ...now, form }, form);
  say(res, answered.state === 'accepted' ? 'manual-time-accepted' : 'manual-time-declined');
  await changed(req, res, one, { ...now, form }, now.request.href);
}

async function withdraw(req: Request, res: Response) {
  const contract = await contractOf(req);
  const request = await requestOf(req, contract);
  authorize(req.actor, 'manual-time.ask', contract);
  const withdrawn = await withdrawRequest(request.id, contract, req.actor, req.now);
  say(res, 'manual-time-withdrawn');
  const locals = await requestLocals(contract, withdrawn, req.actor, req.now);
  await changed(req, res, one, { ...locals, form: blankForm() }, locals.request.href);
}
