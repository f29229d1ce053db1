import { dateTime, fromSeconds, toSeconds, type EpochSeconds } from '../kernel/time.ts';
import { AuditEntry } from './audit-model.ts';
import type { Look } from './look.ts';

/** A picture was opened in full, for the reason that was stated for its contract. */
export async function recordLook(look: Look, adminId: number, picture: { startedAt: EpochSeconds }, now: Date) {
  await AuditEntry.create({
    ...{ adminId, contractId: look.contractId, kind: 'look.picture', reason: look.reason },
    ...{ words: `The picture of ${dateTime(fromSeconds(picture.startedAt), 'UTC')} UTC`, happenedAt: toSeconds(now) },
  });
}
