import { expect } from 'chai';
import { balanceOf } from '../../src/billing/balances.ts';
import { escrow } from '../../src/billing/ledger.ts';
import { rows } from '../../src/db/sequelize.ts';
import { acceptDecision, appealDispute } from '../../src/disputes/appeal-dispute.ts';
import { decideAppeal, proposeRuling } from '../../src/disputes/decide-dispute.ts';
import { Dispute } from '../../src/disputes/dispute-model.ts';
import { moveDisputesOn, remindOfDisputes } from '../../src/disputes/move-on.ts';
import { acceptSplit, offerSplit } from '../../src/disputes/settle-by-split.ts';
import { withdrawDispute } from '../../src/disputes/withdraw-dispute.ts';
import type { Refused } from '../../src/kernel/errors.ts';
import { disputedWeek, WORDS, type Case } from '../support/dispute.ts';
import { accountsOf, storyOf, WEEK } from '../support/money.ts';

const THIRTY = Array.from({ length: 30 }, (_, place) => place);
const outcomeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: unknown) => (error as Refused).code ?? String(error),
  );
/** @returns how often each outcome came */
async function thirty(act: (place: number) => Promise<unknown>): Promise<Record<string, number>> {
  const tally: Record<string, number> = {};
  for (const outcome of await Promise.all(THIRTY.map(place => outcomeOf(act(place)))))
    tally[outcome] = (tally[outcome] ?? 0) + 1;
  return tally;
}

describe('A dispute, with thirty at once', () => {
  let w: Case;
  beforeEach(async () => {
    w = await disputedWeek();
    await w.at(WEEK.charged);
  });
  const transfersOf = async (kind: string) =>
    (await storyOf(w.contract.id)).filter(line => line.startsWith(`${kind} freelancer`)).length;
  const held = async () =>
    Number(
      (
        await rows<{ held: number }>('SELECT SUM(held_cents) AS held FROM disputes WHERE invoice_id = $1', [
          w.invoice.id,
        ])
      )[0]!.held,
    );

  it('is opened once, and a block is in one', async () => {
    const same = await thirty(() => w.dispute([0, 1]));
    expect(same).to.deep.equal({ done: 30 });
    const others = await thirty(place => w.dispute([1 + (place % 2), 3]));
    expect(others).to.deep.equal({ done: 15, 'disputed-already': 15 });
    expect(await Dispute.count({ where: { invoiceId: w.invoice.id } })).to.equal(2);
    expect(await held(), 'each block once').to.equal(2667);
  });

  it('is answered once: what is accepted goes back once', async () => {
    const dispute = await w.dispute([0, 2, 3]);
    expect(await thirty(() => w.answer(dispute, [2]))).to.deep.equal({ done: 1, 'moved-on': 29 });
    expect(await balanceOf(escrow(w.invoice.id))).to.equal(2000);
    expect((await dispute.reload()).held).to.equal(1333);
  });

  it('is decided by one of two admins, and appealed once', async () => {
    const dispute = await w.dispute([0, 1]);
    await w.answer(dispute);
    const rule = (place: number) =>
      proposeRuling(
        dispute.id,
        w.ruling(place % 2 ? { client: [0, 1] } : { freelancer: [0, 1] }),
        place % 2 ? w.ada : w.amir,
        w.now(),
      );
    expect(await thirty(rule)).to.deep.equal({ done: 1, 'moved-on': 29 });
    const sides = [w.felix, w.carla];
    expect(await thirty(place => appealDispute(dispute.id, WORDS, sides[place % 2]!, w.now()))).to.deep.equal({
      done: 1,
      'moved-on': 29,
    });
    const other = (await dispute.reload()).proposedById === w.ada.id ? w.amir : w.ada;
    const again = () => decideAppeal(dispute.id, w.ruling({ freelancer: [0], client: [1] }), other, w.now());
    expect(await thirty(again)).to.deep.equal({ done: 1, 'moved-on': 29 });
    await w.at(WEEK.reviewed);
    expect(await accountsOf(await w.invoice.reload())).to.deep.equal({ freelancer: 2000 - 240 });
  });

  it('ends once, whichever end comes first', async () => {
    const dispute = await w.dispute([0, 1]);
    await w.at(WEEK.reviewed);
    await w.comeBack();
    const offer = await offerSplit(dispute.id, { amount: 1000, words: '' }, w.felix, w.now());
    const ends = [
      () => acceptSplit(dispute.id, offer.id, w.carla, w.now()),
      () => withdrawDispute(dispute.id, w.carla, w.now()),
      () => moveDisputesOn(new Date('2026-12-05T00:00:00Z')),
    ];
    await thirty(place => ends[place % 3]!());
    await moveDisputesOn(new Date('2026-12-09T00:00:00Z'));
    expect((await dispute.reload()).state).to.equal('closed');
    expect([await held(), await balanceOf(escrow(w.invoice.id)), await transfersOf('dispute-release')]).to.deep.equal([
      0, 0, 1,
    ]);
  });

  it('moves on by itself once, by however many processes, and after weeks of sleep', async () => {
    const dispute = await w.dispute([0, 2]);
    const weeksLater = new Date('2027-01-20T00:00:00Z');
    await thirty(() => moveDisputesOn(weeksLater));
    expect((await dispute.reload()).appealUntil!.toISOString()).to.equal('2027-01-23T00:00:00.000Z');
    await thirty(() => remindOfDisputes(new Date('2027-01-22T00:00:00Z')));
    await thirty(() => moveDisputesOn(new Date('2027-01-23T00:00:00Z')));
    for (const person of [w.felix, w.carla])
      expect(await w.told(person)).to.deep.equal(['opened', 'decided', 'appeal-due', 'closed']);
    await w.at('2027-01-23T00:01:00Z');
    expect(await accountsOf(await w.invoice.reload())).to.deep.equal({ freelancer: 2000 - 240 });
  });

  it('is final at once when both accept the decision in the same moment', async () => {
    const dispute = await w.dispute([2]);
    await w.answer(dispute);
    await proposeRuling(dispute.id, w.ruling({ client: [2] }), w.ada, w.now());
    const outcomes = await thirty(place => acceptDecision(dispute.id, place % 2 ? w.felix : w.carla, w.now()));
    expect(Object.keys(outcomes).filter(outcome => outcome !== 'done' && outcome !== 'moved-on')).to.deep.equal([]);
    expect([(await dispute.reload()).state, dispute.toClient]).to.deep.equal(['closed', 667]);
    expect(await balanceOf(escrow(w.invoice.id))).to.equal(2000);
  });
});
