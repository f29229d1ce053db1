/** The second factor: signing in with it, setting it up, its recovery codes, and the code before acts that move money. */
import { Router, type Request, type Response } from 'express';
import { Refused } from '../kernel/errors.ts';
import type { Clock } from '../outside/clock.ts';
import { authorize } from '../policy/policy.ts';
import { beginSession } from '../web/begin-session.ts';
import { ownPasswordDoor, TOO_OFTEN } from '../web/doors.ts';
import { blankForm, readForm, type Form } from '../web/form.ts';
import { redirect, show, unchanged, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { safeNext, signedIn, signedInByPassword } from '../web/session.ts';
import { codeForm, removalForm } from './forms.ts';
import { findHalfSignIn, finishHalfSignIn } from './half-sign-in.ts';
import { authenticatorAddress } from './one-time-code.ts';
import { proveInSession } from './prove-second-factor.ts';
import { drawingOf } from './qr-drawing.ts';
import { SecondFactor } from './second-factor-model.ts';
import { STEP_UP_MINUTES } from './second-factor.ts';
import type { Sessions } from './sessions.ts';
import {
  confirmKey,
  keyToSetUp,
  recoveryCodesLeft,
  removeSecondFactor,
  renewRecoveryCodes,
} from './set-up-second-factor.ts';
import { steppedUp } from './stepped-up.ts';

const codeScreen: Screen = { title: 'Your code', view: 'second-factor/sign-in' };
const proofScreen: Screen = { title: 'Your code, please', view: 'second-factor/proof' };
const stateScreen: Screen = { title: 'Second factor', view: 'second-factor/show' };
const newScreen: Screen = { title: 'Set up an authenticator', view: 'second-factor/new' };
const codesScreen: Screen = { title: 'Your recovery codes', view: 'second-factor/recovery-codes' };

const nextOf = (req: Request): string => safeNext(req.query['next'] ?? ((req.body ?? {}) as { next?: unknown }).next);

/** Phones show letters only to those who ask for them. */
const wantsRecovery = (req: Request): boolean => req.query['with'] === 'recovery';

export function secondFactor(sessions: Sessions, clock: Clock): Router {
  const passwordDoor = ownPasswordDoor(clock, async (req, res) => {
    const form = readForm(removalForm, req.body);
    form.refuse(new Refused('too-many-attempts', TOO_OFTEN, 429, 'password'));
    await unchanged(req, res, stateScreen, await stateLocals(req, { removal: form }), form);
  });
  return Router()
    .get('/sign-in/:secret', askForCode)
    .post('/sign-in/:secret', enter)
    .get('/second-factor', signedIn, async (req, res) => show(req, res, stateScreen, await stateLocals(req)))
    .get('/second-factor/new', signedInByPassword, steppedUpWhenSecured, showKey)
    .post('/second-factor', signedInByPassword, steppedUpWhenSecured, confirm)
    .post('/second-factor/recovery-codes', signedIn, renew)
    .post('/second-factor/removal', signedIn, passwordDoor, remove)
    .get('/second-factor/proof', signedInByPassword, (req, res) =>
      show(req, res, proofScreen, proofLocals(req, blankForm())),
    )
    .post('/second-factor/proof', signedInByPassword, prove);

  async function askForCode(req: Request, res: Response) {
    const secret = String(req.params['secret']);
    if (!(await findHalfSignIn(secret, req.now))) return redirect(req, res, '/sign-in');
    await show(req, res, codeScreen, { form: blankForm(), secret, next: nextOf(req), recovery: wantsRecovery(req) });
  }

  async function enter(req: Request, res: Response) {
    const secret = String(req.params['secret']);
    const form = readForm(codeForm, req.body);
    const next = nextOf(req);
    const found = await form.submit(async ({ code }) => ({ userId: await finishHalfSignIn(secret, code, req.now) }));
    if (!found) return unchanged(req, res, codeScreen, { form, secret, next, recovery: wantsRecovery(req) }, form);
    if (found.userId === null) return redirect(req, res, '/sign-in');
    await beginSession(sessions, req, res, found.userId, { provedAt: req.now });
    redirect(req, res, next);
  }
}

const proofLocals = (req: Request, form: Form<unknown>) => ({
  ...{ form, next: nextOf(req), recovery: wantsRecovery(req), minutes: STEP_UP_MINUTES },
});

/** Whoever sits at an open browser cannot put another phone in the place of the owner's. */
const steppedUpWhenSecured: typeof steppedUp = async (req, res, next) =>
  req.session.secured ? steppedUp(req, res, next) : next();

async function stateLocals(req: Request, forms: { renewal?: Form<unknown>; removal?: Form<unknown> } = {}) {
  const factor = await SecondFactor.findByPk(req.actor.id);
  const codesLeft = factor?.since ? await recoveryCodesLeft(req.actor.id) : 0;
  const needed = req.actor.role === 'admin';
  return { since: factor?.since ?? null, codesLeft, needed, renewal: blankForm(), removal: blankForm(), ...forms };
}

async function setUpLocals(req: Request, form: Form<unknown>) {
  const key = await keyToSetUp(req.actor.id);
  const drawing = drawingOf(authenticatorAddress(key, req.actor.email));
  const spelled = key.replace(/(.{4})(?=.)/g, '$1 ');
  return { form, drawing, spelled, needed: req.actor.role === 'admin', secured: req.session.secured };
}

async function showKey(req: Request, res: Response) {
  await show(req, res, newScreen, await setUpLocals(req, blankForm()));
}

async function confirm(req: Request, res: Response) {
  const form = readForm(codeForm, req.body);
  const codes = await form.submit(({ code }) => confirmKey(req.actor, req.session.row, code, req.now));
  if (!codes) return unchanged(req, res, newScreen, await setUpLocals(req, form), form);
  await show(req, res, codesScreen, { codes, first: true });
}

async function renew(req: Request, res: Response) {
  const form = readForm(codeForm, req.body);
  const codes = await form.submit(({ code }) => renewRecoveryCodes(req.actor.id, req.session.row, code, req.now));
  if (!codes) return unchanged(req, res, stateScreen, await stateLocals(req, { renewal: form }), form);
  await show(req, res, codesScreen, { codes, first: false });
}

async function remove(req: Request, res: Response) {
  authorize(req.actor, 'second-factor.remove');
  const form = readForm(removalForm, req.body);
  const removed = await form.submit(async ({ password, code }) => {
    await removeSecondFactor(req.actor, password, code, req.now);
    return true;
  });
  if (!removed) return unchanged(req, res, stateScreen, await stateLocals(req, { removal: form }), form);
  say(res, 'second-factor-removed');
  redirect(req, res, '/profile');
}

async function prove(req: Request, res: Response) {
  const form = readForm(codeForm, req.body);
  const proved = await form.submit(async ({ code }) => {
    await proveInSession(req.actor.id, req.session.row, code, req.now);
    return true;
  });
  if (!proved) return unchanged(req, res, proofScreen, proofLocals(req, form), form);
  redirect(req, res, nextOf(req));
}
