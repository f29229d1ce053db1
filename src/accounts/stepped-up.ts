/**
 * For acts that move money or take somebody's account away: `.post(path, signedIn, steppedUp, act)`. When the session's last
 * code is too old, a small page asks for one in place of the act. It holds the form as it was sent, so the act goes on with the code
 * and nothing is typed twice.
 */
import type { NextFunction, Request, Response } from 'express';
import { z } from 'zod';
import { readForm, type Form } from '../web/form.ts';
import { show, unchanged, type Screen } from '../web/page.ts';
import { first } from '../web/session.ts';
import { codeField } from './forms.ts';
import { proveInSession } from './prove-second-factor.ts';
import { needsCode, STEP_UP_MINUTES } from './second-factor.ts';

const screen: Screen = { title: 'Your code, please', view: 'second-factor/step-up' };
/** No form of ours has such a field. */
const CODE = 'step-up-code';
const stepUpForm = z.object({ [CODE]: codeField });

export async function steppedUp(req: Request, res: Response, next: NextFunction): Promise<void> {
  if (!needsCode(req.actor.role, req.session, req.now)) return next();
  if (req.method === 'GET') return first(req, res, '/second-factor/proof');
  const { [CODE]: typed, ...sent } = (req.body ?? {}) as Record<string, unknown>;
  if (typed === undefined) return ask(req, res, sent, null);
  const form = readForm(stepUpForm, { [CODE]: typed });
  const proved = await form.submit(async values => {
    await proveInSession(req.actor.id, req.session.row, values[CODE], req.now);
    return true;
  });
  if (!proved) return ask(req, res, sent, form);
  req.session.provedAt = req.now;
  req.body = sent;
  next();
}

async function ask(req: Request, res: Response, sent: Record<string, unknown>, form: Form<unknown> | null) {
  // The page takes the place of whatever htmx wanted to put the answer into.
  if (req.get('HX-Request') === 'true') res.set('HX-Retarget', 'body');
  const locals = {
    action: req.originalUrl,
    field: CODE,
    sent: fieldsOf(sent),
    minutes: STEP_UP_MINUTES,
    form: askedWith(form),
  };
  if (form) return unchanged(req, res, screen, locals, locals.form);
  res.status(403);
  await show(req, res, screen, locals);
}

/** What is wrong with a code is said beside this page's own field. */
function askedWith(form: Form<unknown> | null): Form<unknown> {
  const asked = readForm(z.object({}), {});
  const wrong = form && (form.errors[CODE] ?? form.errors['code']);
  if (form && wrong) Object.assign(asked, { status: form.status, errors: { [CODE]: wrong } });
  return asked;
}

/** Fields of a form as it was sent, one for each value. */
const fieldsOf = (sent: Record<string, unknown>): { name: string; value: string }[] =>
  Object.entries(sent).flatMap(([name, values]) =>
    (Array.isArray(values) ? (values as unknown[]) : [values]).flatMap(value =>
      typeof value === 'string' ? [{ name, value }] : [],
    ),
  );
