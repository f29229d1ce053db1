/** The page on which a freelancer says where the money goes. */
import { Router, type Request, type Response } from 'express';
import type { Outside } from '../outside/outside.ts';
import { authorize } from '../policy/policy.ts';
import { blankForm, readForm, type Form } from '../web/form.ts';
import { redirect, show, unchanged, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import { utcMoment } from './invoice-cycle.ts';
import { keepPayoutAccount } from './keep-payout-account.ts';
import { HOLD_HOURS } from './payout-account.ts';
import { accountForm } from './payout-account-form.ts';
import { accountFacts } from './payout-account-rows.ts';

const screen: Screen = { title: 'Payout account', view: 'billing/payout-account' };

export function payoutAccount({ payments }: Outside, secret: Buffer): Router {
  return Router().get('/payout-account', signedIn, showAccount).post('/payout-account', signedIn, keep);

  async function localsOf(req: Request, form: Form<unknown>) {
    authorize(req.actor, 'payout-account.manage');
    const { label, heldUntil } = await accountFacts(req.actor.id, req.now);
    return {
      ...{ form, label, holdHours: HOLD_HOURS, playMoney: !payments.real },
      heldUntil: heldUntil && utcMoment(heldUntil),
    };
  }

  async function showAccount(req: Request, res: Response) {
    await show(req, res, screen, await localsOf(req, blankForm({ kind: 'iban' })));
  }

  async function keep(req: Request, res: Response) {
    authorize(req.actor, 'payout-account.manage');
    const form = readForm(accountForm, req.body);
    const kept = await form.submit(async account => ({
      changed: await keepPayoutAccount(account, req.actor, secret, req.now),
    }));
    if (!kept) return unchanged(req, res, screen, await localsOf(req, form), form);
    say(res, kept.changed ? 'payout-account-kept' : 'payout-account-same');
    redirect(req, res, '/payout-account');
  }
}
