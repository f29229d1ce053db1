/** The only place where an error becomes a status and a page. */
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { BaseError, ConnectionError } from 'sequelize';
import { Forbidden, NotFound, Refused } from '../kernel/errors.ts';
import { show } from './page.ts';
import { ForeignOrigin } from './same-origin.ts';

export type Answer = { status: number; code: string; heading: string; message: string };

/** What a person is told. Only what we said on purpose is repeated; of a bug nobody hears more than that it happened. */
export function answerTo(error: unknown): Answer {
  if (error instanceof NotFound) {
    return {
      status: 404,
      code: 'not-found',
      heading: 'Not found',
      message: `${error.message} It may never have been, or it is not yours to see.`,
    };
  }
  if (error instanceof Forbidden)
    return { status: 403, code: 'forbidden', heading: 'Not allowed', message: error.message };
  if (error instanceof Refused)
    return { status: error.status, code: error.code, heading: 'That does not work', message: error.words };
  if (error instanceof ForeignOrigin) {
    const message = 'This came from another site, so nothing was changed. Open the page here and try again.';
    return { status: 403, code: 'foreign-origin', heading: 'Not from here', message };
  }
  if (error instanceof ConnectionError || isTimeout(error)) {
    return {
      status: 503,
      code: 'busy',
      heading: 'One moment',
      message: 'The database does not answer. Nothing is lost; try again in a minute.',
    };
  }
  return (
    fromExpress(error) ?? {
      status: 500,
      code: 'bug',
      heading: 'Something broke',
      message: 'That was our mistake, and it is recorded. Try again.',
    }
  );
}

const isTimeout = (error: unknown): boolean =>
  error instanceof BaseError && error.name === 'SequelizeConnectionAcquireTimeoutError';

/** Express and its parsers refuse malformed requests with a 4xx status of their own. */
function fromExpress(error: unknown): Answer | null {
  const { status } = (error ?? {}) as { status?: unknown };
  if (typeof status !== 'number' || status < 400 || status > 499) return null;
  const message = status === 413 ? 'That is more than this page takes.' : 'That request could not be understood.';
  return { status, code: status === 413 ? 'too-large' : 'malformed', heading: 'That does not work', message };
}

export const nothingHere: RequestHandler = () => {
  throw new NotFound('page');
};

export function errorPages(log: Logger): ErrorRequestHandler {
  // Express knows an error handler by its four arguments.
  return async (error: unknown, req: Request, res: Response, next) => {
    if (res.headersSent) return next(error);
    const answer = answerTo(error);
    if (answer.status >= 500) log.error({ err: error, url: req.originalUrl, method: req.method }, 'request failed');
    res.status(answer.status);
    if (answer.status === 503) res.set('Retry-After', '10');
    await say(req, res, answer);
  };
}

async function say(req: Request, res: Response, { status, heading, message }: Answer): Promise<void> {
  // Whatever went wrong may have gone wrong before anybody was recognised.
  req.visitor ??= null;
  if (req.get('HX-Request') === 'true') res.set('HX-Retarget', 'body');
  const action = req.visitor ? { href: '/my-jobs', label: 'Go to my jobs' } : { href: '/sign-in', label: 'Sign in' };
  await show(req, res, { title: heading, view: 'errors/error' }, { status, heading, message, action });
}
