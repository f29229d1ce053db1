/** No request waits for ever: whoever waits for a silent database is told so soon, and everybody within the host's half minute. */
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { isDatabaseSilent } from '../db/silence.ts';

/** The database does not answer. */
export class DatabaseSilent extends Error {}
/** The work goes on, but nobody waits for it any more. */
export class TookTooLong extends Error {}

/** Heroku gives up after 30 s. */
const PATIENCE = { soonMs: 5_500, atLastMs: 25_000 };

/**
 * @param answer says what went wrong. It is called beside the chain of handlers and not through `next`: whoever is still at work in
 * the chain must find its end as it was, when at last he answers or fails.
 */
export function boundedWait(answer: ErrorRequestHandler, { soonMs, atLastMs } = PATIENCE): RequestHandler {
  return (req, res, next) => {
    const tell = (error: Error): void => {
      if (res.headersSent) return;
      // What is still on its way is not waited for either.
      if (!req.complete) res.set('Connection', 'close');
      void answer(error, req, res, () => undefined);
    };
    const soon = setTimeout(() => {
      if (isDatabaseSilent()) tell(new DatabaseSilent());
    }, soonMs);
    const atLast = setTimeout(() => tell(new TookTooLong()), atLastMs);
    res.once('close', () => {
      clearTimeout(soon);
      clearTimeout(atLast);
    });
    next();
  };
}
