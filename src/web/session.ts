/** Who is asking: a browser by its cookie. (Trackers: `tracker-api/bearer.ts`.) */
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Session as LuciaSession, User as LuciaUser } from 'lucia';
import { whatIsMissing } from '../accounts/second-factor.ts';
import { expiryOf, type SessionKind } from '../accounts/session.ts';
import { Session } from '../accounts/session-model.ts';
import { secretIn, type Sessions } from '../accounts/sessions.ts';
import { suspensionOf } from '../accounts/suspended.ts';
import { User } from '../accounts/user-model.ts';
import { MINUTE } from '../kernel/time.ts';
import type { Clock } from '../outside/clock.ts';
import './request.ts';

const TOUCH_MS = 5 * MINUTE;

/** Puts `now`, `visitor` and, for somebody signed in, `actor` and `session` on the request. */
export function browserSession(sessions: Sessions, clock: Clock): RequestHandler {
  return async (req, res, next) => {
    req.now = clock.now();
    req.visitor = null;
    req.suspended = null;
    const secret = secretIn(sessions, req.headers.cookie);
    if (secret === null) return next();
    const { session, user } = await sessions.web.validateSession(secret);
    if (!session) {
      req.suspended = await suspensionOf(secret, 'web');
      if (req.suspended === null) res.append('Set-Cookie', sessions.web.createBlankSessionCookie().serialize());
      return next();
    }
    signAs(req, session, user);
    req.visitor = req.actor;
    const touched = await touch(req, 'web');
    if (touched || session.fresh) res.append('Set-Cookie', sessions.web.createSessionCookie(secret).serialize());
    next();
  };
}

/** The request now speaks for this person. */
export function signAs(req: Request, session: LuciaSession, user: LuciaUser): void {
  const { row, device, parentId, lastUsedAt, endsAt, provedAt } = session;
  req.actor = { id: user.id, name: user.name, email: user.email, role: user.role, timeZone: user.timeZone };
  req.session = { row, secret: session.id, device, parentId, lastUsedAt, endsAt, secured: user.secured, provedAt };
}

/** Remembers, at most every five minutes, that a session is used: that is what its idle time counts from. */
export async function touch(req: Request, kind: SessionKind): Promise<boolean> {
  if (req.now.getTime() - req.session.lastUsedAt.getTime() < TOUCH_MS) return false;
  const { expiresAt } = expiryOf(kind, req.now, req.session.endsAt);
  await Session.update({ lastUsedAt: req.now, expiresAt }, { where: { id: req.session.row } });
  await User.update({ lastSeenAt: req.now }, { where: { id: req.actor.id } });
  return true;
}

/** Pages for people who are signed in; others are asked to, and come back afterwards. Admins give a code of their second factor. */
export function signedIn(req: Request, res: Response, next: NextFunction): void {
  if (!req.visitor) return toSignIn(req, res);
  const missing = whatIsMissing(req.visitor.role, req.session);
  if (missing === null) return next();
  first(req, res, missing === 'set-up' ? '/second-factor/new' : '/second-factor/proof');
}

/** For the pages on which an admin gets a second factor or gives its code. */
export function signedInByPassword(req: Request, res: Response, next: NextFunction): void {
  if (req.visitor) next();
  else toSignIn(req, res);
}

function toSignIn(req: Request, res: Response): void {
  if (req.suspended === null) first(req, res, '/sign-in');
  else goTo(req, res, '/suspended');
}

/** Somewhere else first; from there people come back to a page, not to an act. */
export function first(req: Request, res: Response, place: string): void {
  const back = req.method === 'GET' ? `?next=${encodeURIComponent(req.originalUrl)}` : '';
  goTo(req, res, place + back);
}

function goTo(req: Request, res: Response, location: string): void {
  if (req.get('HX-Request') === 'true') res.status(204).set('HX-Redirect', location).end();
  else res.redirect(303, location);
}

/** A path of ours to go to after signing in, or My Jobs when it is anything else. */
export function safeNext(text: unknown): string {
  if (typeof text !== 'string' || !/^\/[^/\\]/.test(text)) return '/my-jobs';
  const url = new URL(text, 'http://here.invalid');
  // `/.//elsewhere` is a path of ours to the parser, which shortens it to the address of another host.
  return url.host === 'here.invalid' && !url.pathname.startsWith('//') ? url.pathname + url.search : '/my-jobs';
}
