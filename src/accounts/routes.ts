/** Signing up, in and out, a new password, and the hand-over from the tracker. The profile is in `profile-routes.ts`. */
import { Router, type Request, type Response } from 'express';
import { NotFound, Refused } from '../kernel/errors.ts';
import { allZones, HOUR } from '../kernel/time.ts';
import type { LetterContent } from '../mail/letter.ts';
import { printLetter } from '../mail/print-letter.ts';
import type { Outside } from '../outside/outside.ts';
import { beginSession } from '../web/begin-session.ts';
import { byAccount, byAddress, door, signInDoors, TOO_OFTEN } from '../web/doors.ts';
import { blankForm, readForm } from '../web/form.ts';
import { redirect, show, unchanged, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { safeNext } from '../web/session.ts';
import { forgottenForm, newPasswordForm, signInForm, signUpForm } from './forms.ts';
import { beginHalfSignIn } from './half-sign-in.ts';
import { handOverFor, takeHandOver } from './hand-over.ts';
import type { Sessions } from './sessions.ts';
import { setNewPassword } from './set-new-password.ts';
import { checkCredentials } from './sign-in.ts';
import { askForNewPassword, signUp } from './sign-up.ts';
import { hasSecondFactor } from './prove-second-factor.ts';
import { findLink } from './single-use-link.ts';

const signUpScreen: Screen = { title: 'Sign up', view: 'accounts/sign-up' };
const letterScreen: Screen = { title: 'Look into your mail', view: 'accounts/letter' };
const signInScreen: Screen = { title: 'Sign in', view: 'accounts/sign-in' };
const forgottenScreen: Screen = { title: 'Forgotten password', view: 'accounts/forgotten' };
const suspendedScreen: Screen = { title: 'Account suspended', view: 'accounts/suspended' };
const newPasswordScreen: Screen = { title: 'Choose a password', view: 'accounts/new-password' };
const handOverScreen: Screen = { title: 'Continue in this browser', view: 'accounts/hand-over' };

export function accounts({ clock, mail, log }: Outside, sessions: Sessions, publicUrl: string): Router {
  const address = (path: string): string => publicUrl + path;
  const tooOften = new Refused('too-many-attempts', TOO_OFTEN, 429);
  const signInDoor = signInDoors(clock, (req, res) => {
    const form = readForm(signInForm, req.body);
    form.refuse(tooOften);
    return unchanged(req, res, signInScreen, { form, next: safeNext(nextIn(req)) }, form);
  });
  const letterDoor = door(
    {
      name: 'letters',
      limit: 20,
      windowMs: HOUR,
      keyOf: byAddress,
      refuse: () => {
        throw new Refused('too-many-attempts', 'Too many letters were asked for from here. Wait an hour.', 429);
      },
    },
    clock,
  );
  /** Nobody's mailbox is filled from many places, and who tries does not learn that he is stopped. */
  const mailboxDoor = door(
    {
      ...{ name: 'mailbox', limit: 5, windowMs: HOUR, keyOf: byAccount },
      async refuse(req, res) {
        res.status(200).removeHeader('Retry-After');
        await show(req, res, letterScreen, { email: byAccount(req), leaves: mail.leaves });
      },
    },
    clock,
  );

  return Router()
    .get('/sign-up', (req, res) =>
      show(req, res, signUpScreen, { form: blankForm({ role: 'freelancer' }), zones: allZones }),
    )
    .post('/sign-up', letterDoor, mailboxDoor, askToJoin)
    .get('/sign-in', (req, res) =>
      show(req, res, signInScreen, { form: blankForm(), next: safeNext(req.query['next']) }),
    )
    .post('/sign-in', ...signInDoor, enter)
    .get('/suspended', (req, res) => show(req, res, suspendedScreen, { words: req.suspended }))
    .post('/sign-out', leave)
    .get('/forgotten-password', (req, res) => show(req, res, forgottenScreen, { form: blankForm(), sent: false }))
    .post('/forgotten-password', letterDoor, mailboxDoor, askAgain)
    .get('/new-password/:secret', showNewPassword)
    .post('/new-password/:secret', choosePassword)
    .get('/hand-over/:secret', showHandOver)
    .post('/hand-over/:secret', continueHere);

  /** Not awaited: how long it takes must not tell whether there is an account. */
  function send(letter: LetterContent | null): void {
    if (letter)
      mail.send(printLetter(letter)).catch((error: unknown) => log.error({ err: error }, 'a letter could not be sent'));
  }

  async function askToJoin(req: Request, res: Response) {
    const form = readForm(signUpForm, req.body);
    const letter = await form.submit(account => signUp(account, req.now, address));
    if (!letter) return unchanged(req, res, signUpScreen, { form, zones: allZones }, form);
    send(letter);
    await show(req, res, letterScreen, { email: letter.to, leaves: mail.leaves });
  }

  async function enter(req: Request, res: Response) {
    const form = readForm(signInForm, req.body);
    const next = safeNext(nextIn(req));
    const user = await form.submit(checkCredentials);
    if (!user) return unchanged(req, res, signInScreen, { form, next }, form);
    await goIn(req, res, user.id, next);
  }

  /** With a second factor there is no session before its code. */
  async function goIn(req: Request, res: Response, userId: number, next: string) {
    if (await hasSecondFactor(userId)) {
      const half = await beginHalfSignIn(userId, req.now);
      return redirect(req, res, `/sign-in/${half}?next=${encodeURIComponent(next)}`);
    }
    await beginSession(sessions, req, res, userId);
    redirect(req, res, next);
  }

  async function leave(req: Request, res: Response) {
    if (req.visitor) await sessions.web.invalidateSession(req.session.secret);
    res.set('Clear-Site-Data', '"cache"');
    res.append('Set-Cookie', sessions.web.createBlankSessionCookie().serialize());
    say(res, 'signed-out');
    redirect(req, res, '/sign-in');
  }

  async function askAgain(req: Request, res: Response) {
    const form = readForm(forgottenForm, req.body);
    if (form.values === null) return unchanged(req, res, forgottenScreen, { form, sent: false }, form);
    const { email } = form.values;
    askForNewPassword(email, req.now, address).then(send, (error: unknown) =>
      log.error({ err: error }, 'no letter could be written'),
    );
    await show(req, res, letterScreen, { email, leaves: mail.leaves });
  }

  async function showNewPassword(req: Request, res: Response) {
    const secret = String(req.params['secret']);
    const usable = (await findLink('new-password', secret, req.now)) !== null;
    await show(req, res, newPasswordScreen, { form: blankForm(), secret, usable });
  }

  async function choosePassword(req: Request, res: Response) {
    const secret = String(req.params['secret']);
    const form = readForm(newPasswordForm, req.body);
    const user = await form.submit(({ password }) => setNewPassword(secret, password, req.now));
    if (!user) return unchanged(req, res, newPasswordScreen, { form, secret, usable: form.base === null }, form);
    req.visitor = null;
    say(res, 'password-chosen');
    await goIn(req, res, user.id, '/my-jobs');
  }

  /** Opened by the tracker. Somebody else's browser is asked first: a link must not sign people out of their own account. */
  async function showHandOver(req: Request, res: Response) {
    const secret = String(req.params['secret']);
    const user = await handOverFor(secret, req.now);
    if (!user) return linkIsOver(req, res);
    if (!req.visitor || req.visitor.id === user.id) return continueHere(req, res);
    await show(req, res, handOverScreen, { token: secret, name: user.name, signedInAs: req.visitor.name });
  }

  async function continueHere(req: Request, res: Response) {
    const taken = await takeHandOver(String(req.params['secret']), req.now);
    if (!taken) return linkIsOver(req, res);
    await beginSession(sessions, req, res, taken.parent.userId, { from: taken.parent });
    redirect(req, res, taken.destination);
  }

  function linkIsOver(req: Request, res: Response) {
    if (req.visitor) return redirect(req, res, '/my-jobs');
    throw new NotFound('link any more; press the button in the tracker again');
  }
}

const nextIn = (req: Request): unknown => ((req.body ?? {}) as { next?: unknown }).next;
