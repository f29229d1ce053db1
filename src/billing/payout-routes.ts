/** Payouts, for admins: what goes to the bank on a Wednesday, and what the bank did with it. */
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { NotFound } from '../kernel/errors.ts';
import { dayBounds, fromSeconds, parseDay, type EpochSeconds } from '../kernel/time.ts';
import type { Outside } from '../outside/outside.ts';
import { steppedUp } from '../accounts/stepped-up.ts';
import { authorize } from '../policy/policy.ts';
import { blankForm, line, readForm, type Form } from '../web/form.ts';
import { redirect, show, unchanged, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import { makePayoutFile } from './make-payout-file.ts';
import { openAccount } from './payout-account-rows.ts';
import { bankFile } from './payout-file.ts';
import { lastPayday } from './payout.ts';
import { batchesLocals, batchHref, batchLocals, payoutLocals } from './payout-page.ts';
import { findFile, findPayout, paymentsOf } from './payout-rows.ts';
import { settleFile, settleSent } from './settle-sent.ts';

const listScreen: Screen = { title: 'Payouts', view: 'billing/payout-batches' };
const batchScreen: Screen = { title: 'Payouts of a Wednesday', view: 'billing/payout-batch' };
const payoutScreen: Screen = { title: 'A payout', view: 'billing/payout' };

const button = z.object({});
/** Several files may stand on one page, each with its field. */
const referenceField = (file: number): string => `reference-${file}`;
const referenceForm = (file: number) => z.object({ [referenceField(file)]: line('the bank’s reference', 100) });
const settlementForm = z.object({
  state: z.enum(['paid', 'failed'], { error: 'Choose what the bank did.' }),
  words: line('the bank’s reference, or why it failed', 200),
});

export function payouts({ payments }: Outside, secret: Buffer): Router {
  return Router()
    .get('/admin/payouts', signedIn, async (req, res) => {
      authorize(req.actor, 'payouts.manage');
      const { before } = req.query;
      const day = typeof before === 'string' && /^\d{1,10}$/.test(before) ? Number(before) : null;
      await show(req, res, listScreen, await batchesLocals(day, payments));
    })
    .get('/admin/payouts/:day', signedIn, async (req, res) => {
      const page = Number(req.query['page']) || 1;
      await show(req, res, batchScreen, await batchLocals(wednesdayOf(req), page, payments, req.now));
    })
    .post('/admin/payouts/:day/files', signedIn, steppedUp, makeFile)
    .get('/admin/payout-files/:id.csv', signedIn, steppedUp, sendFile)
    .post('/admin/payout-files/:id/payment', signedIn, steppedUp, payFile)
    .get('/admin/payouts/:day/:payout', signedIn, showPayout)
    .post('/admin/payouts/:day/:payout/settlement', signedIn, steppedUp, settle);

  async function makeFile(req: Request, res: Response) {
    const wednesday = wednesdayOf(req);
    const form = readForm(button, req.body);
    const made = await form.submit(() => makePayoutFile(wednesday, req.actor, req.now));
    if (!made) return refused(req, res, wednesday, { id: null, form });
    say(res, 'payout-file-made');
    redirect(req, res, batchHref(wednesday));
  }

  async function payFile(req: Request, res: Response) {
    authorize(req.actor, 'payouts.manage');
    const file = await findFile(req.params['id']);
    const form = readForm(referenceForm(file.id), req.body);
    const paid = await form.submit(typed => settleFile(file.id, typed[referenceField(file.id)]!, req.actor, req.now));
    if (paid === null) return refused(req, res, file.wednesday, { id: file.id, form });
    say(res, 'payouts-paid');
    redirect(req, res, batchHref(file.wednesday));
  }

  async function refused(
    req: Request,
    res: Response,
    day: EpochSeconds,
    wrong: { id: number | null; form: Form<unknown> },
  ) {
    await unchanged(req, res, batchScreen, await batchLocals(day, 1, payments, req.now, wrong), wrong.form);
  }

  /** Whole account numbers leave in this file alone, and only for admins. */
  async function sendFile(req: Request, res: Response) {
    authorize(req.actor, 'payouts.manage');
    const file = await findFile(req.params['id']);
    const found = await paymentsOf(file);
    const csv = bankFile(found.map(({ payout, account }) => ({ payout, account: openAccount(account, secret) })));
    res.set('Cache-Control', 'private, no-store').attachment(`payouts-${file.id}.csv`);
    res.type('text/csv; charset=utf-8').send(csv);
  }

  async function showPayout(req: Request, res: Response) {
    wednesdayOf(req);
    const payout = await findPayout(req.params['payout']);
    await show(req, res, payoutScreen, await payoutLocals(payout, blankForm({ state: 'paid' }), payments, req.now));
  }

  async function settle(req: Request, res: Response) {
    wednesdayOf(req);
    const payout = await findPayout(req.params['payout']);
    const form = readForm(settlementForm, req.body);
    const settled = await form.submit(settlement => settleSent(payout.id, settlement, req.actor, req.now));
    if (!settled) {
      const locals = await payoutLocals(await findPayout(req.params['payout']), form, payments, req.now);
      return unchanged(req, res, payoutScreen, locals, form);
    }
    say(res, settled.state === 'paid' ? 'payouts-paid' : 'payout-failed');
    redirect(req, res, batchHref(payout.wednesday));
  }
}

/** @throws Forbidden to all but admins @throws NotFound when no payout was ever made on that day */
function wednesdayOf(req: Request): EpochSeconds {
  authorize(req.actor, 'payouts.manage');
  const day = parseDay(String(req.params['day']));
  const noon = day === null ? null : dayBounds(day, 'UTC').from + 12 * 3600;
  if (noon === null || lastPayday(fromSeconds(noon)) !== noon) throw new NotFound('Wednesday');
  return noon;
}
