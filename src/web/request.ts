/** What our middleware adds to a request. */
import type { Actor } from '../policy/policy.ts';

/** The session a request came with: its row, and when it was last seen being used. */
export type RequestSession = {
  row: number;
  secret: string;
  device: string;
  parentId: number | null;
  lastUsedAt: Date;
  endsAt: Date;
  /** Whether this person has a second factor, and when this session last gave a code of it. */
  secured: boolean;
  provedAt: Date | null;
};

declare module 'express-serve-static-core' {
  interface Request {
    /** The moment this request is handled at: one for the whole request. */
    now: Date;
    /** Whoever is signed in. Routes behind `signedIn` may read it; elsewhere use `visitor`. */
    actor: Actor;
    /** Like `actor`, for pages that are open to everybody. */
    visitor: Actor | null;
    /** What somebody is told whose account is suspended; null for everybody else. */
    suspended: string | null;
    /** Set where `actor` is. */
    session: RequestSession;
  }
}
