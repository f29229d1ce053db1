/** The only place where an error becomes a status and a page. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { root } from '../config.ts';
import { isDatabaseAway } from '../db/away.ts';
import { Forbidden, NotFound, Refused } from '../kernel/errors.ts';
import { StorageAway } from '../outside/storage.ts';
import type { Role } from '../policy/policy.ts';
import { show } from './page.ts';
import { DatabaseSilent, TookTooLong } from './patience.ts';
import { asked } from './request-log.ts';
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
  if (error instanceof DatabaseSilent || isDatabaseAway(error)) {
    return {
      status: 503,
      code: 'busy',
      heading: 'One moment',
      message: 'The database does not answer. Nothing is lost; try again in a minute.',
    };
  }
  if (error instanceof StorageAway) {
    return {
      status: 503,
      code: 'storage-away',
      heading: 'One moment',
      message: 'Pictures are not available right now. Nothing is lost; try again in a minute.',
    };
  }
  if (error instanceof TookTooLong) {
    return {
      status: 503,
      code: 'too-slow',
      heading: 'That takes too long',
      message: 'It may still happen: look whether it has before you do it again.',
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
  return async (error: unknown, req: Request, res: Response, _next) => {
    if (res.headersSent) return cutOff(error, log, req, res);
    const answer = answerTo(error);
    if (answer.status >= 500) log.error({ err: error, ...asked(req) }, 'request failed');
    res.status(answer.status);
    // What was asked for might have been a file to keep.
    res.removeHeader('Content-Disposition');
    if (answer.status === 503) res.set('Retry-After', '10');
    if (error instanceof StorageAway && isForPicture(req)) sendPlaceholder(res);
    else await say(req, res, answer);
  };
}

/** What goes wrong after the answer has begun. An answer that is complete stays one; half an answer must not look whole. */
function cutOff(error: unknown, log: Logger, req: Request, res: Response): void {
  log.error({ err: error, ...asked(req) }, 'failed after the answer had begun');
  if (!res.writableEnded) res.destroy();
}

/** Asked by an `<img>`, which shows a picture whatever its status. */
const isForPicture = (req: Request): boolean => req.accepts(['html', 'image/svg+xml']) === 'image/svg+xml';

const placeholder = readFileSync(path.join(root, 'public/img/picture-away.svg'));
function sendPlaceholder(res: Response): void {
  res.set('Cache-Control', 'no-store').type('image/svg+xml').send(placeholder);
}

/** Named as the menu names it. */
const home: Record<Role, { href: string; label: string }> = {
  freelancer: { href: '/my-jobs', label: 'Go to My Jobs' },
  client: { href: '/my-jobs', label: 'Go to your contracts' },
  admin: { href: '/admin', label: 'Go to the queue' },
};

async function say(req: Request, res: Response, { status, heading, message }: Answer): Promise<void> {
  // Whatever went wrong may have gone wrong before anybody was recognised.
  req.visitor ??= null;
  if (req.get('HX-Request') === 'true') res.set('HX-Retarget', 'body');
  const action = req.visitor ? home[req.visitor.role] : { href: '/sign-in', label: 'Sign in' };
  await show(req, res, { title: heading, view: 'errors/error' }, { status, heading, message, action });
}
