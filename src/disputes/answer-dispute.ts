/** The freelancer answers a dispute, block by block: what he accepts goes back at once, what he contests an admin decides. */
import { sumOf } from '../billing/invoice.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import type { Cents } from '../kernel/money.ts';
import type { EpochSeconds } from '../kernel/time.ts';
import type { Actor } from '../policy/policy.ts';
import { recordStep, tellSides } from './announce.ts';
import { closeDispute, refundDisputed } from './close-dispute.ts';
import { decideUntilFrom } from './deadline.ts';
import { disputedBlocks, saveAnswers, type DisputedBlock } from './dispute-blocks.ts';
import type { Dispute } from './dispute-model.ts';
import { answerRefusalWords, whyNotAnswer } from './answer.ts';
import { replaceOffers } from './open-offer.ts';
import { takeStep, type Step } from './take-step.ts';

/** @property accepted blocks that go back, by their first seconds; all others are contested @property words why those are */
export type Answer = { accepted: readonly EpochSeconds[]; words: string };

/** @throws NotFound unless each block is one of the dispute's @throws Refused with an `AnswerRefusal` */
export function answerDispute(id: number, { accepted, words }: Answer, by: Actor, now: Date): Promise<Dispute> {
  return takeStep(id, 'answer', by, async step => {
    const { dispute } = step;
    const blocks = await disputedBlocks(id);
    const given = blocks.filter(({ startedAt }) => accepted.includes(startedAt));
    if (given.length !== new Set(accepted).size) throw new NotFound('block');
    const contested = blocks.length - given.length;
    const refusal = whyNotAnswer({ answerUntil: dispute.answerUntil, contested, words }, now);
    if (refusal)
      throw new Refused(refusal, answerRefusalWords[refusal], refusal === 'too-late' ? 409 : 422, fieldOf(refusal));
    await saveAnswers(id, accepted);
    await dispute.update({ answeredAt: now, answerWords: words || null });
    if (contested === 0) await giveIn(step, given, by, now);
    else await contest(step, given, contested, by, now);
    return dispute;
  });
}

const fieldOf = (refusal: string): string | null => (refusal === 'too-late' ? null : 'words');
const amountOf = (blocks: readonly DisputedBlock[]): Cents => sumOf(blocks, ({ amount }) => amount);
const protectedOf = (blocks: readonly DisputedBlock[]): Cents => amountOf(blocks.filter(block => block.protected));

function giveIn(step: Step, given: DisputedBlock[], by: Actor, now: Date): Promise<void> {
  const parts = { freelancer: 0, client: amountOf(given), fund: 0 };
  const givenBack = protectedOf(given);
  const words = `${by.name} accepted the dispute.`;
  return closeDispute(step, { ending: 'accepted', parts, givenBack, by, words }, now);
}

async function contest(step: Step, given: DisputedBlock[], contested: number, by: Actor, now: Date): Promise<void> {
  const { dispute } = step;
  const [amount, protectedAmount] = [amountOf(given), protectedOf(given)];
  const decideUntil = decideUntilFrom(now);
  await dispute.update({
    ...{ state: 'contested', decideUntil, nextAt: null, remindAt: null },
    ...{ held: dispute.held - amount, heldProtected: dispute.heldProtected - protectedAmount },
  });
  if (given.length > 0) {
    // An offer was about all of what was held.
    await replaceOffers(dispute.id, now);
    const words = `${by.name} accepted a part of the dispute.`;
    await refundDisputed(step, { amount, protectedAmount, words }, now);
  }
  const accepted = given.length;
  const evidence = { gaveIn: given.map(({ startedAt }) => startedAt), words: dispute.answerWords };
  await recordStep('dispute.answered', step, by, now, { accepted, contested, refunded: amount }, evidence);
  const facts = { by: by.name, accepted, refunded: amount };
  await tellSides('dispute.answered', step, now, { facts, deadline: decideUntil });
}
