/** Closing one's account: what goes and what stays is said before, and the password is asked. */
import { Router, type Request, type Response } from 'express';
import { Refused } from '../kernel/errors.ts';
import type { Clock } from '../outside/clock.ts';
import { authorize } from '../policy/policy.ts';
import { ownPasswordDoor, TOO_OFTEN } from '../web/doors.ts';
import { blankForm, readForm, type Form } from '../web/form.ts';
import { redirect, show, unchanged, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import { closeAccount, closingFacts } from './close-account.ts';
import { closingWords, obstacleAt, whyNotCloseAccount } from './closing.ts';
import { closingForm } from './forms.ts';
import type { Sessions } from './sessions.ts';

const screen: Screen = { title: 'Close your account', view: 'accounts/closing' };

export function closing(clock: Clock, sessions: Sessions): Router {
  const passwordDoor = ownPasswordDoor(clock, async (req, res) => {
    const form = readForm(closingForm, req.body);
    form.refuse(new Refused('too-many-attempts', TOO_OFTEN, 429));
    await unchanged(req, res, screen, await localsFor(req, form), form);
  });
  return Router().get('/profile/closing', signedIn, ask).post('/profile/closing', signedIn, passwordDoor, close);

  async function ask(req: Request, res: Response) {
    authorize(req.actor, 'account.close');
    await show(req, res, screen, await localsFor(req, blankForm()));
  }

  async function close(req: Request, res: Response) {
    authorize(req.actor, 'account.close');
    const form = readForm(closingForm, req.body);
    const closed = await form.submit(async ({ password }) => {
      await closeAccount(req.actor.id, password, req.now);
      return true;
    });
    if (!closed) return unchanged(req, res, screen, await localsFor(req, form), form);
    res.set('Clear-Site-Data', '"cache"');
    res.append('Set-Cookie', sessions.web.createBlankSessionCookie().serialize());
    say(res, 'account-closed');
    redirect(req, res, '/sign-in');
  }
}

async function localsFor(req: Request, form: Form<unknown>) {
  const refusal = whyNotCloseAccount(await closingFacts(req.actor.id, req.now));
  return { form, obstacle: refusal && { words: closingWords[refusal], ...obstacleAt[refusal] } };
}
