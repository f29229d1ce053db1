/** Switching to a fixed price: the freelancer asks, the client names the amount. The rest is answered as any proposal. */
import { Router, type Request, type Response } from 'express';
import { Refused } from '../kernel/errors.ts';
import { authorize } from '../policy/policy.ts';
import { blankForm, readForm } from '../web/form.ts';
import { changed, redirect, show, unchanged, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import { answerWithPrice, askFixedPrice } from './ask-fixed-price.ts';
import { contractForPage, contractLocals, contractScreen } from './contract-page.ts';
import type { Contract } from './contract-model.ts';
import { findContract } from './find-contract.ts';
import { findProposal } from './find-proposal.ts';
import { fixedPriceForm, priceForm } from './forms.ts';
import { Proposal } from './proposal-model.ts';
import { proposalRefusalWords, whyNotPropose } from './proposal.ts';

const asking: Screen = { title: 'Ask for a fixed price', view: 'contracts/new-fixed-price' };

export function fixedPrices(): Router {
  return Router()
    .get('/contracts/:id/fixed-price/new', signedIn, showAsking)
    .post('/contracts/:id/fixed-price', signedIn, ask)
    .post('/contracts/:id/proposals/:proposal/price', signedIn, namePrice);
}

async function contractOf(req: Request): Promise<Contract> {
  const contract = await findContract(req.params['id'], req.actor, ['client']);
  authorize(req.actor, 'fixed-price.ask', contract);
  return contract;
}

const localsOf = ({ id, title, client }: Contract) => ({ contract: { id, title }, client: client?.name ?? '' });

async function showAsking(req: Request, res: Response) {
  const contract = await contractOf(req);
  const open = await Proposal.count({ where: { contractId: contract.id, openKind: 'fixed-price' } });
  const refusal = whyNotPropose(contract, open > 0);
  if (refusal) throw new Refused(refusal, proposalRefusalWords[refusal], 409);
  await show(req, res, asking, { ...localsOf(contract), form: blankForm() });
}

async function ask(req: Request, res: Response) {
  const contract = await contractOf(req);
  const form = readForm(fixedPriceForm, req.body);
  const asked = await form.submit(values => askFixedPrice(contract.id, values, req.actor, req.now));
  if (!asked) return unchanged(req, res, asking, { ...localsOf(contract), form }, form);
  say(res, 'price-asked');
  redirect(req, res, `/contracts/${contract.id}`);
}

async function namePrice(req: Request, res: Response) {
  const { id } = req.params;
  const contract = await findContract(id, req.actor);
  authorize(req.actor, 'fixed-price.name', contract);
  const proposal = await findProposal(req.params['proposal'], contract);
  const { clientId, freelancerId, freelancerEmail } = contract;
  const facts = { clientId, freelancerId, freelancerEmail, proposedById: proposal.proposedById };
  authorize(req.actor, 'proposal.answer', facts);
  const form = readForm(priceForm, req.body);
  const answered = await form.submit(({ amount }) => answerWithPrice(proposal.id, amount, req.actor, req.now));
  const now = await contractForPage(id, req.actor);
  const locals = await contractLocals(now, req.actor, req.now, answered ? undefined : form);
  if (!answered) return unchanged(req, res, contractScreen(now), locals, form);
  say(res, answered.state === 'accepted' ? 'price-agreed' : 'price-offered');
  await changed(req, res, contractScreen(now), locals, `/contracts/${contract.id}`);
}
