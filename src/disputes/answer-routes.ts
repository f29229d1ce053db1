/** A freelancer answers a dispute: ticks what he accepts, reads what it means, and says why he contests the rest. */
import { Router, type Request, type Response } from 'express';
import { chosenFrom, chosenQuery } from '../diary/chosen.ts';
import type { Viewing } from '../diary/block-words.ts';
import { viewingOf } from '../diary/viewing.ts';
import { Forbidden, NotFound, Refused } from '../kernel/errors.ts';
import type { EpochSeconds } from '../kernel/time.ts';
import { blankForm, readForm } from '../web/form.ts';
import { redirect, show, unchanged, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import { answerDispute } from './answer-dispute.ts';
import { decideUntilFrom, deadlineWords } from './deadline.ts';
import { disputedBlocks } from './dispute-blocks.ts';
import { answerForm } from './dispute-forms.ts';
import type { Dispute } from './dispute-model.ts';
import { disputeLocals } from './dispute-page.ts';
import { roleIn, stepRefusalWords, whyNotStep } from './dispute.ts';
import { findDispute } from './find-dispute.ts';
import { answeringLocals, tickedBy } from './picking-page.ts';
import { previewOf } from './preview.ts';

const picking: Screen = { title: 'Answer a dispute', view: 'disputes/answer' };
const confirming: Screen = { title: 'Answer a dispute', view: 'disputes/answer-confirm' };

type Asked = { dispute: Dispute; viewing: Viewing };

export function disputeAnswers(secret: Buffer): Router {
  return Router()
    .get('/disputes/:id/answer', signedIn, pick)
    .get('/disputes/:id/answer/confirm', signedIn, confirm)
    .post('/disputes/:id/answer', signedIn, answer);

  /** @throws Forbidden for the client @throws Refused once it is answered */
  async function asked(req: Request): Promise<Asked> {
    const dispute = await findDispute(req.params['id'], req.actor);
    const refusal = whyNotStep(dispute, 'answer', roleIn(dispute, req.actor)!);
    if (refusal === 'never') throw new Forbidden('dispute.answer');
    if (refusal) throw new Refused(refusal, stepRefusalWords[refusal], 409);
    const asking = { query: {}, actor: req.actor, session: req.session, now: req.now };
    return { dispute, viewing: await viewingOf(secret, { ...asking, params: { id: String(dispute.contractId) } }) };
  }

  async function pick(req: Request, res: Response) {
    const { dispute, viewing } = await asked(req);
    const { tick, block } = req.query;
    const starts =
      tick === undefined ? (chosenFrom(block) ?? []) : tickedBy(tick, await disputedBlocks(dispute.id), viewing);
    const locals = await answeringLocals(dispute, viewing, new Set(starts));
    await show(req, res, picking, { ...(await disputeLocals(dispute, viewing)), ...locals, form: blankForm() });
  }

  async function confirm(req: Request, res: Response) {
    const given = req.query['block'];
    const starts = given === undefined ? [] : chosenFrom(given);
    if (!starts) throw new NotFound('block');
    await show(req, res, confirming, { ...(await confirmLocals(await asked(req), starts)), form: blankForm() });
  }

  async function answer(req: Request, res: Response) {
    const dispute = await findDispute(req.params['id'], req.actor);
    const given = ((req.body ?? {}) as Record<string, unknown>)['block'];
    const accepted = given === undefined || given === '' ? [] : chosenFrom(given);
    if (!accepted) throw new NotFound('block');
    const form = readForm(answerForm, req.body);
    const answered = await form.submit(({ words }) =>
      answerDispute(dispute.id, { accepted, words }, req.actor, req.now),
    );
    if (answered) {
      say(res, 'dispute-answered');
      return redirect(req, res, `/disputes/${dispute.id}`);
    }
    await unchanged(req, res, confirming, { ...(await confirmLocals(await asked(req), accepted)), form }, form);
  }

  async function confirmLocals({ dispute, viewing }: Asked, accepted: readonly EpochSeconds[]) {
    const blocks = await disputedBlocks(dispute.id);
    const isAccepted = ({ startedAt }: { startedAt: number }): boolean => accepted.includes(startedAt);
    if (blocks.filter(isAccepted).length !== accepted.length) throw new NotFound('block');
    return {
      ...(await disputeLocals(dispute, viewing)),
      accepted: previewOf(blocks.filter(isAccepted)),
      contested: previewOf(blocks.filter(block => !isAccepted(block))),
      block: accepted.join(','),
      changeHref: `/disputes/${dispute.id}/answer${accepted.length > 0 ? `?${chosenQuery(accepted)}` : ''}`,
      decideUntil: deadlineWords(decideUntilFrom(viewing.now), viewing.actor.timeZone),
    };
  }
}
