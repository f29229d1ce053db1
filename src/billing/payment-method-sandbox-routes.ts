/** Where a client chooses a card of play money. With real money there is no such page: the provider has its own. */
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { NotFound } from '../kernel/errors.ts';
import { isSandboxCard, sandboxCards, type SandboxCard } from '../outside/sandbox-cards.ts';
import { chooseSandboxCard } from '../outside/sandbox-setups.ts';
import { authorize } from '../policy/policy.ts';
import { blankForm, readForm } from '../web/form.ts';
import { redirect, show, unchanged, type Screen } from '../web/page.ts';
import { signedIn } from '../web/session.ts';
import { MethodSetup } from './payment-method-setup-model.ts';

const screen: Screen = { title: 'Choose a card', view: 'billing/method-sandbox' };

const cardForm = z.object({
  card: z.custom<SandboxCard>(name => typeof name === 'string' && isSandboxCard(name), 'Choose one of the cards.'),
});
const cards = Object.entries(sandboxCards).map(([value, { label, does: hint }]) => ({ value, label, hint }));

export function sandboxCardPage(): Router {
  return Router()
    .get('/sandbox/setups/:session', signedIn, async (req, res) => {
      const session = await sessionOf(req);
      await show(req, res, screen, { session, cards, form: blankForm({ card: 'pays' }) });
    })
    .post('/sandbox/setups/:session', signedIn, choose);
}

async function choose(req: Request, res: Response) {
  const session = await sessionOf(req);
  const form = readForm(cardForm, req.body);
  const returnTo = await form.submit(({ card }) => chooseSandboxCard(session, card));
  if (returnTo === null) return unchanged(req, res, screen, { session, cards, form }, form);
  redirect(req, res, returnTo);
}

/** The visit this client began. @throws NotFound for everybody else's */
async function sessionOf(req: Request): Promise<string> {
  authorize(req.actor, 'payment-method.manage');
  const session = String(req.params['session']);
  const mine = await MethodSetup.count({ where: { session, clientId: req.actor.id } });
  if (mine === 0) throw new NotFound('page');
  return session;
}
