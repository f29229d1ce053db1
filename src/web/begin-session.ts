import type { Request, Response } from 'express';
import type { Sessions } from '../accounts/sessions.ts';
import { deviceOf } from './device.ts';

/**
 * A new session each time: whatever cookie came along is worth nothing afterwards.
 * @param began the tracker's session that a hand-over came from; when a code of the second factor was given
 */
export async function beginSession(
  { web }: Sessions,
  req: Request,
  res: Response,
  userId: number,
  { from, provedAt = null }: { from?: { id: number; endsAt: Date }; provedAt?: Date | null } = {},
): Promise<void> {
  if (req.visitor) await web.invalidateSession(req.session.secret);
  const ends = from ? { parentId: from.id, endsAt: from.endsAt } : { parentId: null };
  const session = await web.createSession(userId, { device: deviceOf(req.get('User-Agent')), provedAt, ...ends });
  res.append('Set-Cookie', web.createSessionCookie(session.id).serialize());
}
