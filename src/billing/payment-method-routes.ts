/** With what a client pays: add, replace, remove; and what a freelancer may ask for who waits for it. */
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { findContract } from '../contracts/find-contract.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import { HOUR } from '../kernel/time.ts';
import type { Outside } from '../outside/outside.ts';
import { authorize } from '../policy/policy.ts';
import { door } from '../web/doors.ts';
import { blankForm, readForm, type Form } from '../web/form.ts';
import { redirect, show, unchanged } from '../web/page.ts';
import { say } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import { methodRefusalWords } from './payment-method.ts';
import { methodLocals, methodScreen } from './payment-method-page.ts';
import { removeMethod } from './payment-method-removal.ts';
import { finishMethod, startMethod } from './payment-method-setup.ts';
import { askForMethod } from './payment-method-wanted.ts';

const PAGE = '/payment-method';
/** Buttons without fields. */
const button = z.object({});

export function paymentMethods({ clock, payments, log }: Outside, publicUrl: string): Router {
  const setupDoor = door(
    {
      ...{ name: 'payment-method', limit: 20, windowMs: HOUR, keyOf: req => String(req.actor.id) },
      async refuse(req, res) {
        const form = readForm(button, req.body);
        form.refuse(new Refused('too-many-attempts', methodRefusalWords['too-many-attempts'], 429));
        await refused(req, res, form);
      },
    },
    clock,
  );
  return Router()
    .get(PAGE, signedIn, async (req, res) => {
      authorize(req.actor, 'payment-method.manage');
      await show(req, res, methodScreen, await methodLocals(req.actor.id, blankForm(), payments, req.now));
    })
    .post(`${PAGE}/setups`, signedIn, setupDoor, start)
    .get(`${PAGE}/setups/:setup`, signedIn, finish)
    .post(`${PAGE}/removal`, signedIn, remove)
    .post('/contracts/:id/payment-method-wish', signedIn, wish);

  async function start(req: Request, res: Response) {
    authorize(req.actor, 'payment-method.manage');
    const form = readForm(button, req.body);
    const backTo = (setup: number): string => `${publicUrl}${PAGE}/setups/${setup}`;
    const url = await form.submit(() => logged(startMethod(payments, req.actor, backTo, req.now)));
    if (url === null) return refused(req, res, form);
    redirect(req, res, url);
  }

  /** Where the provider sends the browser back to. Opening it twice is harmless. */
  async function finish(req: Request, res: Response) {
    authorize(req.actor, 'payment-method.manage');
    const { setup } = req.params;
    if (typeof setup !== 'string' || !/^\d{1,9}$/.test(setup)) throw new NotFound('page');
    const form = readForm(button, {});
    const added = await form.submit(() => logged(finishMethod(payments, Number(setup), req.actor.id, req.now)));
    if (added === null) return refused(req, res, form);
    say(res, added ? 'method-added' : 'method-not-added');
    redirect(req, res, PAGE);
  }

  async function remove(req: Request, res: Response) {
    authorize(req.actor, 'payment-method.manage');
    const form = readForm(button, req.body);
    const removed = await form.submit(async () => {
      await removeMethod(req.actor.id, req.now);
      return true;
    });
    if (!removed) return refused(req, res, form);
    say(res, 'method-removed');
    redirect(req, res, PAGE);
  }

  async function refused(req: Request, res: Response, form: Form<unknown>) {
    authorize(req.actor, 'payment-method.manage');
    await unchanged(req, res, methodScreen, await methodLocals(req.actor.id, form, payments, req.now), form);
  }

  /** What the provider said stays here; the client reads only that it does not answer. */
  async function logged<T>(asked: Promise<T>): Promise<T> {
    try {
      return await asked;
    } catch (error) {
      if (error instanceof Refused && error.cause)
        log.error({ err: error.cause }, 'the payment provider does not answer');
      throw error;
    }
  }
}

async function wish(req: Request, res: Response) {
  const contract = await findContract(req.params['id'], req.actor);
  authorize(req.actor, 'contract.accept', contract);
  await askForMethod(contract, req.actor, req.now);
  say(res, 'client-asked');
  redirect(req, res, `/contracts/${contract.id}`);
}
