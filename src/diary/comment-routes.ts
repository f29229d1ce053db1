/** Comments and flags on a block, by either of the two. */
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { NotFound } from '../kernel/errors.ts';
import { authorize } from '../policy/policy.ts';
import { readForm } from '../web/form.ts';
import { redirect, unchanged } from '../web/page.ts';
import { say } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import { blockHref } from './block-words.ts';
import { MAX_COMMENT } from './comment.ts';
import { commentOn, resolveFlag } from './comment-on-block.ts';
import { blockScreen, viewerLocals } from './viewer-page.ts';
import { blockOf, viewingOf } from './viewing.ts';

const commentForm = z
  .object({
    words: z
      .string({ error: 'Write what you want to say.' })
      .transform(text =>
        text
          .replace(/\r\n?/g, '\n')
          .replace(/\p{Cs}/gu, '\uFFFD')
          .normalize('NFC')
          .trim(),
      )
      .pipe(
        z.string().min(1, 'Write what you want to say.').max(MAX_COMMENT, `Enter at most ${MAX_COMMENT} characters.`),
      ),
    flag: z.literal('yes').optional(),
  })
  .transform(({ words, flag }) => ({ words, flag: flag === 'yes' }));

export function diaryComments(secret: Buffer): Router {
  return Router()
    .post('/contracts/:id/blocks/:startedAt/comments', signedIn, comment)
    .post('/contracts/:id/blocks/:startedAt/comments/:number/resolution', signedIn, resolve);

  async function comment(req: Request, res: Response) {
    const viewing = await viewingOf(secret, req);
    authorize(req.actor, 'block.comment', viewing.contract);
    const block = await blockOf(req, viewing);
    const form = readForm(commentForm, req.body);
    const written = await form.submit(async said => {
      await commentOn(viewing.contract, block, said, req.actor, req.now);
      return true;
    });
    if (!written) {
      const locals = await viewerLocals(viewing, block, form);
      return unchanged(req, res, blockScreen(locals), locals, form);
    }
    say(res, 'commented');
    redirect(req, res, `${blockHref(viewing.contract.id, block.startedAt)}#comments`);
  }

  async function resolve(req: Request, res: Response) {
    const viewing = await viewingOf(secret, req);
    authorize(req.actor, 'block.comment', viewing.contract);
    const block = await blockOf(req, viewing);
    const number = String(req.params['number']);
    if (!/^\d{1,4}$/.test(number)) throw new NotFound('comment');
    await resolveFlag(viewing.contract, block, Number(number), req.actor, req.now);
    say(res, 'resolved');
    const fromList = (req.body as Record<string, unknown> | undefined)?.['list'] !== undefined;
    const { id } = viewing.contract;
    redirect(req, res, fromList ? `/contracts/${id}/flags` : `${blockHref(id, block.startedAt)}#comments`);
  }
}
