/** One line for each request: what was asked, how it ended, how long it took. No secrets, no personal text, no query. */
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Clock } from '../outside/clock.ts';

declare module 'express-serve-static-core' {
  interface Request {
    /** Names this request in the log, here and at the proxy in front of us. */
    id: string;
  }
}

/** Of a proxy; anything else could be somebody's attempt to write into our log. */
const GOOD_ID = /^[0-9A-Za-z][0-9A-Za-z_.=-]{7,127}$/;

export function requestLog(log: Logger, clock: Clock): RequestHandler {
  return (req, res, next) => {
    const begun = clock.now().getTime();
    const given = req.get('X-Request-Id') ?? '';
    req.id = GOOD_ID.test(given) ? given : crypto.randomUUID();
    res.set('X-Request-Id', req.id);
    res.once('close', () => {
      const ms = clock.now().getTime() - begun;
      const line = { requestId: req.id, method: req.method, path: pathOf(req.originalUrl), status: res.statusCode, ms };
      const end = res.writableFinished ? '' : ' (the other side went away)';
      log[res.statusCode >= 500 ? 'error' : 'debug'](line, `${line.method} ${line.path} ${line.status} ${ms} ms${end}`);
    });
    next();
  };
}

/** What an error in the log says of the request it happened in. */
export const asked = (req: { id?: string; method: string; originalUrl: string }) => ({
  requestId: req.id,
  method: req.method,
  path: pathOf(req.originalUrl),
});

/** Single-use links and grants carry secrets in their paths. */
export const pathOf = (url: string): string =>
  url
    .replace(/\?.*/s, '')
    .replace(/^(\/(?:new-password|hand-over|invitations|unsubscriptions|sign-in|thumbs\/\d+)\/)[^/]+/, '$1…');
