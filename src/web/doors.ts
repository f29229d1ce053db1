/** How often a door may be tried: express-rate-limit, counting in our database. */
import { createHash } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit, type Store } from 'express-rate-limit';
import { normaliseEmail } from '../accounts/account.ts';
import { countAttempt, forgiveAttempt } from '../accounts/attempts.ts';
import { MINUTE } from '../kernel/time.ts';
import type { Clock } from '../outside/clock.ts';

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
  const nameOf = (key: string): string => `${name}:${createHash('sha256').update(key).digest('base64url')}`;
  const store: Store = {
    localKeys: false,
    increment: async key => {
      const now = clock.now();
      const { hits, resetsAt } = await countAttempt(nameOf(key), windowMs, now);
      // The library compares with the machine's clock, we with the clock port.
      return { totalHits: hits, resetTime: new Date(Date.now() + resetsAt.getTime() - now.getTime()) };
    },
    decrement: key => forgiveAttempt(nameOf(key)),
    resetKey: () => undefined,
  };
  return rateLimit({
    windowMs,
    limit,
    store,
    keyGenerator: keyOf,
    skipSuccessfulRequests: forgiveSuccess,
    legacyHeaders: false,
    handler: (req, res) => refuse(req, res),
  });
}

export const byAddress = (req: Request): string => ipKeyGenerator(req.ip ?? '');
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

export const TOO_OFTEN = 'Too many attempts. Wait a quarter of an hour, or choose a new password by mail.';
