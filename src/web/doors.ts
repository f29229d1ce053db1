/** How often a door may be tried, counted in the database: several processes count together, and a restart forgets nothing. */
import { createHash } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { normaliseEmail } from '../accounts/account.ts';
import { countAttempt, forgiveAttempt } from '../accounts/attempts.ts';
import { MINUTE, SECOND } from '../kernel/time.ts';
import type { Clock } from '../outside/clock.ts';
import { lineOf } from './address.ts';

type Door = {
  name: string;
  limit: number;
  windowMs: number;
  keyOf(req: Request): string;
  /** Only failures count. */
  forgiveSuccess?: boolean;
  /** What somebody who tried too often is told. */
  refuse(req: Request, res: Response): void | Promise<void>;
};

export function door(
  { name, limit, windowMs, keyOf, forgiveSuccess = false, refuse }: Door,
  clock: Clock,
): RequestHandler {
  return async (req, res, next) => {
    const key = keyOf(req);
    // A form without an address is about nobody, and is refused for that.
    if (key === '') return next();
    const attempt = `${name}:${createHash('sha256').update(key).digest('base64url')}`;
    const now = clock.now();
    const { hits, resetsAt } = await countAttempt(attempt, windowMs, now);
    if (hits > limit) {
      res.status(429).set('Retry-After', String(Math.ceil((resetsAt.getTime() - now.getTime()) / SECOND)));
      return refuse(req, res);
    }
    if (forgiveSuccess) res.once('finish', () => void forgiveIfGood(attempt, res.statusCode));
    next();
  };
}

/** Forgiving is a courtesy: while the database is away, an attempt stays counted. */
const forgiveIfGood = (attempt: string, status: number): Promise<void> =>
  status < 400 ? forgiveAttempt(attempt).catch(() => undefined) : Promise.resolve();

export const byAddress = (req: Request): string => lineOf(req.ip ?? '');
export const byAccount = (req: Request): string => {
  const { email } = (req.body ?? {}) as { email?: unknown };
  return typeof email === 'string' ? normaliseEmail(email) : '';
};

/** Ten wrong passwords for one account, fifty from one address, in a quarter of an hour. */
export function signInDoors(clock: Clock, refuse: Door['refuse']): RequestHandler[] {
  const windowMs = 15 * MINUTE;
  return [
    door({ name: 'sign-in-address', limit: 50, windowMs, keyOf: byAddress, forgiveSuccess: true, refuse }, clock),
    door({ name: 'sign-in-account', limit: 10, windowMs, keyOf: byAccount, forgiveSuccess: true, refuse }, clock),
  ];
}

/**
 * Whoever sits at somebody's open browser must not find out the password: ten wrong ones in a quarter of an hour, whichever page asks for it.
 * Stands behind `signedIn`.
 */
export const ownPasswordDoor = (clock: Clock, refuse: Door['refuse']): RequestHandler =>
  door(
    {
      name: 'own-password',
      limit: 10,
      windowMs: 15 * MINUTE,
      keyOf: req => String(req.actor.id),
      forgiveSuccess: true,
      refuse,
    },
    clock,
  );

export const TOO_OFTEN = 'Too many attempts. Wait a quarter of an hour, or choose a new password by mail.';
