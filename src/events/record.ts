import { append } from '../evidence/append.ts';
import type { Facts } from '../evidence/canonical.ts';
import { Event } from './event-model.ts';
import type { EventFacts, EventKind } from './event.ts';

/**
 * @property contractId null when it is about a person @property actorId null when the clock did it
 * @property evidence what only the contract's chain of evidence keeps of it, beyond the words of the timeline
 */
type About<K extends EventKind> = {
  contractId: number | null;
  actorId: number | null;
  now: Date;
  facts: EventFacts[K];
  evidence?: Facts;
};

/** Part of the act's own transaction: what happened and its record are there together or not at all. */
export async function record<K extends EventKind>(
  kind: K,
  { contractId, actorId, now, facts, evidence }: About<K>,
): Promise<void> {
  await Event.create({ kind, contractId, actorId, happenedAt: now, facts });
  if (contractId !== null) await append({ contractId, kind, at: now, facts: { ...facts, actorId, ...evidence } });
}
