import { run } from '../db/sequelize.ts';
import { toSeconds } from '../kernel/time.ts';

/** @property id of the event @property personId whom it was done to, when it is about no contract */
type Recorded = { id: number; kind: string; contractId: number | null; personId: number | null };

/** What an admin did is in the audit log too, in the transaction of the act; what others did is not. */
export async function auditEvent({ id, kind, contractId, personId }: Recorded, actorId: number, now: Date) {
  await run(
    `INSERT INTO audit_entries (admin_id, kind, contract_id, person_id, event_id, happened_at)
     SELECT u.id, $1, $2, $3, $4, $5 FROM users u WHERE u.id = $6 AND u.role = 'admin'`,
    [kind, contractId, personId, id, toSeconds(now), actorId],
  );
}
