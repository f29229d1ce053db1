/** A tracker says what its timer works on. Nothing here moves time or money: blocks alone do. */
import { Op } from 'sequelize';
import { TIMER_HEARD_SECONDS } from '../accounts/session.ts';
import { Session } from '../accounts/session-model.ts';
import { refusalWords, whyNotWorkOn } from '../contracts/contract.ts';
import { findContract } from '../contracts/find-contract.ts';
import { noteContact } from '../diary/freelancer-clock.ts';
import { Refused } from '../kernel/errors.ts';
import { addMs, SECOND } from '../kernel/time.ts';
import type { Actor } from '../policy/policy.ts';

/**
 * @param sessionRow the tracker's own session @param contractId null when the timer stopped
 * @returns another tracker of this person whose timer runs too, the one heard last; or null
 * @throws NotFound for somebody else's contract @throws Refused `contract-not-active`
 */
export async function hearTimer(
  sessionRow: number,
  actor: Actor,
  contractId: number | null,
  now: Date,
): Promise<{ device: string; heardAt: Date } | null> {
  if (contractId !== null) {
    const refusal = whyNotWorkOn(await findContract(String(contractId), actor));
    if (refusal) throw new Refused(refusal, refusalWords[refusal]);
  }
  // Written before it is asked: of two that start at once, at least one hears of the other.
  const timerHeardAt = contractId === null ? null : now;
  await Session.update({ worksOn: contractId, timerHeardAt }, { where: { id: sessionRow } });
  await noteContact(actor.id, now);
  const others = {
    ...{ userId: actor.id, kind: 'tracker', id: { [Op.ne]: sessionRow }, worksOn: { [Op.ne]: null } },
    ...{ timerHeardAt: { [Op.gte]: addMs(now, -TIMER_HEARD_SECONDS * SECOND) }, expiresAt: { [Op.gt]: now } },
  };
  const other = await Session.findOne({ where: others, order: [['timerHeardAt', 'DESC']] });
  return other?.timerHeardAt ? { device: other.device, heardAt: other.timerHeardAt } : null;
}
