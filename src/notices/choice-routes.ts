/** What comes by mail: one choice for each subject. */
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../policy/policy.ts';
import { blankForm, readForm, type Form } from '../web/form.ts';
import { changed, show, unchanged, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import { chooseMail, mailChoicesOf } from './choose-mail.ts';
import { mailChoices, subjectsFor, subjectWords } from './mail-choice.ts';

const screen: Screen = {
  title: 'What comes by mail',
  view: 'notices/choices',
  regions: { letters: 'notices/_choices' },
};
const choice = z.enum(mailChoices, { error: 'Choose one of the three.' });
const choicesFormFor = ({ role }: Actor) => z.record(z.enum(subjectsFor(role)), choice);

export function letterChoices(): Router {
  return Router().get('/profile/letters', signedIn, showChoices).post('/profile/letters', signedIn, choose);
}

async function showChoices(req: Request, res: Response) {
  await show(req, res, screen, localsOf(req.actor, blankForm(await mailChoicesOf(req.actor.id))));
}

async function choose(req: Request, res: Response) {
  const form = readForm(choicesFormFor(req.actor), req.body);
  const chosen = await form.submit(async choices => {
    await chooseMail(req.actor.id, choices);
    return true;
  });
  if (!chosen) return unchanged(req, res, screen, localsOf(req.actor, form), form);
  say(res, 'letters-chosen');
  await changed(
    req,
    res,
    screen,
    localsOf(req.actor, blankForm(await mailChoicesOf(req.actor.id))),
    '/profile/letters',
  );
}

const localsOf = ({ role }: Actor, form: Form<unknown>) => ({
  form,
  subjects: subjectsFor(role).map(about => ({ about, ...subjectWords[about] })),
});
