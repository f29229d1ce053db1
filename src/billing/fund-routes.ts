/** The protection fund, for admins. */
import { Router, type Request, type Response } from 'express';
import { steppedUp } from '../accounts/stepped-up.ts';
import { authorize } from '../policy/policy.ts';
import { blankForm, readForm } from '../web/form.ts';
import { redirect, show, unchanged, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import { depositToFund } from './deposit-to-fund.ts';
import { FundDeposit } from './fund-deposit-model.ts';
import { fundLocals } from './fund-page.ts';
import { depositForm, numberIn } from './giving-forms.ts';

const screen: Screen = { title: 'Protection fund', view: 'admin/fund' };

export function protectionFund(): Router {
  return Router()
    .get('/admin/fund', signedIn, async (req, res) => {
      authorize(req.actor, 'fund.manage');
      await show(req, res, screen, { ...(await localsOf(req)), form: blankForm() });
    })
    .post('/admin/fund/deposits', signedIn, steppedUp, deposit);
}

const localsOf = async (req: Request) => ({
  ...(await fundLocals(req.now, numberIn(req.query['page']))),
  nth: (await FundDeposit.count()) + 1,
});

async function deposit(req: Request, res: Response) {
  authorize(req.actor, 'fund.manage');
  const form = readForm(depositForm, req.body);
  const made = await form.submit(values => depositToFund(values, req.actor, req.now));
  if (!made) return unchanged(req, res, screen, { ...(await localsOf(req)), form }, form);
  say(res, 'deposited');
  redirect(req, res, '/admin/fund');
}
