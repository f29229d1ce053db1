import { expect } from 'chai';
import { balanceOf } from '../../src/billing/balances.ts';
import { chargeInvoices } from '../../src/billing/charge-invoices.ts';
import { Claim } from '../../src/billing/claim-model.ts';
import { decideClaim } from '../../src/billing/decide-claim.ts';
import { depositToFund } from '../../src/billing/deposit-to-fund.ts';
import { fileClaim } from '../../src/billing/file-claim.ts';
import { FundDeposit } from '../../src/billing/fund-deposit-model.ts';
import { fund, move, outside } from '../../src/billing/ledger.ts';
import { payOut } from '../../src/billing/pay-out.ts';
import { post } from '../../src/billing/post.ts';
import { refundInvoice } from '../../src/billing/refund-invoice.ts';
import { Contract } from '../../src/contracts/contract-model.ts';
import type { Refused } from '../../src/kernel/errors.ts';
import { Notice } from '../../src/notices/notice-model.ts';
import { accountsOf, invoiceOf, payWith, storyOf, tickMoney, WEEK, work } from '../support/money.ts';
import { world, type Person, type World } from '../support/world.ts';

const REASON = 'The card has failed for days, and the blocks are in order.';
const many = <T>(act: () => Promise<T>) => Promise.all(Array.from({ length: 30 }, act));
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'nothing',
    (error: unknown) => (error as Refused).code,
  );

