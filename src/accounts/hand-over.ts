/** *Manage Work Diary Online*: the tracker's session becomes a browser's, through an address that works once. */
import { addMs, SECOND } from '../kernel/time.ts';
import { HAND_OVER_SECONDS } from './session.ts';
import { Session } from './session-model.ts';
import { findLink, makeLink, useLink } from './single-use-link.ts';
import { User } from './user-model.ts';

/** @param destination a path of ours, where the browser should land */
export async function offerHandOver(trackerSession: { id: number; userId: number }, destination: string, now: Date) {
  const lastsMs = HAND_OVER_SECONDS * SECOND;
  const { id: sessionId, userId } = trackerSession;
  const secret = await makeLink('hand-over', { userId, sessionId, destination, lastsMs, now });
  return { secret, expiresAt: addMs(now, lastsMs) };
}

/** Who an address would sign in, without using it. */
export async function handOverFor(secret: string, now: Date): Promise<User | null> {
  const link = await findLink('hand-over', secret, now);
  return link ? User.findByPk(link.userId) : null;
}

/** Uses the address. Null when it was used, is too old, or the tracker was signed out meanwhile. */
export async function takeHandOver(secret: string, now: Date) {
  const link = await useLink('hand-over', secret, now);
  const parent = link && (await Session.findByPk(link.sessionId ?? 0));
  if (!link || !parent || parent.expiresAt <= now) return null;
  return { parent, destination: link.destination ?? '/my-jobs' };
}
