import { Op } from 'sequelize';
import { TIMER_HEARD_SECONDS } from '../accounts/session.ts';
import { Session } from '../accounts/session-model.ts';
import { addMs, SECOND } from '../kernel/time.ts';

/**
 * Whether a timer runs on this contract. A running tracker says so once a minute; one that fell silent has stopped.
 * @returns when it was last heard, or null
 */
export async function heardTracking(contract: { id: number; freelancerId: number }, now: Date): Promise<Date | null> {
  const session = await Session.findOne({
    where: {
      ...{ userId: contract.freelancerId, kind: 'tracker', worksOn: contract.id, expiresAt: { [Op.gt]: now } },
      timerHeardAt: { [Op.gte]: addMs(now, -TIMER_HEARD_SECONDS * SECOND) },
    },
    order: [['timerHeardAt', 'DESC']],
  });
  return session?.timerHeardAt ?? null;
}
