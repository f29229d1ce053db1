/** Admins decide a dispute, block by block. Of two at once, one decides; much money takes two; nothing moves before it is final. */
import { config } from '../config.ts';
import { Refused } from '../kernel/errors.ts';
import { addMs, HOUR } from '../kernel/time.ts';
import type { Actor } from '../policy/policy.ts';
import { recordStep, tellSides } from './announce.ts';
import { checkFund, closeDispute, outcomeFor } from './close-dispute.ts';
import { appealUntilFrom, decideUntilFrom, REMIND_HOURS } from './deadline.ts';
import { disputedBlocks, saveRulings, type DisputedBlock } from './dispute-blocks.ts';
import type { Dispute } from './dispute-model.ts';
import { DisputeRuling } from './dispute-ruling-model.ts';
import { endingOf } from './ending.ts';
import { needsTwoAdmins, partsOf, ruledBy, rulingRefusalWords, whyNotRule, type Ruling } from './ruling.ts';
import { takeStep, type Step } from './take-step.ts';

/**
 * Decides, or where much money is at stake proposes to a second admin.
 * @param rulings for each contested block, once @throws Refused with a `RulingRefusal`
 */
export function proposeRuling(id: number, rulings: Ruling[], by: Actor, now: Date): Promise<Dispute> {
  return takeStep(id, 'propose', by, async step => {
    const { dispute } = step;
    await check(step, rulings);
    await dispute.update({ proposedById: by.id, approvedById: null });
    const two = needsTwoAdmins(dispute.held, config.twoAdminsFrom);
    const row = { disputeId: id, step: two ? 'proposed' : 'decided', byId: by.id, madeAt: now, rulings } as const;
    await DisputeRuling.create(row);
    if (!two) return decided(step, rulings, by, now);
    await dispute.update({ state: 'proposed' });
    await recordStep('dispute.proposed', step, by, now, {});
    await tellSides('dispute.proposed', step, now, { facts: {} });
    return dispute;
  });
}

/** The second admin agrees. @throws Refused `not-enough-in-fund` */
export function approveRuling(id: number, by: Actor, now: Date): Promise<Dispute> {
  return takeStep(id, 'approve', by, async step => {
    const rulings = await proposedRulings(id);
    await check(step, rulings);
    await step.dispute.update({ approvedById: by.id });
    await DisputeRuling.create({ disputeId: id, step: 'approved', byId: by.id, madeAt: now });
    return decided(step, rulings, by, now);
  });
}

/** The second admin does not agree, or the first one thinks again. @param words why, for admins */
export function sendBack(id: number, words: string, by: Actor, now: Date): Promise<Dispute> {
  return takeStep(id, 'send-back', by, async step => {
    const { dispute } = step;
    await DisputeRuling.create({ disputeId: id, step: 'sent-back', byId: by.id, madeAt: now, words });
    await dispute.update({ state: 'contested', proposedById: null, decideUntil: decideUntilFrom(now) });
    await recordStep('dispute.sent-back', step, by, now, {});
    return dispute;
  });
}

/** Another admin decides anew: that is final. @throws Refused with a `RulingRefusal` */
export function decideAppeal(id: number, rulings: Ruling[], by: Actor, now: Date): Promise<Dispute> {
  return takeStep(id, 'decide-appeal', by, async step => {
    const blocks = await check(step, rulings);
    await DisputeRuling.create({ disputeId: id, step: 'final', byId: by.id, madeAt: now, rulings });
    await saveRulings(id, rulings);
    await recordDecision(step, rulings, blocks, by, now);
    await closeDispute(step, endingOf('ruled', ruledBy(blocks, rulings), by), now);
    return step.dispute;
  });
}

/** The proposal that waits for a second admin. */
export async function proposedRulings(disputeId: number): Promise<Ruling[]> {
  const where = { disputeId, step: 'proposed' };
  const proposal = await DisputeRuling.findOne({ where, order: [['id', 'DESC']], rejectOnEmpty: true });
  return proposal.rulings ?? [];
}

/** The blocks that are still disputed. @throws Refused unless they may be decided so */
async function check({ dispute, invoice }: Step, rulings: Ruling[]): Promise<DisputedBlock[]> {
  const blocks = (await disputedBlocks(dispute.id)).filter(({ answer }) => answer !== 'accepted');
  const refusal = whyNotRule(blocks, rulings);
  if (refusal)
    throw new Refused(refusal, rulingRefusalWords[refusal], 422, refusal === 'too-few-words' ? 'words' : null);
  const { fromFund } = await outcomeFor(invoice, partsOf(ruledBy(blocks, rulings)));
  if (fromFund.amount > 0) await checkFund(fromFund.amount - fromFund.fee);
  return blocks;
}

/** Holds from now on, and can be appealed. @param by null when the rule decided */
export async function decided(step: Step, rulings: Ruling[], by: Actor | null, now: Date): Promise<Dispute> {
  const { dispute } = step;
  const appealUntil = appealUntilFrom(now);
  await saveRulings(dispute.id, rulings);
  await dispute.update({
    ...{ state: 'decided', decidedAt: now, appealUntil, decideUntil: null },
    ...{ nextAt: appealUntil, remindAt: addMs(appealUntil, -REMIND_HOURS * HOUR) },
  });
  const blocks = await disputedBlocks(dispute.id);
  const parts = await recordDecision(step, rulings, blocks, by, now);
  await tellSides('dispute.decided', step, now, { facts: { ...parts, silent: by === null }, deadline: appealUntil });
  return dispute;
}

async function recordDecision(step: Step, rulings: Ruling[], blocks: DisputedBlock[], by: Actor | null, now: Date) {
  const { freelancer, client, fund } = partsOf(ruledBy(blocks, rulings));
  const parts = { toFreelancer: freelancer, toClient: client + fund, fromFund: fund };
  await recordStep('dispute.decided', step, by, now, { rulings, ...parts });
  return parts;
}
