/** Who is asking: a tracker, by `Authorization: Bearer`. Cookies are ignored here. */
import type { RequestHandler } from 'express';
import type { Sessions } from '../accounts/sessions.ts';
import { suspensionOf } from '../accounts/suspended.ts';
import { ACCOUNT_SUSPENDED } from '../accounts/suspension.ts';
import { Refused } from '../kernel/errors.ts';
import type { Clock } from '../outside/clock.ts';
import { signAs, touch } from '../web/session.ts';

export const atNow =
  (clock: Clock): RequestHandler =>
  (req, _res, next) => {
    req.now = clock.now();
    req.visitor = null;
    next();
  };

/** @throws Refused `not-signed-in`; `account-suspended`, as a 401 too: the tracker keeps everything and asks to sign in */
export function bearer(sessions: Sessions): RequestHandler {
  return async (req, _res, next) => {
    const secret = sessions.tracker.readBearerToken(req.get('Authorization') ?? '') ?? '';
    const { session, user } = await sessions.tracker.validateSession(secret);
    if (!session) {
      const suspended = await suspensionOf(secret, 'tracker');
      if (suspended !== null) throw new Refused(ACCOUNT_SUSPENDED, suspended, 401);
      throw new Refused('not-signed-in', 'Your session has ended. Sign in again; nothing you tracked is lost.', 401);
    }
    signAs(req, session, user);
    await touch(req, 'tracker');
    next();
  };
}
