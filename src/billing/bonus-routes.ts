/** Bonuses of a contract: what was given, and giving one. */
import { Router, type Request, type Response } from 'express';
import { findContract } from '../contracts/find-contract.ts';
import type { Contract } from '../contracts/contract-model.ts';
import type { Outside } from '../outside/outside.ts';
import { authorize, may } from '../policy/policy.ts';
import { blankForm, readForm } from '../web/form.ts';
import { redirect, show, unchanged, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import { bonusStateOf } from './bonus.ts';
import { Bonus } from './bonus-model.ts';
import { chargeBonus } from './charge-bonuses.ts';
import { giveBonus } from './give-bonus.ts';
import { bonusForm, numberIn } from './giving-forms.ts';
import { bonusSigns } from './giving-words.ts';
import { paymentMethodOf } from './payment-method-of.ts';

const listScreen: Screen = { title: 'Bonuses', view: 'billing/bonuses' };
const newScreen: Screen = { title: 'Give a bonus', view: 'billing/bonus-new' };
const PAGE = 30;

export function bonuses({ payments, log }: Outside): Router {
  return Router()
    .get('/contracts/:id/bonuses', signedIn, list)
    .get('/contracts/:id/bonuses/new', signedIn, async (req, res) => {
      const contract = await contractToGiveOn(req);
      await show(req, res, newScreen, { ...(await newLocals(contract)), form: blankForm() });
    })
    .post('/contracts/:id/bonuses', signedIn, give);

  async function newLocals({ id, title, freelancer, clientId }: Contract) {
    const nth = (await Bonus.count({ where: { contractId: id } })) + 1;
    const hasMethod = (await paymentMethodOf(clientId)) !== null;
    return { contract: { id, title }, name: freelancer?.name ?? '', nth, hasMethod, playMoney: !payments.real };
  }

  async function give(req: Request, res: Response) {
    const contract = await contractToGiveOn(req);
    const form = readForm(bonusForm, req.body);
    const bonus = await form.submit(values => giveBonus(contract.id, values, req.now));
    if (!bonus) return unchanged(req, res, newScreen, { ...(await newLocals(contract)), form }, form);
    // Whatever goes wrong here is tried again by the job, with the same key.
    await chargeBonus(payments, bonus, req.now).catch((err: unknown) => log.warn({ err }, 'a bonus has no answer yet'));
    await bonus.reload();
    say(
      res,
      bonus.chargeState === 'paid' ? 'bonus-paid' : bonus.chargeState === 'failed' ? 'bonus-declined' : 'bonus-asked',
    );
    redirect(req, res, `/contracts/${contract.id}/bonuses`);
  }
}

async function contractToGiveOn(req: Request): Promise<Contract> {
  const contract = await findContract(req.params['id'], req.actor, ['freelancer']);
  authorize(req.actor, 'bonus.give', contract);
  return contract;
}

async function list(req: Request, res: Response) {
  const contract = await findContract(req.params['id'], req.actor);
  const { id, title } = contract;
  // A freelancer reads of what has come: nobody should count on a bonus that may not.
  const where = { contractId: id, ...(req.actor.role === 'freelancer' && { chargeState: 'paid' as const }) };
  const pages = Math.max(1, Math.ceil((await Bonus.count({ where })) / PAGE));
  const page = Math.min(pages, Math.max(1, numberIn(req.query['page'])));
  const found = await Bonus.findAll({ where, order: [['id', 'DESC']], limit: PAGE, offset: (page - 1) * PAGE });
  const href = (to: number): string => `/contracts/${id}/bonuses?page=${to}`;
  await show(req, res, listScreen, {
    contract: { id, title },
    bonuses: found.map(bonus => shown(bonus, req.actor.role === 'freelancer')),
    mayGive: may(req.actor, 'bonus.give', contract),
    ...{ page, pages, previousHref: page > 1 ? href(page - 1) : null, nextHref: page < pages ? href(page + 1) : null },
  });
}

/** @param own the freelancer reads what is left of it */
const shown = (bonus: Bonus, own: boolean) => ({
  ...{ amount: bonus.amount, words: bonus.words, at: bonus.paidAt ?? bonus.givenAt, failure: bonus.chargeFailure },
  fee: own ? bonus.fee : null,
  sign: bonusSigns[bonusStateOf(bonus)],
});
