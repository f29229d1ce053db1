import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';

/** One line for each request: what was asked, how it ended, how long it took. No secrets, no personal text, no query. */
export function requestLog(log: Logger): RequestHandler {
  return pinoHttp({
    logger: log,
    customLogLevel: (_req, res) => (res.statusCode >= 500 ? 'error' : 'debug'),
    customSuccessMessage: (req, res, ms) => `${req.method} ${pathOf(req.url)} ${res.statusCode} ${Math.round(ms)} ms`,
    customErrorMessage: (req, res) => `${req.method} ${pathOf(req.url)} ${res.statusCode}`,
    serializers: { req: () => undefined, res: () => undefined, err: () => undefined },
    customAttributeKeys: { responseTime: 'ms' },
  });
}

/** Single-use links and grants carry secrets in their paths. */
const pathOf = (url = ''): string =>
  url.replace(/\?.*/, '').replace(/^(\/(?:new-password|hand-over|invitations|thumbs\/\d+)\/)[^/]+/, '$1…');
