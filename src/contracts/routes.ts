/** My Jobs, offers and their answers. */
import { Router, type Request, type Response } from 'express';
import { paymentMethodOf } from '../billing/payment-method-of.ts';
import { Refused } from '../kernel/errors.ts';
import { HOUR } from '../kernel/time.ts';
import type { LetterContent } from '../mail/letter.ts';
import { printLetter } from '../mail/print-letter.ts';
import type { Outside } from '../outside/outside.ts';
import { authorize, type Actor } from '../policy/policy.ts';
import { door } from '../web/doors.ts';
import { blankForm, readForm, type Form } from '../web/form.ts';
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
import { invite, inviteAgain } from './invite.ts';
import { offerContract } from './offer-contract.ts';

const myJobs: Screen = { title: 'My Jobs', view: 'contracts/my-jobs' };
const offering: Screen = { title: 'Offer a contract', view: 'contracts/new' };
const tooMany = new Refused('too-many-attempts', 'You have sent many letters within this hour. Wait an hour.', 429);

export function contracts({ clock, mail, log }: Outside, publicUrl: string): Router {
  const address = (path: string): string => publicUrl + path;
  /** Each offer may send a letter to somebody who did not ask for one. */
  const offerDoor = door(
    {
      ...{ name: 'offers', limit: 60, windowMs: HOUR, keyOf: req => String(req.actor.id) },
      async refuse(req, res) {
        const form = readForm(offerForm, req.body);
        form.refuse(tooMany);
        await unchanged(req, res, offering, await offeringLocals(req, form), form);
      },
    },
    clock,
  );
  const letterDoor = door(
    {
      ...{ name: 'letters-again', limit: 10, windowMs: HOUR, keyOf: req => String(req.actor.id) },
      refuse() {
        throw tooMany;
      },
    },
    clock,
  );

  return Router()
    .get('/my-jobs', signedIn, list)
    .get('/contracts/new', signedIn, async (req, res) => {
      authorize(req.actor, 'contract.offer');
      await show(req, res, offering, await offeringLocals(req, blankForm({ evidence: 'full', weeklyLimit: '40' })));
    })
    .post('/contracts', signedIn, offerDoor, offer)
    .get('/contracts/:id', signedIn, showContract)
    .post('/contracts/:id/invitation', signedIn, letterDoor, offerAgain)
    .post('/contracts/:id/acceptance', signedIn, answering('contract.accept', acceptOffer, 'accepted'))
    .post('/contracts/:id/refusal', signedIn, answering('contract.decline', declineOffer, 'declined'))
    .post('/contracts/:id/withdrawal', signedIn, answering('contract.withdraw', withdrawOffer, 'withdrawn'));

  async function offer(req: Request, res: Response) {
    authorize(req.actor, 'contract.offer');
    const form = readForm(offerForm, req.body);
    const contract = await form.submit(values => offerContract(values, req.actor, req.now));
    if (!contract) return unchanged(req, res, offering, await offeringLocals(req, form), form);
    send(invite(contract.id, req.actor, req.now, address));
    say(res, 'offered');
    redirect(req, res, `/contracts/${contract.id}`);
  }

  async function offerAgain(req: Request, res: Response) {
    const { id } = req.params;
    const contract = await findContract(id, req.actor);
    authorize(req.actor, 'contract.invite', contract);
    const letter = await inviteAgain(contract.id, req.actor, req.now, address);
    send(Promise.resolve(letter));
    say(res, 'invited-again');
    const offered = await contractForPage(id, req.actor);
    const locals = await contractLocals(offered, req.actor, req.now);
    await changed(req, res, contractScreen(offered), locals, `/contracts/${contract.id}`);
  }

  /** Whoever has an account is told by a notice. Not awaited: how long it takes must not tell whether there is one. */
  function send(letter: Promise<LetterContent | null>): void {
    letter
      .then(content => content && mail.send(printLetter(content)))
      .catch((error: unknown) => log.error({ err: error }, 'an offer could not be sent'));
  }
}

/** Who has no payment method reads so while making the offer: it can be made, and accepted when there is one. */
async function offeringLocals(req: Request, form: Form<unknown>) {
  return { form, methodMissing: (await paymentMethodOf(req.actor.id)) === null };
}

async function list(req: Request, res: Response) {
  if (req.actor.role === 'admin') return redirect(req, res, '/admin');
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
