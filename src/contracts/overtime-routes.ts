/** The freelancer asks for more hours this week. The client answers as any proposal. */
import { Router, type Request, type Response } from 'express';
import { toSeconds } from '../kernel/time.ts';
import { authorize } from '../policy/policy.ts';
import { blankForm, readForm } from '../web/form.ts';
import { redirect, show, unchanged, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import type { Contract } from './contract-model.ts';
import { findContract } from './find-contract.ts';
import { overtimeForm } from './forms.ts';
import { askOvertime } from './overtime.ts';
import { weekLimits } from './week-limit.ts';

const screen: Screen = { title: 'Ask for more hours', view: 'contracts/new-overtime' };

export function overtime(): Router {
  return Router()
    .get('/contracts/:id/overtime/new', signedIn, async (req, res) => {
      const contract = await contractOf(req);
      await show(req, res, screen, { ...(await localsOf(req, contract)), form: blankForm() });
    })
    .post('/contracts/:id/overtime', signedIn, ask);
}

async function contractOf(req: Request): Promise<Contract> {
  const contract = await findContract(req.params['id'], req.actor, ['client', 'terms']);
  authorize(req.actor, 'overtime.ask', contract);
  return contract;
}

async function localsOf(req: Request, contract: Contract) {
  const limits = await weekLimits([contract], toSeconds(req.now));
  const { id, title } = contract;
  return { contract: { id, title }, client: contract.client?.name ?? '', limitSeconds: limits.get(id) ?? 0 };
}

async function ask(req: Request, res: Response) {
  const contract = await contractOf(req);
  const form = readForm(overtimeForm, req.body);
  const asked = await form.submit(values => askOvertime(contract.id, values, req.actor, req.now));
  if (!asked) return unchanged(req, res, screen, { ...(await localsOf(req, contract)), form }, form);
  say(res, 'proposed');
  redirect(req, res, `/contracts/${contract.id}`);
}
