import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { sequelize, transaction } from '../../src/db/sequelize.ts';
import { BadSignature, type Charge, type PaymentEvent, type Payments } from '../../src/outside/payments.ts';
import { chooseSandboxAccount, type SandboxAccount } from '../../src/outside/sandbox-accounts.ts';
import { deliverSandboxEvents } from '../../src/outside/sandbox-book.ts';
import { sandboxMethod, type SandboxCard } from '../../src/outside/sandbox-cards.ts';
import { sandboxPayments } from '../../src/outside/sandbox-payments.ts';
import { testClock, type TestClock } from '../support/outside.ts';

describe('Play money', () => {
  let clock: TestClock;
  let heard: PaymentEvent[];
  let payments: Payments;
  let crowd: string;
  const hear = (event: PaymentEvent): Promise<void> => {
    heard.push(event);
    return Promise.resolve();
  };
  beforeEach(async () => {
    await sequelize.query('DELETE FROM sandbox_events');
    clock = testClock();
    heard = [];
    payments = sandboxPayments(clock, hear);
    crowd = randomUUID().slice(0, 8);
  });

  const methodOf = (card: SandboxCard) => sandboxMethod('sandbox-customer-1', `sandbox-${crowd}`, card);
  const charge = (card: SandboxCard, changes: Partial<Charge> = {}): Charge => ({
    ...{
      key: `charge:${crowd}`,
      method: methodOf(card),
      amount: 16_000,
      currency: 'USD',
      about: 'Invoice IT-2026-000012',
    },
    ...changes,
  });
  const again = (): Payments => sandboxPayments(clock, hear);
  const deliver = (): Promise<number> => deliverSandboxEvents(hear, clock.now());
  const paid = () => ({ state: 'paid', reference: `sandbox-charge:${crowd}` });
  const event = (changes: Partial<PaymentEvent> = {}) => ({
    ...{ id: `sandbox-event-charge:${crowd}-1`, about: 'charge', key: `charge:${crowd}`, state: 'paid' },
    ...{ reference: `sandbox-charge:${crowd}` },
    ...changes,
  });

  it('says that it is play money', () => {
    expect(payments.real).to.equal(false);
    expect(payments.origins).to.deep.equal([]);
  });

  it('is paid, with a reference that names the act, and tells so as well', async () => {
    expect(await payments.charge(charge('pays'))).to.deep.equal(paid());
    expect(heard).to.deep.equal([]);
    expect(await deliver()).to.equal(1);
    expect(heard).to.deep.equal([event()]);
    expect(await deliver()).to.equal(0);
  });

  it('is declined by a card without funds, with a reason, as often as one asks', async () => {
    const declined = { state: 'declined', reason: 'The card has insufficient funds.' };
    expect(await payments.charge(charge('no-funds'))).to.deep.equal(declined);
    expect(await again().charge(charge('no-funds'))).to.deep.equal(declined);
    await deliver();
    expect(heard).to.deep.equal([event({ state: 'declined', reason: 'The card has insufficient funds.' })]);
  });

  it('gets the first answer again for the same act, also from another process', async () => {
    const first = await payments.charge(charge('pays'));
    expect(await again().charge(charge('pays'))).to.deep.equal(first);
    await deliver();
    expect(heard).to.have.length(1);
  });

  it('is not charged for another act under the same name', async () => {
    await payments.charge(charge('pays'));
    let said = '';
    await payments.charge(charge('pays', { amount: 1 })).catch((error: Error) => (said = error.message));
    expect(said).to.equal(`charge:${crowd} was asked before, with another amount`);
  });

  it('asked for the same act many times at once, by several processes, moves once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => again().charge(charge('pays'))));
    expect(answers).to.deep.equal(Array(20).fill(paid()));
    await deliver();
    expect(heard).to.have.length(1);
  });

  it('is pending with a late card, and paid after a minute', async () => {
    expect(await payments.charge(charge('late'))).to.include({ state: 'pending' });
    expect(await deliver()).to.equal(0);
    expect(await again().charge(charge('late'))).to.include({ state: 'pending' });
    clock.advance(60);
    expect(await deliver()).to.equal(1);
    expect(heard).to.deep.equal([event()]);
    expect(await again().charge(charge('late'))).to.deep.equal(paid());
  });

  it('is lost with a card that fails first: nothing moved, and asked again it is paid, once', async () => {
    let said = '';
    await payments.charge(charge('network-first')).catch((error: Error) => (said = error.message));
    expect(said).to.include('connection was lost');
    expect(await deliver()).to.equal(0);
    const answers = await Promise.all([again(), again(), again()].map(one => one.charge(charge('network-first'))));
    expect(answers).to.deep.equal([paid(), paid(), paid()]);
    await deliver();
    expect(heard).to.deep.equal([event()]);
  });

  it('says twice that it was paid with a card that does so', async () => {
    expect(await payments.charge(charge('twice'))).to.deep.equal(paid());
    await deliver();
    expect(heard).to.deep.equal([event(), event({ id: `sandbox-event-charge:${crowd}-2` })]);
  });

  it('tells before it answers with a card that does so', async () => {
    const order: string[] = [];
    const early = sandboxPayments(clock, () => Promise.resolve(order.push('event')));
    await early.charge(charge('event-first')).then(() => order.push('answer'));
    expect(order).to.deep.equal(['event', 'answer']);
  });

  it('expires after the first charge with a card that does so; another of that sort is another card', async () => {
    expect(await payments.charge(charge('expires'))).to.deep.equal(paid());
    const second = { key: `charge:${crowd}-2` };
    const expired = { state: 'declined', reason: 'The card has expired.' };
    expect(await payments.charge(charge('expires', second))).to.deep.equal(expired);
    const method = sandboxMethod('sandbox-customer-1', `sandbox-${crowd}-new`, 'expires');
    expect(await payments.charge(charge('expires', { key: `charge:${crowd}-3`, method }))).to.include({
      state: 'paid',
    });
  });

  it('declines a method of another provider', async () => {
    const method = { customer: 'cus_1', method: 'pm_1:pays', label: 'Visa ending 4242' };
    expect(await payments.charge(charge('pays', { method }))).to.include({ state: 'declined' });
  });

  it('is given back up to what was paid, once for each act', async () => {
    await payments.charge(charge('pays'));
    const refund = (name: string, amount: number) => ({
      key: `refund:${crowd}-${name}`,
      charge: paid().reference,
      amount,
    });
    const given = { state: 'refunded', reference: `sandbox-refund:${crowd}-a` };
    expect(await payments.refund(refund('a', 10_000))).to.deep.equal(given);
    expect(await payments.refund(refund('a', 10_000))).to.deep.equal(given);
    expect(await payments.refund(refund('b', 6_001))).to.include({ state: 'declined' });
    expect(await payments.refund(refund('c', 6_000))).to.include({ state: 'refunded' });
    expect(await payments.refund({ ...refund('d', 1), charge: 'sandbox-nothing' })).to.include({ state: 'declined' });
  });

  it('is given back late to a late card', async () => {
    await payments.charge(charge('late'));
    clock.advance(60);
    const refund = { key: `refund:${crowd}`, charge: paid().reference, amount: 1 };
    expect(await payments.refund(refund)).to.include({ state: 'pending' });
    clock.advance(60);
    expect(await payments.refund(refund)).to.include({ state: 'refunded' });
    await deliver();
    expect(heard.map(({ about, state }) => [about, state])).to.deep.equal([
      ['charge', 'paid'],
      ['refund', 'paid'],
    ]);
  });

  describe('for a freelancer', () => {
    const payee = { id: 8, email: 'felix@example.test', name: 'Felix', account: null };
    const opened = async (sort: SandboxAccount): Promise<string> => {
      const key = `payout-account:${crowd}-${sort}`;
      const { account, url } = await payments.startAccount(payee, 'http://localhost/back', key);
      expect(url).to.equal(`http://localhost/sandbox/accounts/${account}`);
      expect(await payments.accountNow(account)).to.include({ ready: false });
      expect(await chooseSandboxAccount(account, sort)).to.equal('http://localhost/back');
      expect(await payments.accountNow(account)).to.include({ ready: true });
      return account;
    };
    const transfer = (account: string, attempt = 1) => ({
      ...{ key: `transfer:${crowd}`, attempt, account, amount: 100, about: 'Payout 7' },
    });
    const paid = () => ({ state: 'paid', reference: `sandbox-transfer:${crowd}` });

    it('goes to an open account, and says so', async () => {
      const account = await opened('open');
      expect(await payments.transfer(transfer(account))).to.deep.equal(paid());
      expect(await payments.transfer(transfer(account))).to.deep.equal(paid());
      await deliver();
      expect(heard.map(({ about, state }) => [about, state])).to.deep.equal([['transfer', 'paid']]);
    });

    it('does not go to a closed one, or one that nobody has opened', async () => {
      expect(await payments.transfer(transfer(await opened('closed')))).to.deep.equal({
        ...{ state: 'declined', reason: 'This account was closed.' },
      });
      const nowhere = { ...transfer('nowhere'), key: `transfer:${crowd}-b` };
      expect(await payments.transfer(nowhere)).to.include({ state: 'declined' });
    });

    it('waits for the platform’s balance, and goes at the next attempt', async () => {
      const account = await opened('waits');
      expect(await payments.transfer(transfer(account))).to.include({ state: 'later' });
      expect(await payments.transfer(transfer(account))).to.include({ state: 'later' });
      expect(await payments.transfer(transfer(account, 2))).to.deep.equal(paid());
    });

    it('is taken back a minute later', async () => {
      expect(await payments.transfer(transfer(await opened('taken-back')))).to.deep.equal(paid());
      await deliver();
      clock.advance(60);
      await deliver();
      expect(heard.map(({ about, state }) => [about, state])).to.deep.equal([
        ['transfer', 'paid'],
        ['transfer', 'declined'],
      ]);
    });
  });

  it('tells the others when one event cannot be taken in, and that one again', async () => {
    await payments.charge(charge('twice'));
    const failing = (event: PaymentEvent): Promise<void> =>
      event.id.endsWith('-1') ? Promise.reject(new Error('no')) : hear(event);
    let failures: unknown = null;
    await deliverSandboxEvents(failing, clock.now()).catch((error: unknown) => (failures = error));
    expect(failures).to.be.instanceOf(AggregateError);
    expect(heard.map(({ id }) => id.at(-1))).to.deep.equal(['2']);
    await deliver();
    expect(heard.map(({ id }) => id.at(-1))).to.deep.equal(['2', '1']);
  });

  it('takes no webhooks: whoever sends one is not the provider', async () => {
    let refused: unknown = null;
    await payments.events(Buffer.from('{}'), {}, clock.now()).catch((error: unknown) => (refused = error));
    expect(refused).to.be.instanceOf(BadSignature);
  });

  it('is never asked inside a transaction, which may run twice', async () => {
    let said = '';
    await transaction(() => payments.charge(charge('pays'))).catch((error: Error) => (said = error.message));
    expect(said).to.equal('the payment provider is never asked inside a transaction');
    await deliver();
    expect(heard).to.deep.equal([]);
  });
});
