/** Jobs: what a dispute does when nobody does anything. However many processes, each step is taken once. */
import { Op } from 'sequelize';
import { transaction } from '../db/sequelize.ts';
import { oneByOne } from '../kernel/one-by-one.ts';
import type { Actor } from '../policy/policy.ts';
import { recordStep, tellSides } from './announce.ts';
import { closeDispute, fundCovers } from './close-dispute.ts';
import { decided } from './decide-dispute.ts';
import { disputedBlocks } from './dispute-blocks.ts';
import { Dispute } from './dispute-model.ts';
import { DisputeRuling } from './dispute-ruling-model.ts';
import { endingOf } from './ending.ts';
import { byTheRule, partsOf } from './ruling.ts';
import { takeStep, type Step } from './take-step.ts';
import { Invoice } from '../billing/invoice-model.ts';

const A_TICK = 100;

/** Job: silence is answered by the rule, and a decision nobody appealed against becomes final. @returns how many moved on */
export async function moveDisputesOn(now: Date): Promise<number> {
  const due = await Dispute.findAll({
    where: { nextAt: { [Op.lte]: now } },
    order: [['nextAt', 'ASC']],
    limit: A_TICK,
  });
  return oneByOne(due, ({ id, state }) => (state === 'open' ? lapse(id, now) : becomeFinal(id, now)));
}

const isDue = ({ nextAt }: Dispute, now: Date): boolean => nextAt != null && nextAt <= now;

/** Silence: the rule decides. Nothing happens when an answer was quicker. */
function lapse(id: number, now: Date): Promise<void> {
  return unlessMoved(id, 'open', now, () =>
    takeStep(id, 'lapse', null, async step => {
      const rulings = byTheRule(await disputedBlocks(id));
      await DisputeRuling.create({ disputeId: id, step: 'decided', byId: null, madeAt: now, rulings });
      await recordStep('dispute.unanswered', step, null, now, {});
      await decided(step, rulings, null, now);
    }),
  );
}

/** The time to appeal is over. @throws Refused `not-enough-in-fund`: it is tried again with the next tick */
function becomeFinal(id: number, now: Date): Promise<void> {
  return unlessMoved(id, 'decided', now, () => takeStep(id, 'close', null, step => finish(step, null, now)));
}

/** Looks again once the invoice is held: somebody may have been quicker. */
function unlessMoved(id: number, state: Dispute['state'], now: Date, act: () => Promise<void>): Promise<void> {
  return transaction(async t => {
    const { invoiceId } = await Dispute.findByPk(id, { rejectOnEmpty: true });
    await Invoice.findByPk(invoiceId, { lock: t.LOCK.UPDATE, rejectOnEmpty: true });
    const dispute = await Dispute.findByPk(id, { rejectOnEmpty: true });
    if (dispute.state === state && isDue(dispute, now)) await act();
  });
}

/** The decision that holds becomes final. Part of an act that took a step. @param by null when the clock does it */
export async function finish(step: Step, by: Actor | null, now: Date): Promise<void> {
  const ending = step.dispute.proposedById == null ? 'rule' : 'ruled';
  await closeDispute(step, endingOf(ending, await ruledBlocks(step), by), now);
}

/** Whether the protection fund has what the decision takes from it. */
export const isCovered = async (step: Step): Promise<boolean> =>
  fundCovers(step.dispute, step.invoice, partsOf(await ruledBlocks(step)));

const ruledBlocks = async ({ dispute }: Step) =>
  (await disputedBlocks(dispute.id)).filter(({ ruling }) => ruling !== null);

/** Job: a day before a deadline those who can still act by then are reminded, once. @returns how many disputes */
export async function remindOfDisputes(now: Date): Promise<number> {
  const due = await Dispute.findAll({ where: { remindAt: { [Op.lte]: now } }, limit: A_TICK });
  return oneByOne(due, ({ id }) => remind(id, now));
}

function remind(id: number, now: Date): Promise<void> {
  return transaction(async () => {
    // Whoever takes the time of the reminder away tells.
    const [taken] = await Dispute.update({ remindAt: null }, { where: { id, remindAt: { [Op.lte]: now } } });
    const dispute = await Dispute.findByPk(id, { rejectOnEmpty: true });
    if (taken !== 1 || !dispute.nextAt || isDue(dispute, now)) return;
    const step = { dispute, invoice: await Invoice.findByPk(dispute.invoiceId, { rejectOnEmpty: true }) };
    const { clientId, freelancerId, clientAcceptedAt, freelancerAcceptedAt, nextAt: deadline, held: amount } = dispute;
    if (dispute.state === 'open')
      return tellSides('dispute.answer-due', step, now, { facts: { amount }, deadline, to: [freelancerId] });
    const to = [...(clientAcceptedAt ? [] : [clientId]), ...(freelancerAcceptedAt ? [] : [freelancerId])];
    await tellSides('dispute.appeal-due', step, now, { facts: {}, deadline, to });
  });
}
