/** Where a freelancer chooses an account of play money. With real money there is no such page: the provider has its own. */
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { NotFound } from '../kernel/errors.ts';
import {
  chooseSandboxAccount,
  isSandboxAccount,
  sandboxAccounts,
  type SandboxAccount,
} from '../outside/sandbox-accounts.ts';
import { authorize } from '../policy/policy.ts';
import { blankForm, readForm } from '../web/form.ts';
import { redirect, show, unchanged, type Screen } from '../web/page.ts';
import { signedIn } from '../web/session.ts';
import { PayoutAccountSetup } from './payout-account-setup-model.ts';

const screen: Screen = { title: 'Choose an account', view: 'billing/payout-account-sandbox' };

const sortForm = z.object({
  sort: z.custom<SandboxAccount>(
    name => typeof name === 'string' && isSandboxAccount(name),
    'Choose one of the accounts.',
  ),
});
const sorts = Object.entries(sandboxAccounts).map(([value, { label, does: hint }]) => ({ value, label, hint }));

export function sandboxAccountPage(): Router {
  return Router()
    .get('/sandbox/accounts/:account', signedIn, async (req, res) => {
      const account = await accountOf(req);
      await show(req, res, screen, { account, sorts, form: blankForm({ sort: 'open' }) });
    })
    .post('/sandbox/accounts/:account', signedIn, choose);
}

async function choose(req: Request, res: Response) {
  const account = await accountOf(req);
  const form = readForm(sortForm, req.body);
  const returnTo = await form.submit(({ sort }) => chooseSandboxAccount(account, sort));
  if (returnTo === null) return unchanged(req, res, screen, { account, sorts, form }, form);
  redirect(req, res, returnTo);
}

/** The visit this freelancer began. @throws NotFound for everybody else's */
async function accountOf(req: Request): Promise<string> {
  authorize(req.actor, 'payout-account.manage');
  const account = String(req.params['account']);
  const mine = await PayoutAccountSetup.count({ where: { account, freelancerId: req.actor.id } });
  if (mine === 0) throw new NotFound('page');
  return account;
}
