/** One sentence that the next page says, once: what has just happened. The cookie holds a key, never words. */
import type { Request, Response } from 'express';

const sentences = {
  'signed-out': 'You are signed out.',
  'profile-saved': 'Your profile is saved.',
  'password-changed': 'Your password is changed.',
  'password-chosen': 'Your password is set. Welcome.',
  'account-closed': 'Your account is closed.',
  'session-ended': 'That session is ended.',
  offered: 'The offer is on its way.',
  accepted: 'Accepted: you can track time on this contract now.',
  declined: 'You declined the offer.',
  withdrawn: 'The offer is withdrawn.',
  'codes-saved': 'The project codes are saved.',
  paused: 'The contract is paused.',
  resumed: 'The contract goes on.',
  ended: 'The contract has ended.',
  proposed: 'Your proposal is on its way.',
  'price-asked': 'Your client is asked to switch to a fixed price. Until the answer, hours go on.',
  'price-offered': 'The freelancer is asked whether this amount is right. Until the answer, hours go on.',
  'price-agreed': 'The fixed price is agreed. Hours are tracked no more.',
  'invited-again': 'The letter is on its way again.',
  'proposal-accepted': 'Accepted. What you agreed on holds now.',
  'proposal-declined': 'Declined. Everything stays as it was.',
  'proposal-withdrawn': 'Your proposal is withdrawn.',
  'letters-chosen': 'Your choice is saved.',
  'notices-read': 'All notices are marked as read.',
  reviewed: 'The day is marked as reviewed.',
  'review-withdrawn': 'The day waits for your review again.',
  commented: 'Your comment is there, and the other side is told.',
  resolved: 'The flag is resolved.',
  corrected: 'Corrected. What stood there before stays in the history.',
  'nothing-corrected': 'Nothing was changed: it says so already.',
  restored: 'The deletion is undone; the time counts again.',
  'manual-time-asked': 'Your client is asked. Silence until the day below is a no.',
  'manual-time-accepted': 'The time is added to the work diary.',
  'manual-time-declined': 'You said no. The freelancer reads your sentence.',
  'late-time-answered': 'Your answer is kept; the freelancer reads it.',
  'manual-time-withdrawn': 'You took the request back.',
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
