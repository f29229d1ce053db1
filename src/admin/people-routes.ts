/** People: who is here, one of them with all that is known, and what admins may do to an account. Nobody sees or sets a password. */
import { Router, type Request, type RequestHandler, type Response } from 'express';
import type { z } from 'zod';
import { steppedUp } from '../accounts/stepped-up.ts';
import { authorize } from '../policy/policy.ts';
import { readForm, type Form } from '../web/form.ts';
import { redirect, show, unchanged, type Screen } from '../web/page.ts';
import { say, type Said } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import { suspensionForm, whyForm } from './forms.ts';
import { peopleLocals } from './people-list.ts';
import { personLocals, type PersonAct } from './person-page.ts';
import { resetSecondFactor, signOutPerson } from './sign-out-person.ts';
import { liftSuspension, suspendPerson } from './suspend-person.ts';

const listScreen: Screen = { title: 'People', view: 'admin/people' };
const personScreen: Screen = { title: 'A person', view: 'admin/person' };

export function people(): Router {
  return Router()
    .get('/admin/people', signedIn, async (req, res) => {
      authorize(req.actor, 'people.see');
      await show(req, res, listScreen, await peopleLocals(req.query));
    })
    .get('/admin/people/:id', signedIn, async (req, res) => {
      authorize(req.actor, 'people.see');
      await show(req, res, personScreen, await personLocals(idOf(req), req.actor, req.now));
    })
    .post(
      '/admin/people/:id/suspension',
      ...act('suspend', suspensionForm, 'suspended', (id, why, { actor, now }) => suspendPerson(id, why, actor, now)),
    )
    .post(
      '/admin/people/:id/suspension/end',
      ...act('lift', whyForm, 'lifted', (id, { words }, { actor, now }) => liftSuspension(id, words, actor, now)),
    )
    .post(
      '/admin/people/:id/sessions/end',
      ...act('sign-out', whyForm, 'person-signed-out', (id, { words }, { actor, now }) =>
        signOutPerson(id, words, actor, now),
      ),
    )
    .post(
      '/admin/people/:id/second-factor/reset',
      ...act('reset', whyForm, 'factor-reset', (id, { words }, { actor, now }) =>
        resetSecondFactor(id, words, actor, now),
      ),
    );
}

const idOf = ({ params }: Request): number => (/^\d{1,9}$/.test(String(params['id'])) ? Number(params['id']) : 0);

/** An act on an account: with a reason, after a fresh code, and the page as typed when it is refused. */
function act<S extends z.ZodType>(
  name: PersonAct,
  schema: S,
  said: Said,
  carryOut: (id: number, values: z.output<S>, req: Request) => Promise<unknown>,
): RequestHandler[] {
  const permitted: RequestHandler = (req, _res, next) => {
    authorize(req.actor, 'people.manage');
    next();
  };
  async function handle(req: Request, res: Response) {
    const id = idOf(req);
    const form: Form<z.output<S>> = readForm(schema, req.body);
    const done = await form.submit(async values => {
      await carryOut(id, values, req);
      return true;
    });
    if (!done) {
      const locals = await personLocals(id, req.actor, req.now, { [name]: form });
      return unchanged(req, res, personScreen, locals, form);
    }
    say(res, said);
    redirect(req, res, `/admin/people/${id}`);
  }
  return [signedIn, permitted, steppedUp, handle];
}
