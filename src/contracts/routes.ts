/** My Jobs, offers and their answers. */
import { Router, type Request, type Response } from 'express';
import { Event } from '../events/event-model.ts';
import { sentenceOf } from '../events/event.ts';
import type { Letter } from '../outside/mail.ts';
import type { Outside } from '../outside/outside.ts';
import { authorize, may, type Actor } from '../policy/policy.ts';
import { blankForm, readForm } from '../web/form.ts';
import { changed, redirect, show, unchanged, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import { acceptOffer, declineOffer, withdrawOffer } from './answer-offer.ts';
import { cardsFor } from './cards.ts';
import type { Contract } from './contract-model.ts';
import { findContract } from './find-contract.ts';
import { offerForm } from './forms.ts';
import { offerContract } from './offer-contract.ts';

const myJobs: Screen = { title: 'My Jobs', view: 'contracts/my-jobs' };
const offering: Screen = { title: 'Offer a contract', view: 'contracts/new' };
const screenOf = (contract: Contract): Screen => ({
  title: contract.title,
  view: 'contracts/show',
  regions: { contract: 'contracts/_contract' },
});

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
    mail
      .send(offerLetter(contract, req.actor, publicUrl))
      .catch((error: unknown) => log.error({ err: error }, 'an offer could not be sent'));
    say(res, 'offered');
    redirect(req, res, `/contracts/${contract.id}`);
  }
}

const offerLetter = (contract: Contract, client: Actor, publicUrl: string): Letter => ({
  to: contract.freelancerEmail,
  subject: `${client.name} offers you a contract: ${contract.title}`,
  text: `Hello,\n\n${client.name} offers you the contract "${contract.title}" on Impact Time. Read the terms and answer in My Jobs:\n\n${publicUrl}/contracts/${contract.id}\n\nNo account yet? Sign up as a freelancer with this e-mail address: ${publicUrl}/sign-up\n`,
});

async function list(req: Request, res: Response) {
  if (req.actor.role === 'admin') return redirect(req, res, '/admin/people');
  const title = req.actor.role === 'client' ? 'Contracts' : 'My Jobs';
  await show(req, res, { ...myJobs, title }, await cardsFor(req.actor, req.now));
}

async function showContract(req: Request, res: Response) {
  const contract = await findContract(req.params['id'], req.actor, ['client', 'freelancer', 'terms', 'codes']);
  await show(req, res, screenOf(contract), await localsOf(contract, req.actor));
}

async function localsOf(contract: Contract, actor: Actor) {
  const events = await Event.findAll({ where: { contractId: contract.id }, order: [['id', 'DESC']], limit: 50 });
  const { id, title, state, freelancerEmail, offeredAt, acceptedAt, closedAt } = contract;
  const open = state === 'offered';
  return {
    contract: {
      ...{ id, title, state, freelancerEmail, offeredAt, acceptedAt, closedAt },
      clientName: contract.client?.name ?? '',
      freelancerName: contract.freelancer?.name ?? null,
    },
    terms: (contract.terms ?? [])
      .map(({ version, rateCents, weeklyLimitSeconds, manualTime, evidence, validFrom }) => {
        return { version, rate: rateCents, weeklyLimitSeconds, manualTime, evidence, validFrom };
      })
      .sort((a, b) => b.version - a.version),
    codes: (contract.codes ?? []).map(({ code, name }) => ({ code, name })),
    may: {
      accept: open && may(actor, 'contract.accept', contract),
      decline: open && may(actor, 'contract.decline', contract),
      withdraw: open && may(actor, 'contract.withdraw', contract),
      diary: state === 'active',
    },
    timeline: events.map(event => ({ at: event.happenedAt, words: sentenceOf(event) })),
  };
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
    const answered = await findContract(id, req.actor, ['client', 'freelancer', 'terms', 'codes']);
    await changed(req, res, screenOf(answered), await localsOf(answered, req.actor), `/contracts/${contract.id}`);
  };
