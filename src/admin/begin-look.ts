/** An admin says why he looks at a contract, and may read it for an hour. */
import { Op } from 'sequelize';
import { addMs, fromSeconds, MINUTE, toSeconds } from '../kernel/time.ts';
import { AuditEntry } from './audit-model.ts';
import { LOOK_MINUTES, type Look, type LookReason } from './look.ts';

/** @property session the one in which the reason holds */
type Looking = { adminId: number; session: number; contractId: number };
export type Why = { reason: LookReason; words: string };

export async function beginLook(
  { adminId, session, contractId }: Looking,
  { reason, words }: Why,
  now: Date,
): Promise<Look> {
  const stated = { adminId, sessionId: session, contractId, reason, words };
  const { id } = await AuditEntry.create({ ...stated, kind: 'look.began', happenedAt: toSeconds(now) });
  return { id, contractId, reason, until: addMs(now, LOOK_MINUTES * MINUTE) };
}

/** The reason that was stated last and still holds; null when one must be stated first. */
export async function openLook({ adminId, session, contractId }: Looking, now: Date): Promise<Look | null> {
  const since = toSeconds(addMs(now, -LOOK_MINUTES * MINUTE));
  const where = { contractId, adminId, sessionId: session, kind: 'look.began', happenedAt: { [Op.gt]: since } };
  const found = await AuditEntry.findOne({ where, order: [['id', 'DESC']] });
  if (!found) return null;
  const until = addMs(fromSeconds(Number(found.happenedAt)), LOOK_MINUTES * MINUTE);
  return { id: found.id, contractId, reason: found.reason as LookReason, until };
}
