/** Acts on a disputed week. */
import { depositToFund } from '../../src/billing/deposit-to-fund.ts';
import { FundDeposit } from '../../src/billing/fund-deposit-model.ts';
import { acceptDecision, appealDispute } from '../../src/disputes/appeal-dispute.ts';
import { decideAppeal, proposeRuling } from '../../src/disputes/decide-dispute.ts';
import type { Dispute } from '../../src/disputes/dispute-model.ts';
import { moveDisputesOn } from '../../src/disputes/move-on.ts';
import { acceptSplit, offerSplit } from '../../src/disputes/settle-by-split.ts';
import { withdrawDispute } from '../../src/disputes/withdraw-dispute.ts';
import { writeMessage } from '../../src/disputes/write-message.ts';
import { disputedWeek, RULED, type Case } from '../support/dispute.ts';
import { WEEK } from '../support/money.ts';
import { type Act } from './scene.ts';

/** @param prepare what has to be there, and answers the act @param charged whether the client has paid the week */
const disputed = (
  name: string,
  prepare: (w: Case) => Promise<() => Promise<unknown>>,
  { charged = true, anew = false } = {},
): Act => ({
  ...{ name, anew },
  scene: async () => {
    const w = await disputedWeek();
    if (charged) await w.at(WEEK.charged);
    const act = await prepare(w);
    return { contractIds: [w.contract.id], storage: w.outside.storage, act };
  },
});

/** Two blocks are contested, and an admin has decided. */
async function decided(w: Case): Promise<Dispute> {
  const dispute = await w.dispute([0, 2]);
  await w.answer(dispute);
  return proposeRuling(dispute.id, w.ruling({ freelancer: [0], client: [2] }), w.ada, w.now());
}

async function funded(w: Case): Promise<void> {
  const nth = (await FundDeposit.count()) + 1;
  await depositToFund({ amount: 100_000, reason: 'For disputes to come', nth }, w.ada, w.now());
}

export const disputeActs: readonly Act[] = [
  disputed('blocks are disputed', w => Promise.resolve(() => w.dispute([0, 2]))),
  disputed('a dispute is accepted', async w => {
    const dispute = await w.dispute([0, 2]);
    return () => w.answer(dispute, [0, 2]);
  }),
  disputed(
    'a dispute is accepted before the charge',
    async w => {
      const dispute = await w.dispute([0, 2]);
      return () => w.answer(dispute, [0, 2]);
    },
    { charged: false },
  ),
  disputed('a dispute is contested in part', async w => {
    const dispute = await w.dispute([0, 2]);
    return () => w.answer(dispute, [2]);
  }),
  disputed('a dispute is decided', async w => {
    const { id } = await w.dispute([0, 2]);
    await w.answer({ id } as Dispute);
    return () => proposeRuling(id, w.ruling({ freelancer: [0], client: [2] }), w.ada, w.now());
  }),
  disputed('a decision is accepted by both, and is final', async w => {
    const { id } = await decided(w);
    await acceptDecision(id, w.carla, w.now());
    return () => acceptDecision(id, w.felix, w.now());
  }),
  disputed('a decision is appealed against', async w => {
    const { id } = await decided(w);
    return () => appealDispute(id, RULED, w.carla, w.now());
  }),
  disputed('an appeal is decided, and the fund pays', async w => {
    const { id } = await decided(w);
    await appealDispute(id, RULED, w.carla, w.now());
    await funded(w);
    return () => decideAppeal(id, w.ruling({ freelancer: [0], fund: [2] }), w.amir, w.now());
  }),
  disputed('a split is offered', async w => {
    const { id } = await w.dispute([0, 2]);
    return () => offerSplit(id, { amount: 500, words: 'Half?' }, w.carla, w.now());
  }),
  disputed('a split is agreed on', async w => {
    const { id } = await w.dispute([0, 2]);
    const offer = await offerSplit(id, { amount: 500, words: 'Half?' }, w.carla, w.now());
    return () => acceptSplit(id, offer.id, w.felix, w.now());
  }),
  disputed('a dispute is taken back', async w => {
    const { id } = await w.dispute([0, 2]);
    return () => withdrawDispute(id, w.carla, w.now());
  }),
  disputed(
    'a message is written',
    async w => {
      const { id } = await w.dispute([0, 2]);
      return () => writeMessage(id, 'Look at the second picture, please.', w.felix, w.now());
    },
    { anew: true },
  ),
  disputed('a dispute is not answered in time', async w => {
    await w.dispute([0, 2]);
    w.outside.clock.set('2026-11-28T12:00:00Z');
    return () => moveDisputesOn(w.now());
  }),
  disputed('a decision becomes final', async w => {
    await decided(w);
    w.outside.clock.set('2026-12-01T12:00:00Z');
    return () => moveDisputesOn(w.now());
  }),
];
