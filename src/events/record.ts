import { auditEvent } from '../admin/audit-event.ts';
import { append } from '../evidence/append.ts';
import type { Facts } from '../evidence/canonical.ts';
import { Event } from './event-model.ts';
import type { EventFacts, EventKind } from './event.ts';

/**
 * @property contractId null when it is about a person @property actorId null when the clock did it
 * @property personId whom an admin did it to, when it is about no contract
 * @property evidence what only the contract's chain of evidence keeps of it, beyond the words of the timeline
 */
type About<K extends EventKind> = {
  contractId: number | null;
  personId?: number | null;
  actorId: number | null;
  now: Date;
  facts: EventFacts[K];
  evidence?: Facts;
};

/** Part of the act's own transaction: what happened and its record are there together or not at all. */
export async function record<K extends EventKind>(
  kind: K,
  { contractId, personId = null, actorId, now, facts, evidence }: About<K>,
): Promise<void> {
  const { id } = await Event.create({ kind, contractId, actorId, happenedAt: now, facts });
  if (actorId !== null) await auditEvent({ id, kind, contractId, personId }, actorId, now);
  if (contractId !== null) await append({ contractId, kind, at: now, facts: { ...facts, actorId, ...evidence } });
}
