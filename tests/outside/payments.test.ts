import { expect } from 'chai';
import { sandboxPayments } from '../../src/outside/payments.ts';

const charge = { key: 'week-7', customer: 'carla', amount: 16_000 };

describe('Play money', () => {
  it('says that it is play money', () => {
    expect(sandboxPayments().real).to.equal(false);
  });

  it('is paid, with a reference that names the act', async () => {
    expect(await sandboxPayments().charge(charge)).to.deep.equal({ state: 'paid', reference: 'sandbox-week-7' });
  });

  it('is declined for a customer whose card is to fail, with a reason', async () => {
    const payments = sandboxPayments(new Set(['carla']));
    expect(await payments.charge(charge)).to.deep.equal({ state: 'declined', reason: 'The card was declined.' });
    expect(await payments.charge({ ...charge, key: 'week-8', customer: 'clemens' })).to.include({ state: 'paid' });
  });

  it('gets the first answer again for the same act, whatever has changed since', async () => {
    const declines = new Set(['carla']);
    const payments = sandboxPayments(declines);
    const first = await payments.charge(charge);
    declines.clear();
    expect(await payments.charge({ ...charge, amount: 1 })).to.equal(first);
    expect(await payments.charge({ ...charge, key: 'week-7-again' })).to.include({ state: 'paid' });
  });

  it('asked for the same act many times at once moves once', async () => {
    const payments = sandboxPayments();
    const answers = await Promise.all(Array.from({ length: 20 }, () => payments.charge(charge)));
    expect(new Set(answers).size).to.equal(1);
  });
});
