/** A client disputes blocks of an invoice: ticks them, reads what it means, and says why. */
import { Router, type Request, type Response } from 'express';
import type { Invoice } from '../billing/invoice-model.ts';
import { findInvoice } from '../billing/invoice-rows.ts';
import { chosenFrom, chosenQuery, MAX_CHOSEN } from '../diary/chosen.ts';
import type { Viewing } from '../diary/block-words.ts';
import { viewingOf } from '../diary/viewing.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import { fromSeconds, reviewEnds, type EpochSeconds } from '../kernel/time.ts';
import { authorize } from '../policy/policy.ts';
import { blankForm, readForm, type Form } from '../web/form.ts';
import { redirect, show, unchanged, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import { answerUntilFrom, deadlineWords } from './deadline.ts';
import { billedBlocks, type BilledBlock } from './dispute-blocks.ts';
import { openingForm, reasonOptions } from './dispute-forms.ts';
import { openRefusalWords, whyNotOpen } from './dispute.ts';
import { openDispute } from './open-dispute.ts';
import { disputingLocals, tickedBy } from './picking-page.ts';
import { previewOf, protectedWords } from './preview.ts';

const picking: Screen = { title: 'Dispute blocks', view: 'disputes/new' };
const confirming: Screen = { title: 'Open a dispute', view: 'disputes/confirm' };

export function disputeOpening(secret: Buffer): Router {
  return Router()
    .get('/invoices/:id/disputes/new', signedIn, pick)
    .get('/invoices/:id/disputes/confirm', signedIn, confirm)
    .post('/invoices/:id/disputes', signedIn, open);

  type Asked = { invoice: Invoice; viewing: Viewing };

  /** @throws Refused when nothing of it can be disputed any more */
  async function asked(req: Request): Promise<Asked> {
    const invoice = await findInvoice(req.params['id'], req.actor, ['contract', 'freelancer']);
    authorize(req.actor, 'dispute.open', invoice);
    const over = whyNotOpen({ invoice, blocks: [{ amount: 1, disputed: false }], left: 1 }, req.now);
    if (over) throw new Refused(over, openRefusalWords[over]({ invoice, blocks: [], left: 0 }), 409);
    const asking = { query: {}, actor: req.actor, session: req.session, now: req.now };
    return { invoice, viewing: await viewingOf(secret, { ...asking, params: { id: String(invoice.contractId) } }) };
  }

  async function pick(req: Request, res: Response) {
    await showPicking(req, res, await asked(req), blankForm());
  }

  async function showPicking(req: Request, res: Response, { invoice, viewing }: Asked, form: Form<unknown>) {
    const { tick, block } = req.query;
    const starts =
      tick === undefined ? (chosenFrom(block) ?? []) : tickedBy(tick, await billedBlocks(invoice.id), viewing);
    const locals = { ...(await disputingLocals(invoice, viewing, new Set(starts))), form };
    if (form.base === null) await show(req, res, picking, locals);
    else await unchanged(req, res, picking, locals, form);
  }

  async function confirm(req: Request, res: Response) {
    const found = await asked(req);
    const starts = chosenFrom(req.query['block']);
    if (starts) return show(req, res, confirming, { ...(await confirmLocals(found, starts)), form: blankForm() });
    const form = blankForm();
    form.base =
      req.query['block'] === undefined
        ? 'Tick at least one block first.'
        : `These are too many at once. Tick at most ${MAX_CHOSEN} blocks.`;
    await showPicking(req, res, found, form);
  }

  async function open(req: Request, res: Response) {
    const invoice = await findInvoice(req.params['id'], req.actor);
    authorize(req.actor, 'dispute.open', invoice);
    const starts = chosenFrom(((req.body ?? {}) as Record<string, unknown>)['block']);
    if (!starts) throw new NotFound('block');
    const form = readForm(openingForm, req.body);
    const dispute = await form.submit(typed =>
      openDispute(invoice.id, { ...typed, blocks: starts }, req.actor, req.now),
    );
    if (dispute) {
      say(res, 'dispute-opened');
      return redirect(req, res, `/disputes/${dispute.id}`);
    }
    await unchanged(req, res, confirming, { ...(await confirmLocals(await asked(req), starts)), form }, form);
  }

  async function confirmLocals({ invoice, viewing }: Asked, starts: readonly EpochSeconds[]) {
    const all = await billedBlocks(invoice.id);
    const chosen = all.filter(({ startedAt }) => starts.includes(startedAt));
    if (chosen.length !== starts.length) throw new NotFound('block');
    const zone = viewing.actor.timeZone;
    const shown = await disputingLocals(invoice, viewing, new Set(starts));
    return {
      ...{ invoice: shown.invoice, freelancer: shown.freelancer, zone, options: reasonOptions },
      ...{ block: starts.join(','), ...previewLocals(chosen, invoice) },
      thumbs: shown.days
        .flatMap(({ tiles }) => tiles as { ticked: boolean; thumb: string | null }[])
        .filter(({ ticked }) => ticked)
        .flatMap(({ thumb }) => thumb ?? [])
        .slice(0, 6),
      changeHref: `/invoices/${invoice.id}/disputes/new?${chosenQuery(starts)}`,
      answerUntil: deadlineWords(answerUntilFrom(viewing.now), zone),
      reviewEnds: deadlineWords(fromSeconds(reviewEnds(invoice.week) - 1), zone),
    };
  }
}

function previewLocals(chosen: readonly BilledBlock[], invoice: Invoice) {
  const preview = previewOf(chosen);
  return { preview, protectedWords: protectedWords(preview), rest: invoice.amount - preview.all.amount };
}
