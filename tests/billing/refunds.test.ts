import { expect } from 'chai';
import { ChargeAttempt } from '../../src/billing/charge-attempt-model.ts';
import { chargeInvoices } from '../../src/billing/charge-invoices.ts';
import { hearOfCharge } from '../../src/billing/hear-of-charge.ts';
import { heardFromPayments } from '../../src/billing/hear-payment.ts';
import { refundInvoice } from '../../src/billing/refund-invoice.ts';
import { Refund } from '../../src/billing/refund-model.ts';
import { hearOfRefund, sendRefunds } from '../../src/billing/send-refunds.ts';
import { Contract } from '../../src/contracts/contract-model.ts';
import type { Refused } from '../../src/kernel/errors.ts';
import { Notice } from '../../src/notices/notice-model.ts';
import { deliverSandboxEvents } from '../../src/outside/sandbox-book.ts';
import { accountsOf, invoiceOf, payWith, storyOf, tickMoney, WEEK, work } from '../support/money.ts';
import { world, type Person, type World } from '../support/world.ts';

describe('A refund', () => {
  let w: World;
  beforeEach(async () => {
    w = await world({ now: '2026-11-17T07:00:00Z' });
    await payWith(w.carla, 'pays');
    await work(w, [{}, {}, {}]);
    await run('closed');
  });
  /** Browsers signed in a week before would have to sign in again by then. */
  const inTheBrowser = () => w.outside.clock.set(WEEK.closed);
  const run = (at: keyof typeof WEEK) => tickMoney(w, WEEK[at]);
  const invoice = () => invoiceOf(w.contract.id);
  const accounts = async () => accountsOf(await invoice());
  const giveBack = async (amount: number, nth = 1) =>
    refundInvoice(
      (await invoice()).id,
      { amount, words: 'Two hours were too many', nth },
      w.felix,
      w.outside.clock.now(),
    );
  const refusal = (promise: Promise<unknown>) =>
    promise.then(
      () => 'nothing',
      (error: unknown) => (error as Refused).code,
    );
  const told = async ({ id }: Person) =>
    (await Notice.findAll({ where: { userId: id }, order: ['id'] })).map(({ kind }) => kind);
  const send = () => sendRefunds(w.outside.payments, w.outside.clock.now());
  const moved = async (kind: string) => (await storyOf(w.contract.id)).filter(line => line.startsWith(`${kind} `));

  it('before the charge lowers it: only the rest is asked for', async () => {
    await giveBack(500);
    expect(await accounts()).to.deep.equal({ client: -1500, due: 1500 });
    await run('charged');
    expect(await accounts()).to.deep.equal({ escrow: 1500 });
    expect(
      (await ChargeAttempt.findOne({ where: { about: 'invoice', ownerId: (await invoice()).id } }))?.amount,
    ).to.equal(1500);
    await run('reviewed');
    expect(await accounts()).to.deep.equal({ freelancer: 1320 });
    expect((await told(w.carla)).filter(kind => kind === 'invoice.refunded')).to.have.lengthOf(1);
  });

  it('of everything before the charge: nothing is ever charged', async () => {
    await hearOfCharge((await invoice()).id, 1, { state: 'declined', reason: 'No.' }, new Date(WEEK.charged));
    await giveBack(2000);
    const { chargeState, nextChargeAt } = await invoice();
    expect([chargeState, nextChargeAt]).to.deep.equal(['paid', null]);
    expect((await Contract.findByPk(w.contract.id))!.paymentProblemSince).to.equal(null);
    for (const at of ['charged', 'reviewed', 'payday'] as const) await run(at);
    expect(await accounts()).to.deep.equal({});
    expect(await moved('charge')).to.deep.equal([]);
  });

  it('out of escrow returns to the card without a fee, and the rest is released', async () => {
    await run('charged');
    await giveBack(500);
    expect(await accounts()).to.deep.equal({ client: 500, escrow: 1500 });
    await Promise.all(Array.from({ length: 30 }, send));
    expect(await accounts()).to.deep.equal({ escrow: 1500 });
    expect((await told(w.carla)).at(-1)).to.equal('refund.paid');
    await run('reviewed');
    expect(await accounts()).to.deep.equal({ freelancer: 1320 });
    expect(await moved('refund-paid')).to.deep.equal([
      `refund-paid client:${w.carla.id} -500`,
      'refund-paid outside:0 500',
    ]);
  });

  it('of what was released costs the freelancer his part, the platform its fee, and the fund nothing', async () => {
    for (const at of ['charged', 'reviewed'] as const) await run(at);
    expect(await accounts()).to.deep.equal({ freelancer: 1760 });
    await giveBack(1000);
    expect(await accounts()).to.deep.equal({ client: 1000, freelancer: 880 });
    await giveBack(1000, 2);
    expect(await accounts()).to.deep.equal({ client: 2000 });
    expect(await moved('refund')).to.deep.equal([
      ...[`refund client:${w.carla.id} 1000`, 'refund fees:0 -120', `refund freelancer:${w.felix.id} -880`],
      ...[`refund client:${w.carla.id} 1000`, 'refund fees:0 -120', `refund freelancer:${w.felix.id} -880`],
    ]);
    expect(await refusal(giveBack(1, 3))).to.equal('nothing-left');
    await send();
    expect(await accounts()).to.deep.equal({});
  });

  it('is refused when the money has been paid out, and says what is possible', async () => {
    for (const at of ['charged', 'reviewed', 'payday'] as const) await run(at);
    const { id } = await invoice();
    inTheBrowser();
    const { text } = await w.felix
      .post(`/invoices/${id}/refunds`, { amount: '5', words: 'Sorry about Tuesday', nth: '1' })
      .expect(422);
    expect(text)
      .to.include('Nothing can be given back now')
      .and.to.include('Sorry about Tuesday')
      .and.to.include('f-amount-message');
    expect(await accounts()).to.deep.equal({ payouts: 1760 });
  });

  it('is made once by a form that is sent thirty times', async () => {
    await run('charged');
    const made = await Promise.all(Array.from({ length: 30 }, () => giveBack(500)));
    expect(new Set(made.map(({ id }) => id)).size).to.equal(1);
    expect(await refusal(giveBack(600))).to.equal('sent-already');
    expect(await accounts()).to.deep.equal({ client: 500, escrow: 1500 });
  });

  it('that the card does not take stays with us as the client’s credit, and is said', async () => {
    await run('charged');
    await ChargeAttempt.update(
      { reference: 'sandbox-forgotten' },
      { where: { about: 'invoice', ownerId: (await invoice()).id } },
    );
    const { id } = await giveBack(500);
    await send();
    expect((await Refund.findByPk(id))?.state).to.equal('declined');
    expect(await accounts()).to.deep.equal({ client: 500, escrow: 1500 });
    expect((await told(w.carla)).at(-1)).to.equal('refund.declined');
    inTheBrowser();
    expect((await w.felix.get(`/invoices/${(await invoice()).id}/refunds`)).text).to.include('Kept as credit');
    await hearOfRefund(id, { state: 'refunded', reference: 'after-all' }, w.outside.clock.now());
    expect(await accounts()).to.deep.equal({ escrow: 1500 });
  });

  it('that takes its time is done when the provider says so, by event or by answer', async () => {
    await payWith(w.carla, 'late');
    await run('charged');
    w.outside.clock.set('2026-11-24T12:05:00Z');
    await deliverSandboxEvents(heardFromPayments, w.outside.clock.now());
    const { id } = await giveBack(500);
    await send();
    expect((await Refund.findByPk(id))?.state).to.equal('pending');
    w.outside.clock.set('2026-11-24T12:10:00Z');
    await deliverSandboxEvents(heardFromPayments, w.outside.clock.now());
    expect((await Refund.findByPk(id))?.state).to.equal('refunded');
    expect(await accounts()).to.deep.equal({ escrow: 1500 });
  });

  it('while the charge is under way: what came too much goes back by itself, and both are told why', async () => {
    await payWith(w.carla, 'late');
    await run('charged');
    await giveBack(500);
    w.outside.clock.set('2026-11-24T12:05:00Z');
    await deliverSandboxEvents(heardFromPayments, w.outside.clock.now());
    expect(await accounts()).to.deep.equal({ client: 500, escrow: 1500 });
    expect(await told(w.carla)).to.include('payment.surplus');
    expect(await told(w.felix)).to.include('payment.surplus');
    await send();
    w.outside.clock.set('2026-11-24T12:10:00Z');
    await deliverSandboxEvents(heardFromPayments, w.outside.clock.now());
    expect(await accounts()).to.deep.equal({ escrow: 1500 });
  });

  it('of a second payment is made by nobody’s wish', async () => {
    const { id } = await invoice();
    const now = new Date(WEEK.charged);
    await payWith(w.carla, 'no-funds');
    await run('charged');
    await payWith(w.carla, 'pays');
    w.outside.clock.set('2026-11-25T12:00:00Z');
    await chargeInvoices(w.outside.payments, w.outside.clock.now());
    await hearOfCharge(id, 1, { state: 'paid', reference: 'after-all' }, now);
    expect(await accounts()).to.deep.equal({ client: 2000, escrow: 2000 });
    await sendRefunds(
      { ...w.outside.payments, refund: () => Promise.resolve({ state: 'refunded', reference: 'r' }) },
      w.outside.clock.now(),
    );
    expect(await accounts()).to.deep.equal({ escrow: 2000 });
  });

  it('is for the freelancer to make, and for the two of them to see', async () => {
    const { id } = await invoice();
    const at = `/invoices/${id}/refunds`;
    const typed = { amount: '5', words: '<b>Sorry</b>', nth: '1' };
    await w.carla.post(at, typed).expect(403);
    for (const person of [w.stan, w.ada]) await person.post(at, typed).expect(404);
    await w.felix.post(at, { ...typed, amount: '0' }).expect(422);
    await w.felix.post(at, { ...typed, amount: '20.01' }).expect(422);
    await w.felix.post(at, typed).expect(303);
    for (const person of [w.carla, w.felix]) expect((await person.get(at)).text).to.include('&lt;b&gt;Sorry');
  });
});
