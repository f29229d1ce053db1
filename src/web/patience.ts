/** No request waits for ever: whoever waits for a silent database is told so soon, and everybody within the host's half minute. */
import type { RequestHandler } from 'express';
import { isDatabaseSilent } from '../db/silence.ts';

/** The database does not answer. */
export class DatabaseSilent extends Error {}
/** The work goes on, but nobody waits for it any more. */
export class TookTooLong extends Error {}

const SOON_MS = 5_500;
/** Heroku gives up after 30 s. */
const AT_LAST_MS = 25_000;

export const boundedWait: RequestHandler = (req, res, next) => {
  const tell = (error: Error): void => {
    if (res.headersSent) return;
    // What is still on its way is not waited for either.
    if (!req.complete) res.set('Connection', 'close');
    next(error);
  };
  const soon = setTimeout(() => {
    if (isDatabaseSilent()) tell(new DatabaseSilent());
  }, SOON_MS);
  const atLast = setTimeout(() => tell(new TookTooLong()), AT_LAST_MS);
  res.once('close', () => {
    clearTimeout(soon);
    clearTimeout(atLast);
  });
  next();
};
