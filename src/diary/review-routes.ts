/** The client marks days as reviewed. */
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { NotFound } from '../kernel/errors.ts';
import { dayBounds, parseDay, toSeconds } from '../kernel/time.ts';
import { authorize } from '../policy/policy.ts';
import { readForm } from '../web/form.ts';
import { redirect } from '../web/page.ts';
import { say } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import { diaryHref } from './block-words.ts';
import { reviewDay, withdrawReview } from './review-day.ts';
import { viewingOf } from './viewing.ts';

/** When the page was made on which the day was looked at. */
const reviewForm = z.object({
  seen: z
    .string()
    .regex(/^\d{1,10}$/)
    .transform(Number),
});

export function diaryReview(secret: Buffer): Router {
  return Router()
    .post('/contracts/:id/diary/:day/review', signedIn, review)
    .post('/contracts/:id/diary/:day/review/withdrawal', signedIn, withdraw);

  async function review(req: Request, res: Response) {
    const { contract, span } = await spanOf(req);
    const { seen } = readForm(reviewForm, req.body).values ?? { seen: 0 };
    const seenAt = Math.min(seen, toSeconds(req.now));
    await reviewDay(contract, span, seenAt, req.actor, req.now);
    say(res, 'reviewed');
    redirect(req, res, diaryHref(contract.id, span.day));
  }

  async function withdraw(req: Request, res: Response) {
    const { contract, span } = await spanOf(req);
    await withdrawReview(contract, span, req.actor, req.now);
    say(res, 'review-withdrawn');
    redirect(req, res, diaryHref(contract.id, span.day));
  }

  async function spanOf(req: Request) {
    const { contract } = await viewingOf(secret, req);
    authorize(req.actor, 'day.review', contract);
    const day = parseDay(String(req.params['day']));
    if (day === null) throw new NotFound('day');
    return { contract, span: { day, ...dayBounds(day, req.actor.timeZone) } };
  }
}
