/** What of a dispute waits for one of its sides. Rules only. */
import type { DisputeFacts } from './dispute.ts';

type Facts = DisputeFacts & { clientAcceptedAt?: Date | null; freelancerAcceptedAt?: Date | null };

/** @param reader the id of either side @param offeredBy whose offer to settle is open; null when there is none */
export function asksOf(dispute: Facts, reader: number, offeredBy: number | null): string | null {
  if (offeredBy !== null && offeredBy !== reader) return 'An offer to settle a dispute waits for your answer';
  if (dispute.state === 'open' && reader === dispute.freelancerId) return 'A dispute waits for your answer';
  const accepted = reader === dispute.clientId ? dispute.clientAcceptedAt : dispute.freelancerAcceptedAt;
  return dispute.state === 'decided' && accepted == null
    ? 'A dispute is decided: accept the decision, or appeal'
    : null;
}
