/** What can happen, and how the timeline says it. Rules only. */
import { duration } from '../kernel/time.ts';

export type EventFacts = {
  'contract.offered': { by: string; to: string };
  'contract.accepted': { by: string };
  'contract.declined': { by: string };
  'contract.withdrawn': { by: string };
  'block.deleted': { by: string; startedAt: string; seconds: number };
};
export type EventKind = keyof EventFacts;

const sentences: { [K in EventKind]: (facts: EventFacts[K]) => string } = {
  'contract.offered': ({ by, to }) => `${by} offered the contract to ${to}.`,
  'contract.accepted': ({ by }) => `${by} accepted the offer.`,
  'contract.declined': ({ by }) => `${by} declined the offer.`,
  'contract.withdrawn': ({ by }) => `${by} withdrew the offer.`,
  'block.deleted': ({ by, seconds }) => `${by} deleted a screenshot and its ${duration(seconds)}.`,
};

/** One sentence for the timeline. */
export function sentenceOf(event: { kind: EventKind; facts: Record<string, unknown> }): string {
  return (sentences[event.kind] as (facts: Record<string, unknown>) => string)(event.facts);
}
