import { Event } from './event-model.ts';
import type { EventFacts, EventKind } from './event.ts';

/** @property contractId null when it is about a person @property actorId null when the clock did it */
type About<K extends EventKind> = {
  contractId: number | null;
  actorId: number | null;
  now: Date;
  facts: EventFacts[K];
};

/** Part of the act's own transaction: what happened and its record are there together or not at all. */
export async function record<K extends EventKind>(
  kind: K,
  { contractId, actorId, now, facts }: About<K>,
): Promise<void> {
  await Event.create({ kind, contractId, actorId, happenedAt: now, facts });
}
