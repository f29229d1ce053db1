/** How the tracker API answers: JSON that begins with protocol and time, whatever it says. */
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { MulterError } from 'multer';
import type { Logger } from 'pino';
import { Refused } from '../kernel/errors.ts';
import { answerTo, type Answer } from '../web/errors.ts';
import { asked } from '../web/request-log.ts';
import { PROTOCOL, PROTOCOL_HEADER, type Greeting } from '../wire/tracker.ts';

/** What an answer says besides its greeting. */
type Rest<T extends Greeting> = Omit<T, keyof Greeting>;

export function answer<T extends Greeting>(req: Request, res: Response, rest: Rest<T>, status = 200): void {
  res
    .status(status)
    .set('Cache-Control', 'no-store')
    .json({ protocol: PROTOCOL, serverTime: req.now.toISOString(), ...rest });
}

/**
 * The tracker's page lives on a local port, so every call comes from another origin. Nothing ambient authenticates
 * here (cookies are ignored), so any origin may ask.
 */
export const anyOrigin: RequestHandler = (req, res, next) => {
  res.set({
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Headers': `authorization, content-type, ${PROTOCOL_HEADER}`,
    'Access-Control-Allow-Methods': 'GET, POST, PUT, DELETE',
    'Access-Control-Expose-Headers': 'retry-after',
    'Access-Control-Max-Age': '86400',
    'Cross-Origin-Resource-Policy': 'cross-origin',
  });
  if (req.method === 'OPTIONS') res.status(204).end();
  else next();
};

/** @throws Refused `tracker-too-old` when the tracker speaks an older protocol than we understand */
export const understood: RequestHandler = (req, _res, next) => {
  const spoken = Number(req.get(PROTOCOL_HEADER) ?? PROTOCOL);
  if (spoken >= PROTOCOL) return next();
  throw new Refused(
    'tracker-too-old',
    'This tracker is too old for the server. Update it; nothing you tracked is lost.',
    426,
  );
};

export function refusals(log: Logger): ErrorRequestHandler {
  // Express knows an error handler by its four arguments.
  return (error: unknown, req: Request, res: Response, next) => {
    if (res.headersSent) return next(error);
    const { status, code, message } = uploadAnswer(error) ?? answerTo(error);
    if (status >= 500) log.error({ err: error, ...asked(req) }, 'tracker request failed');
    if (status === 503) res.set('Retry-After', '10');
    answer(req, res, { error: { code, message } }, status);
  };
}

type Said = Pick<Answer, 'status' | 'code' | 'message'>;

/** Uploads are refused by multer with errors of its own, malformed ones with plain ones. */
function uploadAnswer(error: unknown): Said | null {
  if (error instanceof MulterError) {
    const tooLarge = error.code === 'LIMIT_FILE_SIZE';
    const message = tooLarge
      ? 'The screenshot is larger than 2 MB.'
      : 'The upload has parts that do not belong to a block.';
    return { status: tooLarge ? 413 : 400, code: tooLarge ? 'too-large' : 'malformed', message };
  }
  const malformed =
    error instanceof Error &&
    /^(Multipart|Unexpected end of|Malformed|Request aborted|Request closed)/.test(error.message);
  return malformed ? { status: 400, code: 'malformed', message: 'The upload could not be read.' } : null;
}