describe('A client who does not pay', () => {
  let w: World;
  /** Two protected blocks, one that says nothing: 1334 of 2000 cents. */
  beforeEach(async () => {
    w = await world({ now: '2026-11-17T07:00:00Z' });
    await payWith(w.carla, 'no-funds');
    await work(w, [{}, {}, { block: { description: 'fix' } }]);
    for (const at of [WEEK.closed, WEEK.charged, '2026-11-25T12:00:00Z', '2026-11-26T12:00:00Z'])
      await tickMoney(w, at);
  });
  const invoice = () => invoiceOf(w.contract.id);
  const accounts = async () => accountsOf(await invoice());
  const inFund = () => balanceOf(fund);
  const file = async () => fileClaim((await invoice()).id, 'Carla does not answer.', w.felix, w.outside.clock.now());
  const filed = async () => {
    await tickMoney(w, WEEK.reviewed);
    return file();
  };
  const decide = ({ id }: Claim, pay: boolean, by = w.ada) =>
    decideClaim(id, { pay, code: pay ? 'blocks-in-order' : 'not-in-order', reason: REASON }, by, w.outside.clock.now());
  const deposit = async (amount: number) =>
    depositToFund(
      { amount, reason: 'For the start', nth: (await FundDeposit.count()) + 1 },
      w.ada,
      w.outside.clock.now(),
    );
  const told = async ({ id }: Person) =>
    (await Notice.findAll({ where: { userId: id }, order: ['id'] })).map(({ kind }) => kind);
  const pay = async (card: 'pays') => {
    await payWith(w.carla, card);
    w.outside.clock.set('2026-11-29T00:00:00Z');
    await chargeInvoices(w.outside.payments, w.outside.clock.now());
  };
  /** Ada has said why she reads this contract. */
  const look = () =>
    w.ada
      .post(`/admin/contracts/${w.contract.id}/look`, { reason: 'claim', words: 'The claim waits for a decision.' })
      .expect(303);
  /** Browsers signed in a week before would have to sign in again by then. */
  const inTheBrowser = () => w.outside.clock.set(WEEK.closed);

  it('can be claimed after three failed charges and the review, once, by thirty at once', async () => {
    expect(await refusal(file())).to.equal('in-review');
    await tickMoney(w, WEEK.reviewed);
    const answers = await many(() => refusal(file()));
    expect(answers.filter(answer => answer === 'nothing')).to.have.lengthOf(1);
    expect(new Set(answers)).to.deep.equal(new Set(['nothing', 'filed-already']));
    const claim = await Claim.findOne({ where: { contractId: w.contract.id }, rejectOnEmpty: true });
    expect([claim.amount, claim.state]).to.deep.equal([(await invoice()).protectedAmount, 'filed']);
    expect(claim.amount).to.equal(1334);
    expect((await told(w.carla)).at(-1)).to.equal('claim.filed');
    expect(await accounts()).to.deep.equal({ client: -2000, due: 2000 });
  });

  it('is paid for by the fund once, less the fee; the client goes on owing everything', async () => {
    const claim = await filed();
    await deposit(5000);
    const before = await inFund();
    const answers = await many(() => refusal(decide(claim, true, w.amir)));
    expect(answers.filter(answer => answer === 'nothing')).to.have.lengthOf(1);
    // 12 % of 1334 cents
    expect(before - (await inFund())).to.equal(1174);
    expect(await accounts()).to.deep.equal({ client: -2000, due: 2000, freelancer: 1174 });
    expect(await refusal(decide(claim, false))).to.equal('decided-already');
    expect((await Contract.findByPk(w.contract.id))!.paymentProblemSince).to.not.equal(null);
    for (const person of [w.carla, w.felix]) expect((await told(person)).at(-1)).to.equal('claim.paid');
    await payOut(new Date('2026-12-02T12:00:00Z'));
    expect(await accounts()).to.deep.equal({ client: -2000, due: 2000, payouts: 1174 });
  });

  it('who pays later gives the fund its money back, and the freelancer the rest', async () => {
    const claim = await filed();
    await deposit(5000);
    const before = await inFund();
    await decide(claim, true);
    await pay('pays');
    // 12 % of the 666 cents the fund did not pay for
    expect(await accounts()).to.deep.equal({ freelancer: 1174 + 666 - 80 });
    // A quarter of both fees is the fund's, as of any payment.
    expect((await inFund()) - before).to.equal(40 + 20);
    const { id } = await invoice();
    expect((await storyOf(w.contract.id)).slice(2)).to.deep.equal([
      ...[`claim freelancer:${w.felix.id} 1174`, 'claim fund:0 -1174'],
      ...[
        `charge client:${w.carla.id} 2000`,
        `charge due:${id} -2000`,
        `charge escrow:${id} 2000`,
        'charge outside:0 -2000',
      ],
      ...[`recovery escrow:${id} -1334`, 'recovery fees:0 120', 'recovery fund:0 1214'],
      ...[
        `release escrow:${id} -666`,
        'release fees:0 60',
        `release freelancer:${w.felix.id} 586`,
        'release fund:0 20',
      ],
    ]);
    expect((await Contract.findByPk(w.contract.id))!.paymentProblemSince).to.equal(null);
    expect(await told(w.felix)).to.include('claim.recovered');
    await pay('pays');
    expect(await accounts()).to.deep.equal({ freelancer: 1760 });
    const all = await refundInvoice(id, { amount: 2000, words: 'Sorry', nth: 1 }, w.felix, w.outside.clock.now());
    expect([all.feeBack, await accounts()]).to.deep.equal([240, { client: 2000 }]);
  });

  it('who pays before it is decided: nothing is left to decide', async () => {
    const claim = await filed();
    await deposit(5000);
    await pay('pays');
    expect((await claim.reload()).state).to.equal('settled');
    expect(await refusal(decide(claim, true))).to.equal('decided-already');
    expect(await accounts()).to.deep.equal({ freelancer: 1760 });
  });

  it('pays and is paid for at once: the freelancer gets his money once', async () => {
    const claim = await filed();
    await deposit(5000);
    await Promise.all([pay('pays'), refusal(decide(claim, true))]);
    expect(await accounts()).to.deep.equal({ freelancer: 1760 });
  });

  it('is let off only what the fund has not paid for', async () => {
    const claim = await filed();
    await deposit(5000);
    await decide(claim, true);
    const { id } = await invoice();
    const give = (amount: number) =>
      refundInvoice(id, { amount, words: 'Enough', nth: 1 }, w.felix, w.outside.clock.now());
    expect(await refusal(give(667))).to.equal('more-than-is-left');
    await give(666);
    expect(await accounts()).to.deep.equal({ client: -1334, due: 1334, freelancer: 1174 });
    await pay('pays');
    expect(await accounts()).to.deep.equal({ freelancer: 1174 });
  });

  it('is claimed for less what the freelancer has let off', async () => {
    await refundInvoice((await invoice()).id, { amount: 334, words: 'Half', nth: 1 }, w.felix, w.outside.clock.now());
    expect((await filed()).amount).to.equal(1000);
  });

  it('is not paid for with money the fund does not have, and the admin reads how much is missing', async () => {
    const claim = await filed();
    const rest = await inFund();
    const key = `test-drain-${claim.id}`;
    await post({
      key,
      kind: 'fund-deposit',
      contractId: null,
      week: null,
      now: new Date(0),
      lines: move(rest, fund, outside),
    });
    inTheBrowser();
    await look();
    const page = await w.ada.get(`/admin/claims/${claim.id}`);
    expect(page.text).to.include('Put $11.74 in first');
    const { text } = await w.ada
      .post(`/admin/claims/${claim.id}/decision`, { decision: 'pay', code: 'blocks-in-order', reason: REASON })
      .expect(409);
    expect(text).to.include('the protection fund has $0.00').and.to.include(REASON);
    expect(await accounts()).to.deep.equal({ client: -2000, due: 2000 });
    await w.ada.post('/admin/fund/deposits', { amount: '20', reason: '', nth: '1' }).expect(422);
    const nth = String((await FundDeposit.count()) + 1);
    const form = { amount: '20', reason: 'For <Carla’s> debts', nth };
    await many(() => w.ada.post('/admin/fund/deposits', form).expect(303).then());
    expect(await inFund()).to.equal(2000);
    const fundPage = (await w.ada.get('/admin/fund')).text;
    expect(fundPage).to.include('For &lt;Carla’s&gt; debts').and.to.include('+$20.00').and.to.include('2026-11');
    await w.ada.post('/admin/fund/deposits', { ...form, amount: '21' }).expect(409);
    await w.ada
      .post(`/admin/claims/${claim.id}/decision`, { decision: 'pay', code: 'blocks-in-order', reason: REASON })
      .expect(303);
    expect(await inFund()).to.equal(2000 - 1174);
  });

  it('is refused with a reason of twenty characters that both sides read', async () => {
    const claim = await filed();
    inTheBrowser();
    await look();
    const at = `/admin/claims/${claim.id}/decision`;
    const { text } = await w.ada
      .post(at, { decision: 'refuse', code: 'not-in-order', reason: 'Not convincing' })
      .expect(422);
    expect(text).to.include('id="f-reason-message"').and.to.include('Not convincing');
    expect((await w.ada.post(at, { code: 'not-in-order', reason: REASON }).expect(422)).text).to.include(
      'Choose what the fund does.',
    );
    await w.ada.post(at, { decision: 'refuse', code: 'not-in-order', reason: REASON }).expect(303);
    for (const person of [w.felix, w.carla])
      expect((await person.get(`/claims/${claim.id}`)).text)
        .to.include(REASON)
        .and.to.include('Refused');
    expect(await accounts()).to.deep.equal({ client: -2000, due: 2000 });
  });

  it('shows the claim to both sides, and to nobody else; admins decide, and only they', async () => {
    await tickMoney(w, WEEK.reviewed);
    inTheBrowser();
    const { id } = await invoice();
    const typed = { words: 'She <i>does not</i> answer' };
    await w.carla.post(`/invoices/${id}/claim`, typed).expect(403);
    for (const person of [w.stan, w.ada]) await person.post(`/invoices/${id}/claim`, typed).expect(404);
    expect((await w.felix.get(`/invoices/${id}/claim/new`)).text)
      .to.include('$11.74')
      .and.to.include('$1.60');
    await w.felix.post(`/invoices/${id}/claim`, { words: '' }).expect(422);
    const { headers } = await w.felix.post(`/invoices/${id}/claim`, typed).expect(303);
    const claim = headers['location']!;
    for (const person of [w.carla, w.felix]) {
      expect((await person.get(claim)).text)
        .to.include('&lt;i&gt;does not')
        .and.to.include('insufficient funds');
      expect((await person.get('/claims')).text).to.include(claim);
    }
    expect((await w.carla.get(claim)).text).to.include('to pay $20.00');
    for (const person of [w.stan, w.ada]) await person.get(claim).expect(404);
    expect((await w.stan.get('/claims')).text).not.to.include(claim);
    const decision = { decision: 'pay', code: 'blocks-in-order', reason: REASON };
    for (const person of [w.felix, w.carla, w.stan]) {
      await person.post(`/admin${claim}/decision`, decision).expect(403);
      await person.post('/admin/fund/deposits', { amount: '1', reason: 'x', nth: '1' }).expect(403);
      await person.get(`/admin${claim}`).expect(403);
    }
    await w.ada.get('/admin/claims/999999999').expect(404);
    await w.ada.get(`/admin${claim}`).expect(303);
    await look();
    expect((await w.ada.get(`/admin${claim}`)).text)
      .to.include('+$11.74')
      .and.to.include('-$20.00');
    expect((await w.ada.get('/admin/claims')).text).to.include(`/admin${claim}`);
  });
});
