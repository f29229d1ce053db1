/** Whatever happens to a dispute is recorded, and both sides are told: with the deadline where each of them lives. */
import { User } from '../accounts/user-model.ts';
import { Contract } from '../contracts/contract-model.ts';
import { record } from '../events/record.ts';
import type { EventFacts } from '../events/event.ts';
import type { Facts } from '../evidence/canonical.ts';
import type { NoticeFacts } from '../notices/notice.ts';
import { tell } from '../notices/tell.ts';
import type { Actor } from '../policy/policy.ts';
import { deadlineWords } from './deadline.ts';
import type { DisputeEvents } from './dispute-events.ts';
import type { Dispute } from './dispute-model.ts';
import type { DisputeNotices, OfDispute } from './dispute-notices.ts';
import type { Step } from './take-step.ts';

/** Part of the act's own transaction. @param by null when the clock did it @param evidence what the contract's chain keeps of it besides */
export const recordStep = <K extends keyof DisputeEvents>(
  kind: K,
  { dispute, invoice }: Step,
  by: Actor | null,
  now: Date,
  facts: Omit<DisputeEvents[K], 'dispute' | 'number' | 'by'>,
  evidence: Facts = {},
): Promise<void> =>
  record(kind, {
    ...{ contractId: dispute.contractId, actorId: by?.id ?? null, now },
    facts: { ...facts, by: by?.name ?? null, dispute: dispute.id, number: invoice.number } as unknown as EventFacts[K],
    evidence,
  });

/** @property deadline by when something has to be done; it comes as `until` @property to those who are told; without it, both */
type Telling<K extends keyof DisputeNotices> = {
  facts: Omit<DisputeNotices[K], keyof OfDispute | 'until'>;
  deadline?: Date;
  to?: readonly number[];
  once?: string;
};

/** Part of the act's own transaction. */
export async function tellSides<K extends keyof DisputeNotices>(
  kind: K,
  { dispute, invoice }: Step,
  now: Date,
  { facts, deadline, to = [dispute.clientId, dispute.freelancerId], once }: Telling<K>,
): Promise<void> {
  const { id, contractId } = dispute;
  const { title } = await Contract.findByPk(contractId, { rejectOnEmpty: true });
  for (const reader of to) {
    const { timeZone } = await User.findByPk(reader, { rejectOnEmpty: true });
    const until = deadline && deadlineWords(deadline, timeZone);
    const told = { ...facts, dispute: id, number: invoice.number, title, ...(until && { until }) };
    const named = once === undefined ? {} : { once };
    await tell(kind, { to: reader, contractId, facts: told as unknown as NoticeFacts[K], now, ...named });
  }
}

/** The other side of whoever did something. */
export const otherSide = ({ clientId, freelancerId }: Dispute, by: Actor): number =>
  by.id === clientId ? freelancerId : clientId;
