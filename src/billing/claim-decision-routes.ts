/** Claims as admins see them: what waits, and one with what a decision would do. */
import { Router, type Request, type Response } from 'express';
import { NotFound } from '../kernel/errors.ts';
import type { Cents } from '../kernel/money.ts';
import { steppedUp } from '../accounts/stepped-up.ts';
import { authorize } from '../policy/policy.ts';
import { blankForm, readForm } from '../web/form.ts';
import { redirect, show, unchanged, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import { balanceOf } from './balances.ts';
import { Claim } from './claim-model.ts';
import { claimList, claimLocals } from './claim-page.ts';
import { claimLines, decisionRefusalWords, notEnoughWords, whyNotDecide } from './claim.ts';
import { claimWorth, decideClaim } from './decide-claim.ts';
import { numberIn, rulingForm } from './giving-forms.ts';
import { Invoice } from './invoice-model.ts';
import { client, due, fees, freelancer, fund, nameOf, type Account } from './ledger.ts';

const listScreen: Screen = { title: 'Claims', view: 'admin/claims' };
const oneScreen: Screen = { title: 'Claim', view: 'admin/claim' };

export function claimDecisions(): Router {
  return Router()
    .get('/admin/claims', signedIn, list)
    .get('/admin/claims/:id', signedIn, async (req, res) => {
      const claim = await claimOf(req);
      await show(req, res, oneScreen, { ...(await decisionLocals(claim)), form: blankForm() });
    })
    .post('/admin/claims/:id/decision', signedIn, steppedUp, decide);
}

async function list(req: Request, res: Response) {
  authorize(req.actor, 'claims.decide');
  const all = req.query['all'] === 'yes';
  const found = await claimList(all ? {} : { state: 'filed' }, numberIn(req.query['page']), '/admin/claims');
  await show(req, res, listScreen, { ...found, all });
}

async function claimOf(req: Request): Promise<Claim> {
  authorize(req.actor, 'claims.decide');
  return Claim.findByPk(numberIn(req.params['id']), { rejectOnEmpty: new NotFound('claim') });
}

async function decide(req: Request, res: Response) {
  const claim = await claimOf(req);
  const form = readForm(rulingForm, req.body);
  const decided = await form.submit(ruling => decideClaim(claim.id, ruling, req.actor, req.now));
  if (!decided) return unchanged(req, res, oneScreen, { ...(await decisionLocals(await claim.reload())), form }, form);
  say(res, decided.state === 'paid' ? 'claim-paid' : 'claim-refused');
  redirect(req, res, `/admin/claims/${claim.id}`);
}

/** What paying would do to each account, before it is done. Refusing moves nothing. */
async function decisionLocals(claim: Claim) {
  const locals = await claimLocals(claim);
  const invoice = await Invoice.findByPk(claim.invoiceId, { rejectOnEmpty: true });
  const { amount, fee } = await claimWorth(invoice);
  const moved = claimLines(claim.freelancerId, amount, fee);
  const accounts: [label: string, account: Account][] = [
    ['Protection fund', fund],
    [`${locals.claim.freelancer}, not paid out`, freelancer(claim.freelancerId)],
    ['Due for this invoice', due(claim.invoiceId)],
    [`${locals.claim.client}, owes below zero`, client(claim.clientId)],
    ['Platform fees', fees],
  ];
  const refusal = whyNotDecide({ state: claim.state, amount, chargeState: invoice.chargeState }, true);
  const inFund = await balanceOf(fund);
  const missing = amount - fee > inFund ? notEnoughWords(amount - fee, inFund) : null;
  return {
    ...locals,
    worth: { amount, fee, net: amount - fee },
    whyNotPay: refusal ? decisionRefusalWords[refusal] : missing,
    accounts: await Promise.all(
      accounts.map(async ([label, account]) => {
        const now = await balanceOf(account);
        const change: Cents = moved.find(line => nameOf(line.account) === nameOf(account))?.amount ?? 0;
        return { label, now, change, after: now + change };
      }),
    ),
  };
}
