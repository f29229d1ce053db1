/** My Jobs, offers and their answers. */
import { Router, type Request, type Response } from 'express';
import { printLetter } from '../mail/print-letter.ts';
import type { Letter } from '../outside/mail.ts';
import type { Outside } from '../outside/outside.ts';
import { authorize, type Actor } from '../policy/policy.ts';
import { blankForm, readForm } from '../web/form.ts';
import { changed, redirect, show, unchanged, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import { acceptOffer, declineOffer, withdrawOffer } from './answer-offer.ts';
import { cardsFor } from './cards.ts';
import { contractForPage, contractLocals, contractScreen } from './contract-page.ts';
import type { Contract } from './contract-model.ts';
import { findContract } from './find-contract.ts';
import { parseAfter } from './job-list.ts';
import { offerForm } from './forms.ts';
import { invitedFreelancer } from './invited.ts';
import { offerContract } from './offer-contract.ts';

const myJobs: Screen = { title: 'My Jobs', view: 'contracts/my-jobs' };
const offering: Screen = { title: 'Offer a contract', view: 'contracts/new' };

export function contracts({ mail, log }: Outside, publicUrl: string): Router {
  return Router()
    .get('/my-jobs', signedIn, list)
    .get('/contracts/new', signedIn, (req, res) => {
      authorize(req.actor, 'contract.offer');
      return show(req, res, offering, { form: blankForm({ evidence: 'full', weeklyLimit: '40' }) });
    })
    .post('/contracts', signedIn, offer)
    .get('/contracts/:id', signedIn, showContract)
    .post('/contracts/:id/acceptance', signedIn, answering('contract.accept', acceptOffer, 'accepted'))
    .post('/contracts/:id/refusal', signedIn, answering('contract.decline', declineOffer, 'declined'))
    .post('/contracts/:id/withdrawal', signedIn, answering('contract.withdraw', withdrawOffer, 'withdrawn'));

  async function offer(req: Request, res: Response) {
    authorize(req.actor, 'contract.offer');
    const form = readForm(offerForm, req.body);
    const contract = await form.submit(values => offerContract(values, req.actor, req.now));
    if (!contract) return unchanged(req, res, offering, { form }, form);
    write(contract, req.actor).catch((error: unknown) => log.error({ err: error }, 'an offer could not be sent'));
    say(res, 'offered');
    redirect(req, res, `/contracts/${contract.id}`);
  }

  /** Whoever has an account is told by a notice. Not awaited: how long it takes must not tell whether there is one. */
  async function write(contract: Contract, client: Actor): Promise<void> {
    if ((await invitedFreelancer(contract)) === null) await mail.send(offerLetter(contract, client, publicUrl));
  }
}

const offerLetter = (contract: Contract, client: Actor, publicUrl: string): Letter =>
  printLetter({
    to: contract.freelancerEmail,
    subject: `${client.name} offers you a contract: ${contract.title}`,
    name: null,
    parts: [
      { kind: 'words', words: `${client.name} offers you the contract “${contract.title}” on Impact Time.` },
      { kind: 'words', words: 'Sign up as a freelancer with this e-mail address to read the terms and to answer.' },
      { kind: 'button', label: 'Sign up', address: `${publicUrl}/sign-up` },
    ],
    foot: `You have an account already? Read the offer: ${publicUrl}/contracts/${contract.id}`,
    fewer: null,
  });

async function list(req: Request, res: Response) {
  if (req.actor.role === 'admin') return redirect(req, res, '/admin/people');
  const title = req.actor.role === 'client' ? 'Contracts' : 'My Jobs';
  await show(req, res, { ...myJobs, title }, await cardsFor(req.actor, parseAfter(req.query['after']), req.now));
}

async function showContract(req: Request, res: Response) {
  const contract = await contractForPage(req.params['id'], req.actor);
  await show(req, res, contractScreen(contract), await contractLocals(contract, req.actor, req.now));
}

type Answer = (id: number, by: Actor, now: Date) => Promise<Contract>;

/** The three ways to answer an offer differ in who may, what happens, and what is said afterwards. */
const answering =
  (
    action: 'contract.accept' | 'contract.decline' | 'contract.withdraw',
    answer: Answer,
    said: Parameters<typeof say>[1],
  ) =>
  async (req: Request, res: Response) => {
    const { id } = req.params;
    const contract = await findContract(id, req.actor);
    authorize(req.actor, action, contract);
    await answer(contract.id, req.actor, req.now);
    say(res, said);
    const answered = await contractForPage(id, req.actor);
    const locals = await contractLocals(answered, req.actor, req.now);
    await changed(req, res, contractScreen(answered), locals, `/contracts/${contract.id}`);
  };
