/** Late time of a week: both sides see it, the client answers. */
import { Router, type Request, type Response } from 'express';
import type { Contract } from '../contracts/contract-model.ts';
import { findContract } from '../contracts/find-contract.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import { weekOf, type EpochSeconds } from '../kernel/time.ts';
import { authorize } from '../policy/policy.ts';
import { blankForm } from '../web/form.ts';
import { changed, show, unchanged, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import { answerLateTime } from './answer-late-time.ts';
import { lateHref, lateLocals } from './late-page.ts';
import type { Place } from './late-rows.ts';
import { chosenStretches, lateRefusalWords } from './late-time.ts';

const screen: Screen = { title: 'Late time', view: 'manual-time/late', regions: { late: 'manual-time/_late' } };

export function lateTime(): Router {
  return Router()
    .get('/contracts/:id/late-time/:week', signedIn, showWeek)
    .post('/contracts/:id/late-time/:week/answer', signedIn, answer);
}

async function placeOf(req: Request): Promise<{ contract: Contract & Place; week: EpochSeconds }> {
  const contract = await findContract(req.params['id'], req.actor, ['client', 'freelancer', 'terms']);
  const text = String(req.params['week']);
  const week = /^\d{1,10}$/.test(text) ? Number(text) : 1;
  if (contract.freelancerId === null || weekOf(week) !== week) throw new NotFound('week');
  return { contract: contract as Contract & Place, week };
}

async function localsOf(req: Request, contract: Contract & Place, week: EpochSeconds) {
  const locals = await lateLocals(contract, week, req.actor, req.now);
  if (!locals) throw new NotFound('late time');
  return locals;
}

async function showWeek(req: Request, res: Response) {
  const { contract, week } = await placeOf(req);
  await show(req, res, screen, { ...(await localsOf(req, contract, week)), form: blankForm(), ticked: null });
}

async function answer(req: Request, res: Response) {
  const { contract, week } = await placeOf(req);
  authorize(req.actor, 'manual-time.answer', contract);
  const body = (req.body ?? {}) as Record<string, unknown>;
  const form = blankForm();
  const ticked = chosenStretches(body['late']);
  try {
    const [shown] = chosenStretches(body['shown']) ?? [];
    if (ticked === null || !shown) throw new Refused('not-a-choice', lateRefusalWords['not-a-choice']);
    // The second button says no to all of them, whatever is ticked.
    const accepted = body['none'] === undefined ? ticked : [];
    await answerLateTime(contract, week, { accepted, shown }, req.actor, req.now);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    form.refuse(error);
    const kept = ticked?.map(({ from, to }) => `${from}-${to}`) ?? null;
    return unchanged(req, res, screen, { ...(await localsOf(req, contract, week)), form, ticked: kept }, form);
  }
  say(res, 'late-time-answered');
  const locals = { ...(await localsOf(req, contract, week)), form, ticked: null };
  await changed(req, res, screen, locals, lateHref(contract.id, week));
}
