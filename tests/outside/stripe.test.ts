import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { BadSignature, type Charge, type PaymentMethod, type Payments } from '../../src/outside/payments.ts';
import { stripePayments } from '../../src/outside/stripe-payments.ts';
import { testClock, type TestClock } from '../support/outside.ts';
import type { CardSort } from '../support/stripe-desk.ts';
import { StripeDouble } from '../support/stripe-double.ts';

describe('Money through Stripe', () => {
  let stripe: StripeDouble;
  let clock: TestClock;
  let payments: Payments;
  let method: PaymentMethod;

  beforeEach(async () => {
    stripe = await StripeDouble.open();
    clock = testClock();
    payments = stripePayments(stripe.settings, clock);
    method = await added('pays');
  });
  afterEach(() => stripe.close());

  const carla = { id: 7, email: 'carla@example.test', name: 'Carla', customer: null };
  const start = (key = 'method:1', payer: Parameters<Payments['startMethod']>[0] = carla) =>
    payments.startMethod(payer, 'https://time.example/payment-method/setups/1', key);
  async function added(does: CardSort, key = 'method:1'): Promise<PaymentMethod> {
    const { session } = await start(key);
    stripe.desk.finish(session, does);
    return (await payments.finishMethod(session))!;
  }
  const charge = (changes: Partial<Charge> = {}): Charge => ({
    ...{ key: 'charge:12:1', method, amount: 16_000, currency: 'USD', about: 'Invoice IT-2026-000012' },
    ...changes,
  });
  const intents = () => stripe.desk.all('payment_intents');
  const failureOf = async (asked: Promise<unknown>): Promise<string> => {
    try {
      await asked;
    } catch (error) {
      return (error as { type?: string }).type ?? (error as Error).message;
    }
    return 'no failure';
  };

  describe('a payment method', () => {
    it('is added on a page of Stripe’s, for later charges, and comes back as a label', async () => {
      const { url, customer, session } = await start('method:2');
      expect(url).to.match(/^https:\/\/checkout\.stripe\.com\//);
      expect(payments.origins).to.deep.equal(['https://checkout.stripe.com', 'https://connect.stripe.com']);
      expect(stripe.posts('/v1/checkout/sessions').at(-1)!.params).to.deep.include({ mode: 'setup', customer });
      expect(await payments.finishMethod(session)).to.equal(null);
      stripe.desk.finish(session, 'pays', '1881');
      expect(await payments.finishMethod(session)).to.deep.include({ customer, label: 'Visa ending 1881' });
    });

    it('belongs to one customer, however often somebody begins', async () => {
      const [first, second] = await Promise.all([start('method:3'), start('method:4')]);
      expect(first.customer).to.equal(second.customer);
      const third = await start('method:5', { ...carla, name: 'Carla Mendes', customer: first.customer });
      expect(third.customer).to.equal(first.customer);
      expect(stripe.desk.all('customers')).to.have.length(1);
    });

    it('begun with play money is begun anew', async () => {
      expect((await start('method:6', { ...carla, customer: 'sandbox-customer-7' })).customer).to.match(/^cus_/);
    });

    it('is forgotten, and forgetting it again is harmless', async () => {
      await payments.forgetMethod(method);
      await payments.forgetMethod(method);
      await payments.forgetMethod({ method: 'sandbox-method:1:pays' });
      expect(stripe.desk.all('payment_methods')[0]).to.include({ customer: null });
      expect(await payments.charge(charge())).to.deep.equal({
        ...{ state: 'declined', reason: 'This payment method cannot be used any more; add it again.' },
      });
    });
  });

  describe('a charge', () => {
    it('is paid, off session, in cents and dollars, and says what it is for', async () => {
      expect(await payments.charge(charge())).to.deep.equal({ state: 'paid', reference: intents()[0]!.id });
      const { params, key } = stripe.posts('/v1/payment_intents')[0]!;
      expect(key).to.equal('charge:12:1');
      expect(params).to.deep.include({ amount: '16000', currency: 'usd', off_session: 'true', confirm: 'true' });
      expect(params).to.deep.include({ description: 'Invoice IT-2026-000012', metadata: { key: 'charge:12:1' } });
    });

    it('asked for twice is one charge', async () => {
      expect(await payments.charge(charge())).to.deep.equal(await payments.charge(charge()));
      expect(intents()).to.have.length(1);
    });

    it('asked for ten times at once is one charge', async () => {
      let go = (): void => undefined;
      stripe.hold = new Promise(resolve => (go = resolve));
      const asked = Array.from({ length: 10 }, () => payments.charge(charge()).catch(() => null));
      while (stripe.posts('/v1/payment_intents').length < 10) await setImmediate();
      go();
      const answers = (await Promise.all(asked)).filter(answer => answer !== null);
      expect(answers).to.not.be.empty;
      expect(new Set(answers.map(answer => JSON.stringify(answer))).size).to.equal(1);
      expect(intents()).to.have.length(1);
    });

    it('whose answer is lost is asked for again by itself, and found paid', async () => {
      stripe.dropAfter = 1;
      expect(await payments.charge(charge())).to.include({ state: 'paid' });
      expect(intents()).to.have.length(1);
    });

    it('whose answers are all lost is unknown, and asked for again it is found paid', async () => {
      stripe.dropAfter = 2;
      expect(await failureOf(payments.charge(charge()))).to.equal('StripeConnectionError');
      expect(intents()).to.have.length(1);
      expect(await payments.charge(charge())).to.deep.equal({ state: 'paid', reference: intents()[0]!.id });
      expect(intents()).to.have.length(1);
    });

    it('is found again when Stripe has long forgotten the key, among hundreds of others', async () => {
      stripe.dropAfter = 2;
      await payments.charge(charge()).catch(() => undefined);
      for (let other = 0; other < 150; other++) await payments.charge(charge({ key: `charge:other:${other}` }));
      stripe.forgetKeys();
      clock.advance(21 * 86_400);
      expect(await payments.charge(charge())).to.deep.equal({ state: 'paid', reference: intents()[0]!.id });
      expect(intents()).to.have.length(151);
    }).timeout(60_000);

    it('that never arrived is made when it is asked for again', async () => {
      stripe.dropBefore = 2;
      expect(await failureOf(payments.charge(charge()))).to.equal('StripeConnectionError');
      expect(intents()).to.be.empty;
      expect(await payments.charge(charge())).to.include({ state: 'paid' });
    });

    it('is unknown while Stripe fails', async () => {
      stripe.failures = 2;
      expect(await failureOf(payments.charge(charge()))).to.equal('StripeAPIError');
      expect(await payments.charge(charge())).to.include({ state: 'paid' });
    });

    const declines: [CardSort, string][] = [
      ['no-funds', 'The card has insufficient funds.'],
      ['confirm', 'Your bank asks you to confirm; add the card again.'],
      ['asks', 'Your bank asks you to confirm; add the card again.'],
    ];
    for (const [does, reason] of declines) {
      it(`is declined by a card that ${does}, in a plain sentence, and again when asked again`, async () => {
        method = await added(does, 'method:9');
        expect(await payments.charge(charge())).to.deep.equal({ state: 'declined', reason });
        expect(await payments.charge(charge())).to.deep.equal({ state: 'declined', reason });
        expect(intents()).to.have.length(1);
      });
    }

    it('that waits for its owner is given up, so that nobody pays it while another is made', async () => {
      method = await added('asks', 'method:9');
      await payments.charge(charge());
      expect(intents()[0]).to.include({ status: 'canceled' });
    });

    it('below what cards take is declined', async () => {
      expect(await payments.charge(charge({ amount: 49 }))).to.deep.equal({
        ...{ state: 'declined', reason: 'Cards cannot be charged for less than $0.50.' },
      });
    });

    it('is pending, and paid when it is asked for after it has settled', async () => {
      method = await added('pending', 'method:9');
      const pending = await payments.charge(charge());
      expect(pending).to.deep.equal({ state: 'pending', reference: intents()[0]!.id });
      stripe.desk.settle(intents()[0]!.id, true);
      expect(await payments.charge(charge())).to.deep.equal({ ...pending, state: 'paid' });
    });

    it('of another amount under the same key is a mistake, not a charge', async () => {
      await payments.charge(charge());
      expect(await failureOf(payments.charge(charge({ amount: 1_000 })))).to.include('with another amount');
      expect(intents()).to.have.length(1);
    });

    it('with a wrong secret is unknown, not declined', async () => {
      const wrong = stripePayments({ ...stripe.settings, secretKey: 'sk_test_2' }, clock);
      expect(await failureOf(wrong.charge(charge()))).to.equal('StripeAuthenticationError');
    });
  });

  describe('a refund', () => {
    it('gives back once for each key, up to what was paid', async () => {
      await payments.charge(charge());
      const refund = { key: 'refund:1', charge: intents()[0]!.id, amount: 10_000 };
      const given = await payments.refund(refund);
      expect(given).to.include({ state: 'refunded' });
      stripe.forgetKeys();
      expect(await payments.refund(refund)).to.deep.equal(given);
      expect(await payments.refund({ ...refund, key: 'refund:2' })).to.include({ state: 'declined' });
      expect(stripe.desk.all('refunds')).to.have.length(1);
    });
  });

  const felix = { id: 8, email: 'felix@example.test', name: 'Felix', account: null };
  const startAccount = (key = 'payout-account:1', account: string | null = null) =>
    payments.startAccount({ ...felix, account }, 'https://time.example/payout-account/setups/1', key);
  async function onboarded(key?: string): Promise<string> {
    const { account } = await startAccount(key);
    stripe.desk.onboard(account);
    return account;
  }

  describe('an account of a freelancer', () => {
    it('is opened on pages of Stripe’s, and is ready when Stripe can pay to it', async () => {
      const { url, account } = await startAccount();
      expect(url).to.match(/^https:\/\/connect\.stripe\.com\//);
      expect(stripe.posts('/v1/account_links')[0]!.params).to.include({ account, type: 'account_onboarding' });
      expect(stripe.posts('/v1/accounts')[0]!.params).to.deep.include({
        ...{ type: 'express', capabilities: { transfers: { requested: 'true' } } },
        metadata: { key: 'payout-account:1', person: '8' },
      });
      expect(await payments.accountNow(account)).to.deep.equal({ ready: false, label: 'Account at Stripe' });
      stripe.desk.onboard(account, false);
      expect(await payments.accountNow(account)).to.deep.equal({ ready: false, label: 'DE •••• 3000 at Stripe' });
      stripe.desk.onboard(account);
      expect(await payments.accountNow(account)).to.deep.equal({ ready: true, label: 'DE •••• 3000 at Stripe' });
    });

    it('is one, however often an answer is lost, and is gone on with until it is used', async () => {
      stripe.dropAfter = 1;
      const { account } = await startAccount();
      expect((await startAccount('payout-account:2', account)).account).to.equal(account);
      expect(stripe.desk.all('accounts')).to.have.length(1);
      expect((await startAccount('payout-account:3', 'sandbox-payout-account:3')).account).to.not.equal(account);
    });
  });

  describe('a transfer', () => {
    const transfers = () => stripe.desk.all('transfers');
    const transfer = (account: string, attempt = 1) => ({
      ...{ key: 'payout:1', attempt, account, amount: 5_000, about: 'Payout 1' },
    });

    it('is made once for each payout, whichever attempt made it', async () => {
      const account = await onboarded();
      stripe.dropAfter = 2;
      expect(await failureOf(payments.transfer(transfer(account)))).to.equal('StripeConnectionError');
      stripe.forgetKeys();
      const paid = { state: 'paid', reference: transfers()[0]!.id };
      expect(await payments.transfer(transfer(account))).to.deep.equal(paid);
      expect(await payments.transfer(transfer(account, 2))).to.deep.equal(paid);
      expect(transfers()).to.have.length(1);
      expect(stripe.posts('/v1/transfers')[0]!.params).to.deep.include({ destination: account, amount: '5000' });
    });

    it('to an account that takes none is declined', async () => {
      const declined = { state: 'declined', reason: 'This account cannot take transfers.' };
      expect(await payments.transfer(transfer('acct_unknown'))).to.deep.equal(declined);
      const { account } = await startAccount();
      expect(await payments.transfer({ ...transfer(account), key: 'payout:2' })).to.deep.equal(declined);
    });

    it('waits while our balance is too low; Stripe repeats that no for a day, so the next attempt has a key of its own', async () => {
      const account = await onboarded();
      stripe.desk.balance = 4_999;
      expect(await payments.transfer(transfer(account))).to.include({ state: 'later' });
      stripe.desk.balance = 6_000;
      expect(await payments.transfer(transfer(account))).to.include({ state: 'later' });
      expect(await payments.transfer(transfer(account, 2))).to.include({ state: 'paid' });
      expect([transfers().length, stripe.desk.balance]).to.deep.equal([1, 1_000]);
    });

    it('of another amount for the same payout is a mistake, not a transfer', async () => {
      const account = await onboarded();
      await payments.transfer(transfer(account));
      const other = payments.transfer({ ...transfer(account, 2), amount: 1 });
      expect(await failureOf(other)).to.include('with another amount');
    });

    it('that was taken back was not paid', async () => {
      const account = await onboarded();
      await payments.transfer(transfer(account));
      stripe.desk.takeBack(transfers()[0]!.id);
      expect(await payments.transfer(transfer(account))).to.deep.equal({
        ...{ state: 'declined', reason: 'The transfer was taken back.' },
      });
    });
  });

  describe('what Stripe tells by itself', () => {
    const hear = (event: object, at = clock.now(), secret?: string) => {
      const { body, signature } = stripe.webhook(event, at, secret);
      return payments.events(Buffer.from(body), { 'stripe-signature': signature }, clock.now());
    };

    it('is what became of our acts, by their keys', async () => {
      await payments.charge(charge());
      const reference = intents()[0]!.id;
      await payments.refund({ key: 'refund:1', charge: reference, amount: 1 });
      const account = await onboarded();
      await payments.transfer({ key: 'payout:1', attempt: 1, account, amount: 1, about: 'Payout 1' });
      stripe.desk.takeBack(stripe.desk.all('transfers')[0]!.id);
      const heard = await Promise.all(stripe.desk.events.map(event => hear(event)));
      expect(heard.flat().map(({ about, key, state }) => [about, key, state])).to.deep.equal([
        ['method', 'method:1', 'paid'],
        ['charge', 'charge:12:1', 'paid'],
        ['refund', 'refund:1', 'paid'],
        ['account', 'payout-account:1', 'paid'],
        ['transfer', 'payout:1', 'paid'],
        ['transfer', 'payout:1', 'declined'],
      ]);
      const event = stripe.event('payment_intent.succeeded');
      expect(await hear(event)).to.deep.equal([
        { id: event.id, about: 'charge', key: 'charge:12:1', state: 'paid', reference },
      ]);
    });

    it('is why a charge was declined after all', async () => {
      method = await added('pending', 'method:9');
      await payments.charge(charge());
      stripe.desk.settle(intents()[0]!.id, false);
      const [event] = await hear(stripe.event('payment_intent.payment_failed'));
      expect(event).to.include({ state: 'declined', reason: 'The card has insufficient funds.' });
    });

    it('is nothing when it is about something else', async () => {
      await payments.charge(charge());
      const event = stripe.event('payment_intent.succeeded');
      expect(await hear({ ...event, type: 'invoice.paid' })).to.deep.equal([]);
      expect(await hear({ ...event, type: 'toString' })).to.deep.equal([]);
      const ofSomebodyElse = { object: { ...event.data.object, metadata: {} } };
      expect(await hear({ ...event, data: ofSomebodyElse })).to.deep.equal([]);
    });

    const refused = async (heard: Promise<unknown>): Promise<boolean> =>
      heard.then(
        () => false,
        error => error instanceof BadSignature,
      );

    it('is believed only when Stripe has signed these very bytes, just now', async () => {
      const event = stripe.event('checkout.session.completed');
      const { body, signature } = stripe.webhook(event, clock.now());
      const headers = { 'stripe-signature': signature };
      expect(await payments.events(Buffer.from(body), headers, clock.now())).to.have.length(1);
      const changed = Buffer.from(body.replace('method:1', 'method:2'));
      expect(await refused(payments.events(changed, headers, clock.now()))).to.equal(true);
      expect(await refused(payments.events(Buffer.from(body), {}, clock.now()))).to.equal(true);
      expect(await refused(hear(event, clock.now(), 'whsec_other'))).to.equal(true);
      clock.advance(299);
      expect(await payments.events(Buffer.from(body), headers, clock.now())).to.have.length(1);
      clock.advance(2);
      expect(await refused(payments.events(Buffer.from(body), headers, clock.now()))).to.equal(true);
    });
  });
});
