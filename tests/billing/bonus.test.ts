import { expect } from 'chai';
import { balanceOf } from '../../src/billing/balances.ts';
import { Bonus } from '../../src/billing/bonus-model.ts';
import { chargeBonus, chargeBonuses } from '../../src/billing/charge-bonuses.ts';
import { giveBonus } from '../../src/billing/give-bonus.ts';
import { hearOfBonus } from '../../src/billing/hear-of-bonus.ts';
import { heardFromPayments } from '../../src/billing/hear-payment.ts';
import { client, freelancer, payouts } from '../../src/billing/ledger.ts';
import { payOut } from '../../src/billing/pay-out.ts';
import { Payout } from '../../src/billing/payout-model.ts';
import { sendRefunds } from '../../src/billing/send-refunds.ts';
import { payoutFailed } from '../../src/billing/settle-payout.ts';
import type { Refused } from '../../src/kernel/errors.ts';
import { Notice } from '../../src/notices/notice-model.ts';
import { deliverSandboxEvents } from '../../src/outside/sandbox-book.ts';
import type { SandboxCard } from '../../src/outside/sandbox-cards.ts';
import { payWith, storyOf } from '../support/money.ts';
import { world, type Person, type World } from '../support/world.ts';

describe('A bonus', () => {
  let w: World;
  beforeEach(async () => {
    w = await world({ now: '2026-11-17T07:00:00Z' });
    await payWith(w.carla, 'pays');
  });
  const at = () => `/contracts/${w.contract.id}/bonuses`;
  const typed = { amount: '100', words: 'The checkout was ready a week early', nth: '1' };
  const only = () => Bonus.findOne({ where: { contractId: w.contract.id }, rejectOnEmpty: true });
  const mine = (kind: 'client' | 'freelancer' | 'payouts') =>
    balanceOf(
      kind === 'client' ? client(w.carla.id) : kind === 'payouts' ? payouts(w.felix.id) : freelancer(w.felix.id),
    );
  const told = async ({ id }: Person) =>
    (await Notice.findAll({ where: { userId: id }, order: ['id'] })).map(({ kind }) => kind);
  const givenWith = async (card: SandboxCard) => {
    await payWith(w.carla, card);
    await w.carla.post(at(), typed).expect(303);
    return only();
  };

  it('is charged at once, told to both, and is the freelancer’s less the fee', async () => {
    expect((await w.carla.get(`${at()}/new`)).text).to.include('name="nth" value="1"');
    const { headers } = await w.carla.post(at(), typed).expect(303);
    expect(headers['location']).to.equal(at());
    expect((await w.carla.get(at())).text)
      .to.include(typed.words)
      .and.to.include('$100.00')
      .and.to.include('Paid');
    expect((await w.felix.get(at())).text).to.include('$88.00 for you after the fee of $12.00');
    expect([await mine('freelancer'), await mine('client')]).to.deep.equal([8800, 0]);
    expect(await storyOf(w.contract.id)).to.deep.equal([
      ...['bonus fees:0 900', `bonus freelancer:${w.felix.id} 8800`, 'bonus fund:0 300', 'bonus outside:0 -10000'],
    ]);
    expect((await told(w.felix)).at(-1)).to.equal('bonus.given');
    expect((await told(w.carla)).at(-1)).to.equal('bonus.given');
  });

  it('goes out on the Wednesday after its week, even to somebody who has earned nothing else', async () => {
    await w.carla.post(at(), typed);
    await payOut(new Date('2026-11-18T12:00:00Z'));
    expect(await mine('payouts')).to.equal(0);
    await Promise.all([payOut(new Date('2026-11-25T12:00:00Z')), payOut(new Date('2026-11-25T12:00:00Z'))]);
    expect([await mine('payouts'), await mine('freelancer')]).to.deep.equal([8800, 0]);
    const { id } = await Payout.findOne({ where: { freelancerId: w.felix.id }, rejectOnEmpty: true });
    expect((await only()).payoutId).to.equal(id);
    await payoutFailed(id, 'The account is closed.', w.ada, new Date('2026-11-26T12:00:00Z'));
    expect(await mine('freelancer')).to.equal(8800);
    await payOut(new Date('2026-12-02T12:00:00Z'));
    expect(await mine('payouts')).to.equal(8800);
  });

  it('counts for the fee of what comes after it', async () => {
    await w.carla.post(at(), { ...typed, amount: '10,000' });
    await w.carla.post(at(), { ...typed, nth: '2' });
    const fees = (await Bonus.findAll({ where: { contractId: w.contract.id }, order: ['nth'] })).map(({ fee }) => fee);
    expect(fees).to.deep.equal([120_000, 700]);
  });

  it('is given once by a form that is sent thirty times, and charged once by thirty at once', async () => {
    const many = <T>(act: () => Promise<T>) => Promise.all(Array.from({ length: 30 }, act));
    const now = w.outside.clock.now();
    const given = { amount: 10_000, words: 'Thank you', nth: 1 };
    const made = await many(() => giveBonus(w.contract.id, given, now));
    expect(new Set(made.map(({ id }) => id)).size).to.equal(1);
    await many(() => chargeBonus(w.outside.payments, made[0]!, now));
    await many(() => hearOfBonus(made[0]!.id, 1, { state: 'paid', reference: 'p' }, now));
    expect([await mine('freelancer'), await mine('client')]).to.deep.equal([8800, 0]);
    const other = await giveBonus(w.contract.id, { ...given, amount: 5 }, now).catch((error: unknown) => error);
    expect((other as Refused).code).to.equal('sent-already');
  });

  it('is tried three days when the card says no; only the client hears of it', async () => {
    const before = await told(w.felix);
    const { chargeState, chargeFailure } = await givenWith('no-funds');
    expect([chargeState, chargeFailure]).to.deep.equal(['failed', 'The card has insufficient funds.']);
    expect((await w.carla.get(at())).text)
      .to.include('Tried again tomorrow')
      .and.to.include('insufficient funds');
    expect((await w.felix.get(at())).text).not.to.include(typed.words);
    for (const day of ['18', '19', '20']) await chargeBonuses(w.outside.payments, new Date(`2026-11-${day}T08:00:00Z`));
    const bonus = await only();
    expect([bonus.chargeAttempt, bonus.nextChargeAt]).to.deep.equal([4, null]);
    expect((await w.carla.get(at())).text).to.include('Not charged');
    expect((await told(w.carla)).filter(kind => kind === 'bonus.charge-failed')).to.have.lengthOf(3);
    expect(await told(w.felix)).to.deep.equal(before);
    expect([await mine('freelancer'), await mine('client')]).to.deep.equal([0, 0]);
  });

  for (const card of ['late', 'network-first', 'twice', 'event-first'] as const) {
    it(`reaches the freelancer once with a card that is ${card}`, async () => {
      await givenWith(card);
      for (const minute of ['01', '02', '15', '30']) {
        const now = new Date(`2026-11-17T07:${minute}:00Z`);
        w.outside.clock.set(now.toISOString());
        await deliverSandboxEvents(heardFromPayments, now);
        await chargeBonuses(w.outside.payments, now);
      }
      expect((await only()).chargeState).to.equal('paid');
      expect([await mine('freelancer'), await mine('client')]).to.deep.equal([8800, 0]);
    });
  }

  it('that was paid twice after all goes back to the card', async () => {
    const { id } = await givenWith('no-funds');
    const now = w.outside.clock.now();
    await hearOfBonus(id, 1, { state: 'paid', reference: 'late-yes' }, now);
    await hearOfBonus(id, 2, { state: 'paid', reference: 'yes' }, now);
    expect([await mine('freelancer'), await mine('client')]).to.deep.equal([8800, 10_000]);
    expect((await told(w.felix)).at(-1)).to.equal('payment.surplus');
    const paidBack = {
      ...w.outside.payments,
      refund: () => Promise.resolve({ state: 'refunded' as const, reference: 'r' }),
    };
    await sendRefunds(paidBack, now);
    expect(await mine('client')).to.equal(0);
  });

  it('says beside the field what is wrong, and keeps what was typed', async () => {
    for (const amount of ['0.99', '10000.01', 'much']) {
      const { text } = await w.carla.post(at(), { ...typed, amount }).expect(422);
      expect(text).to.include('id="f-amount-message"').and.to.include(typed.words);
    }
    const { text } = await w.carla.post(at(), { ...typed, words: ' ' }).expect(422);
    expect(text).to.include('id="f-words-message"').and.to.include('value="100"');
    expect(await Bonus.count({ where: { contractId: w.contract.id } })).to.equal(0);
  });

  it('is for the client to give, and for the two of them to see', async () => {
    await w.felix.post(at(), typed).expect(403);
    for (const person of [w.stan, w.ada]) await person.post(at(), typed).expect(404);
    const { id } = await w.offer();
    await w.carla.post(`/contracts/${id}/bonuses`, typed).expect(409);
    const penniless = await w.person('Clara', 'client');
    expect((await penniless.post(at(), typed)).status).to.equal(404);
  });
});
