import { expect } from 'chai';
import request, { type Test } from 'supertest';
import { createApp } from '../../src/app.ts';
import { ClientMethod } from '../../src/billing/payment-method-model.ts';
import { paymentMethodOf } from '../../src/billing/payment-method-of.ts';
import { forgetMethods } from '../../src/billing/payment-method-removal.ts';
import { finishHeardMethods, finishMethod } from '../../src/billing/payment-method-setup.ts';
import { MethodSetup } from '../../src/billing/payment-method-setup-model.ts';
import { heardFromPayments } from '../../src/billing/hear-payment.ts';
import { config } from '../../src/config.ts';
import { Contract } from '../../src/contracts/contract-model.ts';
import { endContract } from '../../src/contracts/stop-contract.ts';
import { Event } from '../../src/events/event-model.ts';
import { Notice } from '../../src/notices/notice-model.ts';
import type { Payments } from '../../src/outside/payments.ts';
import { stripePayments } from '../../src/outside/stripe-payments.ts';
import { paysWith } from '../support/method.ts';
import { StripeDouble } from '../support/stripe-double.ts';
import { ORIGIN, world, type Person, type World } from '../support/world.ts';

describe('A client’s payment method', () => {
  let w: World;
  let clara: Person;
  beforeEach(async () => {
    w = await world();
    clara = await w.person('Clara', 'client');
    await paysWith(clara.id, null, w.outside.clock.now());
    await ClientMethod.destroy({ where: { clientId: clara.id } });
  });
  const pathOf = (location: string | undefined): string => new URL(location ?? '', ORIGIN).pathname;

  /** Goes the way a browser goes. @returns the page at its end */
  async function add(client: Person, card = 'pays'): Promise<Test> {
    const page = pathOf((await client.post('/payment-method/setups')).headers['location']);
    const chosen = await client.post(page, { card });
    const finished = await client.get(pathOf(chosen.headers['location']));
    return client.get(pathOf(finished.headers['location'])).set('Cookie', `${client.cookie}; said=method-added`);
  }

  it('is added in two clicks, is said to be play money on each page, and shows since when', async () => {
    const before = await clara.get('/payment-method');
    expect(before.text).to.include('No payment method yet').and.to.include('Play money');
    const started = await clara.post('/payment-method/setups');
    expect(started.status).to.equal(303);
    const page = pathOf(started.headers['location']);
    const choice = await clara.get(page);
    expect(choice.text)
      .to.include('Sandbox: play money')
      .and.to.include('Visa ending 4242')
      .and.to.include('insufficient');
    const chosen = await clara.post(page, { card: 'pays' });
    const back = pathOf(chosen.headers['location']);
    const finished = await clara.get(back);
    expect([finished.status, finished.headers['location']]).to.deep.equal([303, '/payment-method']);
    const after = await clara.get('/payment-method');
    expect(after.text).to.include('Visa ending 4242').and.to.include('Since 18 Nov 2026, 11:00');
    expect(await paymentMethodOf(clara.id)).to.include({ label: 'Visa ending 4242' });
  });

  it('is kept once, however often the browser comes back', async () => {
    await add(clara);
    const setup = (await MethodSetup.findOne({ where: { clientId: clara.id } }))!;
    const payments = w.outside.payments;
    const now = w.outside.clock.now();
    await Promise.all([1, 2, 3].map(() => finishMethod(payments, setup.id, clara.id, now)));
    expect(await ClientMethod.count({ where: { clientId: clara.id } })).to.equal(1);
  });

  it('is not there when the client comes back without having chosen', async () => {
    const page = pathOf((await clara.post('/payment-method/setups')).headers['location']);
    const setup = (await MethodSetup.findOne({ where: { clientId: clara.id } }))!;
    const back = await clara.get(`/payment-method/setups/${setup.id}`);
    expect(back.headers['set-cookie']!.toString()).to.include('said=method-not-added');
    expect((await clara.post(page, { card: 'gold' })).status).to.equal(422);
    expect(await paymentMethodOf(clara.id)).to.equal(null);
  });

  it('is only one’s own to add, on either page', async () => {
    const page = pathOf((await clara.post('/payment-method/setups')).headers['location']);
    expect((await w.carla.get(page)).status).to.equal(404);
    expect((await w.carla.post(page, { card: 'pays' })).status).to.equal(404);
    const { id } = (await MethodSetup.findOne({ where: { clientId: clara.id } }))!;
    expect((await w.carla.get(`/payment-method/setups/${id}`)).status).to.equal(404);
    expect((await w.felix.post('/payment-method/setups')).status).to.equal(403);
  });

  it('is replaced by another, and the one before stays in the history', async () => {
    await add(clara);
    w.outside.clock.advance(3600);
    const page = await add(clara, 'no-funds');
    expect(await paymentMethodOf(clara.id)).to.include({ label: 'Visa ending 9995' });
    expect((page as unknown as { text: string }).text)
      .to.include('Before')
      .and.to.include('18 Nov 2026, 11:00 – 18 Nov 2026, 12:00');
    const history = await Event.findAll({ where: { actorId: clara.id }, order: [['id', 'ASC']] });
    expect(history.map(({ kind, facts }) => [kind, facts['label']])).to.deep.equal([
      ['method.added', 'Visa ending 4242'],
      ['method.added', 'Visa ending 9995'],
    ]);
  });

  it('is one, when two are finished at once', async () => {
    const pages = [await clara.post('/payment-method/setups'), await clara.post('/payment-method/setups')];
    const backs = await Promise.all(
      pages.map(
        async ({ headers }) => (await clara.post(pathOf(headers['location']), { card: 'pays' })).headers['location'],
      ),
    );
    await Promise.all(backs.map(back => clara.get(pathOf(back))));
    expect(await ClientMethod.count({ where: { currentFor: clara.id } })).to.equal(1);
    expect(await ClientMethod.count({ where: { clientId: clara.id } })).to.equal(2);
  });

  it('is there also when the browser was closed: the provider says so', async () => {
    const page = pathOf((await clara.post('/payment-method/setups')).headers['location']);
    await clara.post(page, { card: 'pays' });
    const setup = (await MethodSetup.findOne({ where: { clientId: clara.id } }))!;
    const now = w.outside.clock.now();
    const event = { about: 'method', key: `method:${setup.id}`, state: 'paid', reference: setup.session! } as const;
    expect(await heardFromPayments({ id: `evt-${setup.id}`, ...event }, now)).to.equal('handled');
    expect(await finishHeardMethods(w.outside.payments, now)).to.equal(1);
    expect(await finishHeardMethods(w.outside.payments, now)).to.equal(0);
    expect(await paymentMethodOf(clara.id)).to.include({ label: 'Visa ending 4242' });
  });

  it('cannot be begun without end', async () => {
    for (let tries = 0; tries < 20; tries++) await clara.post('/payment-method/setups');
    const refused = await clara.post('/payment-method/setups');
    expect(refused.status).to.equal(429);
    expect(refused.text).to.include('You have begun this very often.');
  });

  describe('is removed', () => {
    const remove = (client: Person): Test => client.post('/payment-method/removal');

    it('when nothing is left to charge, and a day later the provider forgets it', async () => {
      await add(clara);
      expect((await clara.get('/payment-method')).text).to.include('Remove Visa ending 4242');
      expect((await remove(clara)).status).to.equal(303);
      expect(await paymentMethodOf(clara.id)).to.equal(null);
      const forgotten: string[] = [];
      const payments: Payments = {
        ...w.outside.payments,
        forgetMethod: ({ method }) => Promise.resolve(void forgotten.push(method)),
      };
      const { method } = (await ClientMethod.findOne({ where: { clientId: clara.id } }))!;
      await forgetMethods(payments, w.outside.clock.now());
      expect(forgotten).not.to.include(method);
      w.outside.clock.advance(86_400);
      await forgetMethods(payments, w.outside.clock.now());
      await forgetMethods(payments, w.outside.clock.now());
      expect(forgotten.filter(one => one === method)).to.have.length(1);
      expect((await remove(clara)).text).to.include('There is no payment method to remove.');
    });

    it('not while a contract runs: the page says why, and offers to replace it', async () => {
      const words = 'A contract of yours is not ended';
      const page = await w.carla.get('/payment-method');
      expect(page.text).to.include(words).and.to.include('Replace it').and.not.to.include('payment-method/removal');
      const refused = await remove(w.carla);
      expect(refused.status).to.equal(409);
      expect(refused.text).to.include(words);
      expect(await paymentMethodOf(w.carla.id)).not.to.equal(null);
    });

    it('not before the last week of an ended contract is charged', async () => {
      await endContract(w.contract.id, w.carla, w.outside.clock.now());
      expect((await remove(w.carla)).text).to.include('is charged on Tuesday 12:00 UTC after it');
      w.outside.clock.set('2026-11-24T11:59:59Z');
      expect((await remove(w.carla)).status).to.equal(409);
      w.outside.clock.set('2026-11-24T12:00:00Z');
      expect((await remove(w.carla)).status).to.equal(303);
    });

    it('not while a charge has failed', async () => {
      await endContract(w.contract.id, w.carla, w.outside.clock.now());
      await Contract.update({ paymentProblemSince: w.outside.clock.now() }, { where: { id: w.contract.id } });
      w.outside.clock.set('2026-11-24T12:00:00Z');
      expect((await remove(w.carla)).text).to.include('An invoice of yours is not paid yet.');
    });

    it('or an offer is accepted, never both at once', async () => {
      await add(clara);
      const offers = await Promise.all([1, 2, 3].map(() => offerOf(clara)));
      const answers = await Promise.all([...offers.map(accept), remove(clara), ...offers.map(accept)]);
      const removed = (await paymentMethodOf(clara.id)) === null;
      const accepted = await Contract.count({ where: { clientId: clara.id, state: 'active' } });
      expect(answers.map(({ status }) => status).filter(status => status >= 500)).to.deep.equal([]);
      if (removed) expect(accepted).to.equal(0);
      else expect(accepted).to.equal(3);
    });
  });

  const offerOf = async (client: Person): Promise<number> => {
    const fields = { title: 'Search page', email: w.felix.email, rate: '40', weeklyLimit: '10', evidence: 'full' };
    const made = await client.post('/contracts', { ...fields, projectCodes: '' });
    return Number(made.headers['location']!.split('/').at(-1));
  };
  const accept = (id: number): Test => w.felix.post(`/contracts/${id}/acceptance`);

  describe('is missing when an offer is made:', () => {
    const wished = (): Promise<number> => Notice.count({ where: { userId: clara.id, kind: 'method.wanted' } });
    let id: number;
    beforeEach(async () => {
      id = await offerOf(clara);
    });

    it('the client reads so with a link, the freelancer reads why to wait', async () => {
      const offering = (await clara.get('/contracts/new')).text;
      expect(offering).to.include('You have no payment method yet.').and.to.include('href="/payment-method"');
      expect((await clara.post('/contracts', {})).text).to.include('You have no payment method yet.');
      expect((await w.carla.get('/contracts/new')).text).not.to.include('no payment method');
      const hers = (await clara.get(`/contracts/${id}`)).text;
      expect(hers).to.include('You have no payment method yet.').and.to.include('href="/payment-method"');
      const his = (await w.felix.get(`/contracts/${id}`)).text;
      expect(his).to.include('Clara has not added a payment method yet').and.not.to.include('Accept the contract');
      expect((await w.carla.get(`/contracts/${w.contract.id}`)).text).not.to.include('no payment method yet');
    });

    it('the freelancer cannot accept, and the client is told once a day that he wants to', async () => {
      const refused = await accept(id);
      expect(refused.status).to.equal(409);
      expect(refused.text).to.include('Your client has not added a payment method yet.');
      await Promise.all([accept(id), accept(id), w.felix.post(`/contracts/${id}/payment-method-wish`)]);
      expect(await wished()).to.equal(1);
      w.outside.clock.advance(86_400);
      expect((await w.felix.post(`/contracts/${id}/payment-method-wish`)).status).to.equal(303);
      expect(await wished()).to.equal(2);
      expect((await clara.get('/notices')).text).to.include('Felix wants to start “Search page”');
      expect((await Contract.findByPk(id))!.state).to.equal('offered');
      expect((await w.stan.post(`/contracts/${id}/payment-method-wish`)).status).to.equal(404);
    });

    it('as soon as it is there the freelancer is told, and can accept', async () => {
      await add(clara);
      const told = { userId: w.felix.id, kind: 'method.added', contractId: id };
      expect(await Notice.count({ where: told })).to.equal(1);
      await add(clara, 'late');
      expect(await Notice.count({ where: told }), 'replacing it tells nobody').to.equal(1);
      expect((await w.felix.get(`/contracts/${id}`)).text).to.include('Accept the contract');
      expect((await accept(id)).status).to.equal(303);
      expect((await Contract.findByPk(id))!.state).to.equal('active');
    });

    it('the freelancer can still say no', async () => {
      expect((await w.felix.post(`/contracts/${id}/refusal`)).status).to.equal(303);
    });
  });

  describe('of real money', () => {
    let stripe: StripeDouble;
    let ask: (method: 'get' | 'post', path: string) => Test;
    beforeEach(async () => {
      stripe = await StripeDouble.open();
      const app = createApp({ ...w.outside, payments: stripePayments(stripe.settings, w.outside.clock) }, config);
      ask = (method, path) => request(app)[method](path).set('Cookie', clara.cookie).set('Origin', ORIGIN);
    });
    afterEach(() => stripe.close());

    it('is typed on Stripe’s page; ours has no play money, and its forms may lead there and nowhere else', async () => {
      const page = await ask('get', '/payment-method');
      expect(page.text).not.to.include('lay money').and.not.to.include('andbox');
      expect(page.text).to.include('You type the card on a page of Stripe’s');
      expect(page.headers['content-security-policy']).to.include(
        "form-action 'self' https://checkout.stripe.com https://connect.stripe.com;",
      );
      const started = await ask('post', '/payment-method/setups');
      expect(started.headers['location']).to.match(/^https:\/\/checkout\.stripe\.com\//);
      const { id, session } = (await MethodSetup.findOne({ where: { clientId: clara.id } }))!;
      const asked = stripe.posts('/v1/checkout/sessions')[0]!;
      expect(asked.params['success_url']).to.equal(`${config.publicUrl}/payment-method/setups/${id}`);
      expect((await ask('get', `/sandbox/setups/${session!}`)).status).to.equal(404);
      stripe.desk.finish(session!, 'pays', '1881');
      await ask('get', `/payment-method/setups/${id}`);
      expect((await ask('get', '/payment-method')).text).to.include('Visa ending 1881');
    });

    it('is not begun while Stripe does not answer: the page says so, the log says why', async () => {
      stripe.dropBefore = 2;
      const refused = await ask('post', '/payment-method/setups');
      expect(refused.status).to.equal(503);
      expect(refused.text).to.include('The payment provider does not answer.');
      expect(w.outside.complaints.join()).to.include('StripeConnectionError');
    });
  });
});
