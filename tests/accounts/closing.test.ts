import { expect } from 'chai';
import { Session } from '../../src/accounts/session-model.ts';
import { whyNotCloseAccount } from '../../src/accounts/closing.ts';
import { User } from '../../src/accounts/user-model.ts';
import { Invoice } from '../../src/billing/invoice-model.ts';
import { paymentMethodOf } from '../../src/billing/payment-method-of.ts';
import { Contract } from '../../src/contracts/contract-model.ts';
import { withdrawDispute } from '../../src/disputes/withdraw-dispute.ts';
import { disputedWeek } from '../support/dispute.ts';
import { signInTracker } from '../support/tracker.ts';
import { PASSWORD, world, type World } from '../support/world.ts';

const AT = '/profile/closing';

describe('An account', () => {
  let w: World;
  beforeEach(async () => {
    w = await world();
  });
  const endContract = async (): Promise<void> => {
    await Contract.update({ stopped: 'ended', closedAt: w.outside.clock.now() }, { where: { id: w.contract.id } });
  };

  const afterItsCharge = async (): Promise<void> => {
    w.outside.clock.set('2026-11-24T12:00:00Z');
    await w.comeBack();
  };

  const nothing = { openContracts: 0, unpaid: 0, ending: 0, disputes: 0, claims: 0, coming: 0, credit: 0 };
  const rules = [
    [{}, null],
    [{ openContracts: 1, ending: 1 }, 'open-contracts'],
    [{ openContracts: 2, unpaid: 1 }, 'open-contracts'],
    [{ disputes: 1, coming: 4000 }, 'dispute-open'],
    [{ claims: 1, coming: 4000 }, 'claim-open'],
    [{ unpaid: 1, ending: 1 }, 'payment-problem'],
    [{ ending: 1 }, 'week-open'],
    [{ coming: 1 }, 'money-coming'],
    [{ credit: 1 }, 'credit-left'],
  ] as const;
  for (const [facts, refusal] of rules)
    it(`${Object.keys(facts).length > 0 ? `with ${JSON.stringify(facts)}` : 'with nothing left'} ${refusal ? `stays open: ${refusal}` : 'may be closed'}`, () => {
      expect(whyNotCloseAccount({ ...nothing, ...facts })).to.equal(refusal);
    });

  it('says what goes and what stays before it is closed, and stays open while a contract is', async () => {
    for (const person of [w.felix, w.carla]) {
      expect((await person.get(AT)).text)
        .to.include('What goes')
        .and.to.include('You still have open contracts.');
      const { status, text } = await person.post(AT, { password: PASSWORD });
      expect(status).to.equal(422);
      expect(text).to.include('You still have open contracts.');
      expect((await User.findByPk(person.id))!.closedAt).to.equal(null);
    }
  });

  it('stays open while an offer of one’s own waits, but not because of an offer to one', async () => {
    await endContract();
    await afterItsCharge();
    await w.offer();
    expect((await w.carla.post(AT, { password: PASSWORD })).status).to.equal(422);
    expect((await w.felix.post(AT, { password: PASSWORD })).status).to.equal(303);
  });

  it('is closed by its password only; ten wrong ones close that door for a while', async () => {
    const wrong = await w.stan.post(AT, { password: 'not my password' });
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.include('This is not your password.').and.not.to.include('not my password"');
    expect((await w.stan.post(AT, {})).text).to.include('Enter your password.');
    for (let attempt = 3; attempt <= 10; attempt++) await w.stan.post(AT, { password: 'x' });
    expect((await w.stan.post(AT, { password: PASSWORD })).status).to.equal(429);
    expect((await User.findByPk(w.stan.id))!.closedAt).to.equal(null);
  });

  it('of an admin is not closed here', async () => {
    expect((await w.ada.get(AT)).status).to.equal(403);
    expect((await w.ada.post(AT, { password: PASSWORD })).status).to.equal(403);
  });

  it('that is closed opens nothing: browsers and trackers are out, and its password fits no more', async () => {
    await endContract();
    await afterItsCharge();
    const tracker = await signInTracker(w.app, w.felix.email);
    const closed = await w.felix.post(AT, { password: PASSWORD });
    expect([closed.status, closed.headers['location']]).to.deep.equal([303, '/sign-in']);
    expect(await Session.count({ where: { userId: w.felix.id } })).to.equal(0);
    expect((await w.felix.get('/my-jobs')).status).to.equal(303);
    expect((await tracker.call('get', '/state')).status).to.equal(401);
    expect((await w.nobody.post('/sign-in', { email: w.felix.email, password: PASSWORD })).status).to.equal(401);
  });

  it('stays open until the last week is charged, and takes the payment method along', async () => {
    await endContract();
    for (const person of [w.carla, w.felix]) {
      expect((await person.get(AT)).text).to.include('is charged on Tuesday 12:00 UTC after it');
      expect((await person.post(AT, { password: PASSWORD })).status).to.equal(422);
    }
    await afterItsCharge();
    expect((await w.carla.post(AT, { password: PASSWORD })).status).to.equal(303);
    expect(await paymentMethodOf(w.carla.id)).to.equal(null);
  });

  it('of a freelancer stays open while a dispute is, and until all money has reached a bank', async () => {
    const { felix, carla, contract, invoice, dispute, now } = await disputedWeek();
    const { id } = await dispute([2]);
    const long = new Date('2026-11-09T10:00:00Z');
    await Contract.update({ stopped: 'ended', closedAt: long }, { where: { id: contract.id } });
    const says = async (): Promise<string> => (await felix.post(AT, { password: PASSWORD })).text;
    expect(await says())
      .to.include('A dispute of yours is still open.')
      .and.to.include('href="/disputes"');
    await withdrawDispute(id, carla, now());
    expect(await says())
      .to.include('Money is still on its way to you.')
      .and.to.include('href="/earnings"');
    await Invoice.update({ chargeState: 'failed' }, { where: { id: invoice.id } });
    expect((await felix.post(AT, { password: PASSWORD })).status, 'it may never be paid').to.equal(303);
  });

  it('leaves the other side its records with the name, and nobody else; its address can sign up again', async () => {
    const tracker = await signInTracker(w.app, w.felix.email);
    w.outside.clock.advance(3600);
    await tracker.send(w.contract.id, '2026-11-18T10:20:00Z');
    await endContract();
    await afterItsCharge();
    await w.felix.post(AT, { password: PASSWORD });
    const report = (await w.carla.get('/reports?by=person')).text;
    expect(report).to.include('>Felix').and.to.include('<dd>0:10:00</dd>');
    expect((await w.carla.get(`/contracts/${w.contract.id}/diary/2026-11-18`)).text).to.include('/thumbs/');
    const people = (await w.ada.get('/admin/people')).text;
    expect(people).to.include('Closed account').and.not.to.include(w.felix.email);
    const again = { role: 'freelancer', name: 'Felix again', email: w.felix.email, timeZone: 'Europe/Vienna' };
    expect((await w.nobody.post('/sign-up', again)).status).to.equal(200);
    expect((await w.outside.letter(0)).subject).to.include('choose your password');
    const fresh = await User.findOne({ where: { email: w.felix.email }, rejectOnEmpty: true });
    expect(fresh.id).not.to.equal(w.felix.id);
    expect(await Contract.count({ where: { freelancerId: fresh.id } })).to.equal(0);
  });
});
