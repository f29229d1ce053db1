/** Changing what was agreed: one side proposes, the other answers. */
import { Router, type Request, type Response } from 'express';
import { Refused } from '../kernel/errors.ts';
import { authorize, type Actor } from '../policy/policy.ts';
import { blankForm, readForm } from '../web/form.ts';
import { changed, redirect, show, unchanged, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import { acceptProposal, declineProposal, withdrawProposal } from './answer-proposal.ts';
import { contractForPage, contractLocals, contractScreen } from './contract-page.ts';
import type { Contract } from './contract-model.ts';
import { findContract } from './find-contract.ts';
import { findProposal } from './find-proposal.ts';
import { termsForm, typedTerms } from './forms.ts';
import { Proposal } from './proposal-model.ts';
import { proposalRefusalWords, whyNotPropose } from './proposal.ts';
import { agreedTerms, proposeTerms } from './propose.ts';

const newTerms: Screen = { title: 'Change the terms', view: 'contracts/new-terms' };

export function proposals(): Router {
  const at = '/contracts/:id/proposals/:proposal';
  return Router()
    .get('/contracts/:id/terms/new', signedIn, askTerms)
    .post('/contracts/:id/terms', signedIn, doProposeTerms)
    .post(`${at}/acceptance`, signedIn, answering('proposal.answer', acceptProposal, 'proposal-accepted'))
    .post(`${at}/refusal`, signedIn, answering('proposal.answer', declineProposal, 'proposal-declined'))
    .post(`${at}/withdrawal`, signedIn, answering('proposal.withdraw', withdrawProposal, 'proposal-withdrawn'));
}

/** The contract on which this person may propose something. */
async function proposable(req: Request): Promise<Contract> {
  const contract = await findContract(req.params['id'], req.actor, ['client', 'freelancer']);
  authorize(req.actor, 'contract.propose', contract);
  return contract;
}

const termsLocals = (contract: Contract, actor: Actor) => ({
  contract: { id: contract.id, title: contract.title },
  other: (actor.id === contract.clientId ? contract.freelancer?.name : contract.client?.name) ?? '',
});

async function askTerms(req: Request, res: Response) {
  const contract = await proposable(req);
  const open = await Proposal.count({ where: { contractId: contract.id, openKind: 'terms' } });
  const refusal = whyNotPropose(contract, open > 0);
  if (refusal) throw new Refused(refusal, proposalRefusalWords[refusal], 409);
  const form = blankForm(typedTerms(await agreedTerms(contract.id)));
  await show(req, res, newTerms, { ...termsLocals(contract, req.actor), form });
}

async function doProposeTerms(req: Request, res: Response) {
  const contract = await proposable(req);
  const form = readForm(termsForm, req.body);
  const proposed = await form.submit(terms => proposeTerms(contract.id, terms, req.actor, req.now));
  if (!proposed) return unchanged(req, res, newTerms, { ...termsLocals(contract, req.actor), form }, form);
  say(res, 'proposed');
  redirect(req, res, `/contracts/${contract.id}`);
}

type Answer = (id: number, by: Actor, now: Date) => Promise<Proposal>;

/** The three answers differ in who may, what happens, and what is said afterwards. */
const answering =
  (action: 'proposal.answer' | 'proposal.withdraw', answer: Answer, said: Parameters<typeof say>[1]) =>
  async (req: Request, res: Response) => {
    const { id } = req.params;
    const contract = await findContract(id, req.actor);
    const { id: proposal, proposedById } = await findProposal(req.params['proposal'], contract);
    const { clientId, freelancerId, freelancerEmail } = contract;
    authorize(req.actor, action, { clientId, freelancerId, freelancerEmail, proposedById });
    await answer(proposal, req.actor, req.now);
    say(res, said);
    const now = await contractForPage(id, req.actor);
    const locals = await contractLocals(now, req.actor, req.now);
    await changed(req, res, contractScreen(now), locals, `/contracts/${contract.id}`);
  };
