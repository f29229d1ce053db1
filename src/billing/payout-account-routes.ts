/** The page on which a freelancer says where the money goes: to a bank, or through the payment provider. */
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { steppedUp } from '../accounts/stepped-up.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import { HOUR } from '../kernel/time.ts';
import type { Outside } from '../outside/outside.ts';
import { authorize } from '../policy/policy.ts';
import { door } from '../web/doors.ts';
import { blankForm, readForm, type Form } from '../web/form.ts';
import { redirect, show, unchanged, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import { utcMoment } from './invoice-cycle.ts';
import { keepPayoutAccount } from './keep-payout-account.ts';
import { HOLD_HOURS, setupRefusalWords } from './payout-account.ts';
import { accountForm } from './payout-account-form.ts';
import { accountFacts } from './payout-account-rows.ts';
import { finishAccount, isAccountWaiting, startAccount } from './payout-account-setup.ts';

const PAGE = '/payout-account';
const screen: Screen = { title: 'Payout account', view: 'billing/payout-account' };
/** Buttons without fields. */
const button = z.object({});
const blank = (): Form<unknown> => blankForm({ kind: 'iban' });

export function payoutAccount({ clock, payments, log }: Outside, secret: Buffer, publicUrl: string): Router {
  const setupDoor = door(
    {
      ...{ name: 'payout-account', limit: 20, windowMs: HOUR, keyOf: req => String(req.actor.id) },
      refuse: (req, res) =>
        refused(req, res, new Refused('too-many-attempts', setupRefusalWords['too-many-attempts'], 429)),
    },
    clock,
  );
  return Router()
    .get(PAGE, signedIn, showAccount)
    .post(PAGE, signedIn, steppedUp, keep)
    .post(`${PAGE}/setups`, signedIn, setupDoor, steppedUp, start)
    .get(`${PAGE}/setups/:setup`, signedIn, finish);

  async function localsOf(req: Request, form: Form<unknown>) {
    authorize(req.actor, 'payout-account.manage');
    const { label, heldUntil, byItself } = await accountFacts(req.actor.id, req.now);
    return {
      ...{ form, label, byItself, holdHours: HOLD_HOURS, playMoney: !payments.real },
      heldUntil: heldUntil && utcMoment(heldUntil),
      isWaiting: await isAccountWaiting(req.actor.id),
    };
  }

  async function showAccount(req: Request, res: Response) {
    await show(req, res, screen, await localsOf(req, blank()));
  }

  async function keep(req: Request, res: Response) {
    authorize(req.actor, 'payout-account.manage');
    const form = readForm(accountForm, req.body);
    const kept = await form.submit(async account => ({
      changed: await keepPayoutAccount(account, req.actor, secret, req.now),
    }));
    if (!kept) return unchanged(req, res, screen, await localsOf(req, form), form);
    say(res, kept.changed ? 'payout-account-kept' : 'payout-account-same');
    redirect(req, res, PAGE);
  }

  async function start(req: Request, res: Response) {
    authorize(req.actor, 'payout-account.manage');
    const backTo = (setup: number): string => `${publicUrl}${PAGE}/setups/${setup}`;
    const url = await orRefuse(req, res, () => startAccount(payments, req.actor, backTo, req.now));
    if (url !== null) redirect(req, res, url);
  }

  /** Where the provider sends the browser back to. Opening it twice is harmless. */
  async function finish(req: Request, res: Response) {
    authorize(req.actor, 'payout-account.manage');
    const { setup } = req.params;
    if (typeof setup !== 'string' || !/^\d{1,9}$/.test(setup)) throw new NotFound('page');
    const isKept = await orRefuse(req, res, () => finishAccount(payments, Number(setup), req.actor.id, req.now));
    if (isKept === null) return;
    say(res, isKept ? 'payout-account-kept' : 'payout-account-waits');
    redirect(req, res, PAGE);
  }

  /** What the provider said stays here; the freelancer reads only that it does not answer. */
  async function orRefuse<T>(req: Request, res: Response, act: () => Promise<T>): Promise<T | null> {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.cause) log.error({ err: error.cause }, 'the payment provider does not answer');
      await refused(req, res, error);
      return null;
    }
  }

  /** The fields of a bank's account stand on the same page: they are blank again. */
  async function refused(req: Request, res: Response, why: Refused) {
    const form = readForm(button, { kind: 'iban' });
    form.refuse(why);
    await unchanged(req, res, screen, await localsOf(req, form), form);
  }
}
