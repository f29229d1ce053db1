/** A client takes a dispute back before it is decided: the freelancer is paid as if there had been none. */
import type { Actor } from '../policy/policy.ts';
import { closeDispute } from './close-dispute.ts';
import type { Dispute } from './dispute-model.ts';
import { takeStep } from './take-step.ts';

export function withdrawDispute(id: number, by: Actor, now: Date): Promise<Dispute> {
  return takeStep(id, 'withdraw', by, async step => {
    const parts = { freelancer: step.dispute.held, client: 0, fund: 0 };
    await closeDispute(step, { ending: 'withdrawn', parts, givenBack: 0, by, words: '' }, now);
    return step.dispute;
  });
}
