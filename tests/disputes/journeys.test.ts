import { expect } from 'chai';
import { balanceOf } from '../../src/billing/balances.ts';
import { depositToFund } from '../../src/billing/deposit-to-fund.ts';
import { approveInvoice } from '../../src/billing/accept-invoice.ts';
import { FundDeposit } from '../../src/billing/fund-deposit-model.ts';
import { fund } from '../../src/billing/ledger.ts';
import { refundInvoice } from '../../src/billing/refund-invoice.ts';
import { acceptDecision, appealDispute } from '../../src/disputes/appeal-dispute.ts';
import { decideAppeal, proposeRuling } from '../../src/disputes/decide-dispute.ts';
import type { Dispute } from '../../src/disputes/dispute-model.ts';
import { acceptSplit, declineSplit, offerSplit } from '../../src/disputes/settle-by-split.ts';
import { withdrawDispute } from '../../src/disputes/withdraw-dispute.ts';
import type { Refused } from '../../src/kernel/errors.ts';
import { disputedWeek, WORDS, type Case } from '../support/dispute.ts';
import { accountsOf, storyOf, WEEK } from '../support/money.ts';

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'nothing',
    (error: unknown) => (error as Refused).code,
  );

/** Four blocks: 2667 cents. Two are protected (1334), two are not (1333). 12 % fee, a quarter of it for the fund. */
describe('A dispute', () => {
  let w: Case;
  beforeEach(async () => {
    w = await disputedWeek();
  });
  const accounts = async () => accountsOf(await w.invoice.reload());
  const story = async () => (await storyOf(w.contract.id)).slice(2);
  const decide = (dispute: Dispute, by: Parameters<Case['ruling']>[0], admin = w.ada) =>
    proposeRuling(dispute.id, w.ruling(by), admin, w.now());
  const ids = () => ({ carla: w.carla.id, felix: w.felix.id, invoice: w.invoice.id });
  const charged = () => {
    const { carla, invoice } = ids();
    return [
      ...[`charge client:${carla} 2667`, `charge due:${invoice} -2667`, `charge escrow:${invoice} 2667`],
      'charge outside:0 -2667',
    ];
  };
  const released = (kind: string, amount: number, fee: number, fundPart: number) => {
    const { felix, invoice } = ids();
    return [
      ...[`${kind} escrow:${invoice} -${amount}`, `${kind} fees:0 ${fee - fundPart}`],
      ...[`${kind} freelancer:${felix} ${amount - fee}`, `${kind} fund:0 ${fundPart}`],
    ];
  };
  const refunded = (amount: number) => [
    ...[`refund client:${ids().carla} ${amount}`, `refund escrow:${ids().invoice} -${amount}`],
  ];
  const wentBack = (amount: number) => [
    ...[`refund-paid client:${ids().carla} -${amount}`, `refund-paid outside:0 ${amount}`],
  ];

  it('accepted before the charge: the client is charged that much less', async () => {
    const dispute = await w.dispute([2, 3]);
    expect([dispute.state, dispute.amount, dispute.held, dispute.heldProtected]).to.deep.equal(['open', 1333, 1333, 0]);
    await w.answer(dispute, [2, 3]);
    await dispute.reload();
    expect([dispute.state, dispute.ending, dispute.held, dispute.toClient]).to.deep.equal([
      'closed',
      'accepted',
      0,
      1333,
    ]);
    await w.at(WEEK.charged);
    await w.at(WEEK.reviewed);
    await w.at(WEEK.payday);
    const { carla, felix, invoice } = ids();
    expect(await story()).to.deep.equal([
      ...[`refund client:${carla} 1333`, `refund due:${invoice} -1333`],
      ...[`charge client:${carla} 1334`, `charge due:${invoice} -1334`, `charge escrow:${invoice} 1334`],
      ...['charge outside:0 -1334', ...released('release', 1334, 160, 40)],
    ]);
    expect(await accounts()).to.deep.equal({ payouts: 1174 });
    expect(felix).to.be.above(0);
    for (const person of [w.carla, w.felix]) expect(await w.told(person)).to.deep.equal(['opened', 'closed']);
  });

  it('contested and upheld: the rest is paid on time, and the freelancer gets these blocks later', async () => {
    await w.at(WEEK.charged);
    const dispute = await w.dispute([0, 1]);
    await w.answer(dispute);
    await w.at(WEEK.reviewed);
    // The two others went on Friday.
    expect(await accounts()).to.deep.equal({ escrow: 1334, freelancer: 1173 });
    await decide(dispute, { freelancer: [0, 1] });
    expect(await accounts(), 'nothing moves before it is final').to.deep.equal({ escrow: 1334, freelancer: 1173 });
    await w.at('2026-12-01T00:00:00Z');
    expect(await story()).to.deep.equal([
      ...charged(),
      ...released('release', 1333, 160, 40),
      ...released('dispute-release', 1334, 160, 40),
    ]);
    await w.at(WEEK.payday);
    expect(await accounts(), 'what came on Tuesday waits for the next Wednesday').to.deep.equal({
      ...{ freelancer: 1174, payouts: 1173 },
    });
    await w.at('2026-12-09T12:00:00Z');
    expect(await accounts()).to.deep.equal({ payouts: 2347 });
    await dispute.reload();
    expect([dispute.ending, dispute.toFreelancer, dispute.fee, dispute.held]).to.deep.equal(['ruled', 1334, 160, 0]);
    expect(await w.told(w.felix)).to.deep.equal(['opened', 'answered', 'decided', 'closed']);
  });

  it('contested and refused: these blocks go back to the client’s card', async () => {
    await w.at(WEEK.charged);
    const dispute = await w.dispute([2, 3]);
    await w.answer(dispute, [3]);
    expect((await dispute.reload()).held).to.equal(667);
    await decide(dispute, { client: [2] });
    await acceptDecision(dispute.id, w.felix, w.now());
    expect((await dispute.reload()).state).to.equal('decided');
    await acceptDecision(dispute.id, w.carla, w.now());
    expect((await dispute.reload()).state, 'both accepted it').to.equal('closed');
    await w.at(WEEK.reviewed);
    expect(await story()).to.deep.equal([
      ...[...charged(), ...refunded(666), ...refunded(667), ...released('release', 1334, 160, 40)],
      ...[...wentBack(666), ...wentBack(667)],
    ]);
    expect(await accounts()).to.deep.equal({ freelancer: 1174 });
    expect(dispute.toClient).to.equal(1333);
  });

  it('settled by a split: each side gets its part, after the rest was released', async () => {
    await w.at(WEEK.charged);
    const dispute = await w.dispute([1, 2]);
    await w.at(WEEK.reviewed);
    expect(await accounts()).to.deep.equal({ escrow: 1334, freelancer: 1173 });
    expect(await refusal(offerSplit(dispute.id, { amount: 1335, words: '' }, w.felix, w.now()))).to.equal(
      'more-than-held',
    );
    const first = await offerSplit(dispute.id, { amount: 1000, words: '' }, w.felix, w.now());
    expect(await refusal(acceptSplit(dispute.id, first.id, w.felix, w.now()))).to.equal('own-offer');
    await declineSplit(dispute.id, first.id, w.carla, w.now());
    expect(await refusal(acceptSplit(dispute.id, first.id, w.carla, w.now()))).to.equal('not-open');
    const second = await offerSplit(dispute.id, { amount: 500, words: 'Half?' }, w.carla, w.now());
    await acceptSplit(dispute.id, second.id, w.felix, w.now());
    expect(await story()).to.deep.equal([
      ...[...charged(), ...released('release', 1333, 160, 40)],
      ...[...refunded(834), ...released('dispute-release', 500, 60, 15)],
    ]);
    expect(await accounts()).to.deep.equal({ client: 834, freelancer: 1613 });
  });

  it('not answered: the rule decides, with the same time to appeal', async () => {
    await w.at(WEEK.charged);
    const dispute = await w.dispute([0, 2]);
    await w.at('2026-11-26T12:00:00Z');
    expect(await w.told(w.felix), 'reminded a day before').to.deep.equal(['opened', 'answer-due']);
    await w.at('2026-11-27T11:59:00Z');
    expect((await dispute.reload()).state).to.equal('open');
    await w.at('2026-11-27T12:00:00Z');
    expect((await dispute.reload()).state).to.equal('decided');
    expect(await refusal(w.answer(dispute))).to.equal('moved-on');
    await w.at(WEEK.reviewed);
    await w.at('2026-11-29T12:00:00Z');
    await w.at('2026-11-30T12:00:00Z');
    expect([(await dispute.reload()).state, dispute.ending]).to.deep.equal(['closed', 'rule']);
    expect(await story()).to.deep.equal([
      ...[...charged(), ...released('release', 1333, 160, 40), ...refunded(667)],
      ...[...released('dispute-release', 667, 80, 20), ...wentBack(667)],
    ]);
    expect(await w.told(w.carla)).to.deep.equal(['opened', 'decided', 'appeal-due', 'closed']);
  });

  for (const [who, result] of [['felix', 'freelancer'] as const, ['carla', 'client'] as const])
    it(`appealed by ${who}: another admin decides anew, and that is final at once`, async () => {
      await w.at(WEEK.charged);
      const dispute = await w.dispute([0, 1]);
      await w.answer(dispute);
      await decide(dispute, { [who === 'felix' ? 'client' : 'freelancer']: [0, 1] });
      await appealDispute(dispute.id, WORDS, w[who], w.now());
      expect(await refusal(appealDispute(dispute.id, WORDS, w[who], w.now()))).to.equal('moved-on');
      const rulings = w.ruling({ [result]: [0, 1] });
      expect(await refusal(decideAppeal(dispute.id, rulings, w.ada, w.now()))).to.equal('another-admin');
      await w.at(WEEK.reviewed);
      await decideAppeal(dispute.id, rulings, w.amir, w.now());
      expect(await story()).to.deep.equal([
        ...[...charged(), ...released('release', 1333, 160, 40)],
        ...(result === 'freelancer' ? released('dispute-release', 1334, 160, 40) : refunded(1334)),
      ]);
      expect((await dispute.reload()).state).to.equal('closed');
    });

  it('withdrawn: the freelancer is paid as if there had been none', async () => {
    await w.at(WEEK.charged);
    const dispute = await w.dispute([0, 1, 2, 3]);
    await approveInvoice(w.invoice.id, w.carla, w.now());
    expect(await accounts(), 'all of it is disputed').to.deep.equal({ escrow: 2667 });
    await withdrawDispute(dispute.id, w.carla, w.now());
    expect(await story()).to.deep.equal([...charged(), ...released('dispute-release', 2667, 320, 80)]);
    await w.at('2026-12-02T12:00:00Z');
    expect(await accounts()).to.deep.equal({ payouts: 2347 });
  });

  it('paid by the fund: the client is refunded, and the freelancer gets the same as from the client', async () => {
    await w.at(WEEK.charged);
    const dispute = await w.dispute([0, 1]);
    await w.answer(dispute);
    const rest = await balanceOf(fund);
    if (rest < 1174) {
      expect(await refusal(decide(dispute, { fund: [0, 1] }))).to.equal('not-enough-in-fund');
      const nth = (await FundDeposit.count()) + 1;
      await depositToFund({ amount: 5000, reason: 'For disputes', nth }, w.ada, w.now());
    }
    await decide(dispute, { fund: [0, 1] });
    for (const side of [w.felix, w.carla]) await acceptDecision(dispute.id, side, w.now());
    await w.at(WEEK.reviewed);
    expect(await story()).to.deep.equal([
      ...[...charged(), ...refunded(1334)],
      ...[`dispute-fund freelancer:${w.felix.id} 1174`, 'dispute-fund fund:0 -1174'],
      ...[...released('release', 1333, 160, 40), ...wentBack(1334)],
    ]);
    expect(await accounts()).to.deep.equal({ freelancer: 2347 });
    const all = { amount: 1334, words: 'Sorry', nth: 2 };
    expect(await refusal(refundInvoice(w.invoice.id, all, w.felix, w.now())), 'not twice').to.equal(
      'more-than-is-left',
    );
  });

  it('holds money from the freelancer’s own refund, and what he gave back cannot be disputed', async () => {
    await w.dispute([0, 1]);
    const give = (amount: number, nth: number) =>
      refundInvoice(w.invoice.id, { amount, words: 'Sorry', nth }, w.felix, w.now());
    expect(await refusal(give(1334, 1))).to.equal('more-than-is-left');
    await give(1000, 1);
    expect(await refusal(w.dispute([2]))).to.equal('more-than-is-left');
    expect(await refusal(w.dispute([1, 2]))).to.equal('disputed-already');
  });
});
