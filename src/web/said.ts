/** One sentence that the next page says, once: what has just happened. The cookie holds a key, never words. */
import type { Request, Response } from 'express';

const sentences = {
  'signed-out': 'You are signed out.',
  'profile-saved': 'Your profile is saved.',
  'password-changed': 'Your password is changed.',
  'password-chosen': 'Your password is set. Welcome.',
  'session-ended': 'That session is ended.',
  offered: 'The offer is on its way.',
  accepted: 'Accepted: you can track time on this contract now.',
  declined: 'You declined the offer.',
  withdrawn: 'The offer is withdrawn.',
  deleted: 'The screenshot and its time are deleted.',
} as const;

const COOKIE = 'said';

export function say(res: Response, what: keyof typeof sentences): void {
  res.cookie(COOKIE, what, { httpOnly: true, sameSite: 'lax', path: '/', maxAge: 60_000 });
  res.locals['said'] = sentences[what];
}

/** The sentence for a region that answers the act itself: no later page repeats it. */
export function saidNow(res: Response): string | null {
  const words = (res.locals['said'] as string | undefined) ?? null;
  if (words !== null) res.clearCookie(COOKIE, { httpOnly: true, sameSite: 'lax', path: '/' });
  return words;
}

/** The sentence for this page, if there is one. */
export function takeSaid(req: Request, res: Response): string | null {
  const key = /(?:^|;\s*)said=([a-z-]+)/.exec(req.headers.cookie ?? '')?.[1];
  if (key === undefined) return null;
  res.clearCookie(COOKIE, { httpOnly: true, sameSite: 'lax', path: '/' });
  return Object.hasOwn(sentences, key) ? sentences[key as keyof typeof sentences] : null;
}
