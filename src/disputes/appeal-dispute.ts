/** A decision is accepted, or appealed against, by either side. */
import { Refused } from '../kernel/errors.ts';
import type { Actor } from '../policy/policy.ts';
import { otherSide, recordStep, tellSides } from './announce.ts';
import { appealRefusalWords, whyNotAppeal } from './appeal.ts';
import { decideUntilFrom } from './deadline.ts';
import type { Dispute } from './dispute-model.ts';
import { DisputeRuling } from './dispute-ruling-model.ts';
import { finish, isCovered } from './move-on.ts';
import { takeStep } from './take-step.ts';

/** Once: another admin decides anew. @param words why, at least 20 characters @throws Refused with an `AppealRefusal` */
export function appealDispute(id: number, words: string, by: Actor, now: Date): Promise<Dispute> {
  return takeStep(id, 'appeal', by, async step => {
    const { dispute } = step;
    const refusal = whyNotAppeal(factsOf(dispute, by), now);
    if (refusal) throw new Refused(refusal, appealRefusalWords[refusal], 409);
    const decideUntil = decideUntilFrom(now);
    await dispute.update({
      ...{ state: 'appealed', appealedAt: now, appealedById: by.id, appealWords: words, decideUntil },
      ...{ nextAt: null, remindAt: null },
    });
    await DisputeRuling.create({ disputeId: id, step: 'appealed', byId: by.id, madeAt: now, words });
    await recordStep('dispute.appealed', step, by, now, { words });
    await tellSides('dispute.appealed', step, now, { facts: { by: by.name }, deadline: decideUntil });
    return dispute;
  });
}

/** Once both sides have done so it is final. The same once more is harmless. */
export function acceptDecision(id: number, by: Actor, now: Date): Promise<Dispute> {
  return takeStep(id, 'accept-decision', by, async step => {
    const { dispute } = step;
    if (factsOf(dispute, by).accepted) return dispute;
    const mine = by.id === dispute.clientId ? 'clientAcceptedAt' : 'freelancerAcceptedAt';
    await dispute.update({ [mine]: now });
    await recordStep('dispute.decision-accepted', step, by, now, {});
    if (!dispute.clientAcceptedAt || !dispute.freelancerAcceptedAt) {
      const to = [otherSide(dispute, by)];
      const deadline = dispute.appealUntil!;
      await tellSides('dispute.decision-accepted', step, now, { facts: { by: by.name }, deadline, to });
    } else if (await isCovered(step)) {
      await finish(step, by, now);
    } else {
      // The clock closes it as soon as the protection fund has enough.
      await dispute.update({ nextAt: now });
    }
    return dispute;
  });
}

const factsOf = ({ clientId, clientAcceptedAt, freelancerAcceptedAt, appealUntil }: Dispute, by: Actor) => ({
  accepted: (by.id === clientId ? clientAcceptedAt : freelancerAcceptedAt) != null,
  appealUntil: appealUntil ?? null,
});
