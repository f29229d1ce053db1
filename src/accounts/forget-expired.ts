import { Op } from 'sequelize';
import { Attempts } from './attempts.ts';
import { addMs, DAY } from '../kernel/time.ts';
import { HalfSignIn } from './half-sign-in-model.ts';
import { Invitation } from './invitation-model.ts';
import { REMEMBERED_DAYS } from './invitation.ts';
import { Session } from './session-model.ts';
import { SingleUseLink } from './single-use-link-model.ts';

/** Job: what has expired opens nothing any more and is not kept. @returns how many rows went */
export async function forgetExpired(now: Date): Promise<number> {
  const sessions = await Session.destroy({ where: { expiresAt: { [Op.lte]: now } } });
  const links = await SingleUseLink.destroy({ where: { expiresAt: { [Op.lte]: now } } });
  const halves = await HalfSignIn.destroy({ where: { expiresAt: { [Op.lte]: now } } });
  const attempts = await Attempts.destroy({ where: { resetsAt: { [Op.lte]: now } } });
  // An invitation says for a while what became of it.
  const before = addMs(now, -REMEMBERED_DAYS * DAY);
  const invitations = await Invitation.destroy({ where: { expiresAt: { [Op.lte]: before } } });
  return sessions + links + halves + attempts + invitations;
}
