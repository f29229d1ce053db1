import type { Express } from 'express';
import { expect } from 'chai';
import request, { type Response } from 'supertest';
import { createApp } from '../../src/app.ts';
import { heardFromPayments } from '../../src/billing/hear-payment.ts';
import { HeardEvent } from '../../src/billing/payment-event-model.ts';
import { MethodSetup } from '../../src/billing/payment-method-setup-model.ts';
import { config } from '../../src/config.ts';
import { deliverSandboxEvents } from '../../src/outside/sandbox-book.ts';
import { stripePayments } from '../../src/outside/stripe-payments.ts';
import type { PaymentEvent, PaymentMethod, Payments } from '../../src/outside/payments.ts';
import { StripeDouble } from '../support/stripe-double.ts';
import { world, type World } from '../support/world.ts';

describe('What the payment provider tells by itself', () => {
  let w: World;
  let stripe: StripeDouble;
  let payments: Payments;
  let app: Express;
  let setup: MethodSetup;

  beforeEach(async () => {
    w = await world();
    stripe = await StripeDouble.open();
    payments = stripePayments(stripe.settings, w.outside.clock);
    app = createApp({ ...w.outside, payments }, config);
    setup = await MethodSetup.create({ clientId: w.carla.id, startedAt: w.outside.clock.now() });
  });
  afterEach(() => stripe.close());

  /** Carla adds a card at Stripe. Its numbers begin anew in each test, the database's do not. */
  async function added(): Promise<{ method: PaymentMethod; event: { id: string } }> {
    const payer = { id: w.carla.id, email: w.carla.email, name: w.carla.name, customer: null };
    const { session } = await payments.startMethod(payer, 'https://time.example/', `method:${setup.id}`);
    stripe.desk.finish(session, 'pays');
    const event = { ...stripe.event('checkout.session.completed'), id: `evt_${setup.id}` };
    return { method: (await payments.finishMethod(session))!, event };
  }
  const send = (event: object, changes: { at?: Date; secret?: string; body?: string } = {}): Promise<Response> => {
    const { body, signature } = stripe.webhook(event, changes.at ?? w.outside.clock.now(), changes.secret);
    const sent = request(app).post('/webhooks/stripe').set('Stripe-Signature', signature);
    return sent.set('Content-Type', 'application/json; charset=utf-8').send(changes.body ?? body);
  };
  const heard = (eventId: string): Promise<number> => HeardEvent.count({ where: { eventId } });

  it('is taken in without a session or an origin, because it is signed', async () => {
    const { event } = await added();
    const { status, text } = await send(event);
    expect([status, text]).to.deep.equal([200, 'Heard.']);
    expect((await MethodSetup.findByPk(setup.id))!.heardAt).to.deep.equal(w.outside.clock.now());
  });

  it('is refused with 400 when the signature is forged, missing, of other bytes, or old', async () => {
    const { event } = await added();
    const old = new Date(w.outside.clock.now().getTime() - 301_000);
    const answers = [
      await send(event, { secret: 'whsec_forged' }),
      await send(event, { body: '{}' }),
      await send(event, { at: old }),
      await request(app).post('/webhooks/stripe').send({ hello: 'there' }),
      await request(app).post('/webhooks/stripe'),
    ];
    expect(answers.map(({ status }) => status)).to.deep.equal([400, 400, 400, 400, 400]);
    expect(await heard(event.id)).to.equal(0);
  });

  it('is taken in and passed over when it is of a sort that does not concern us', async () => {
    const { event } = await added();
    expect((await send({ ...event, type: 'customer.updated' })).status).to.equal(200);
    expect(await heard(event.id)).to.equal(0);
  });

  it('has its effect once, though it comes often and at once', async () => {
    const { event } = await added();
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(event)));
    expect(answers.map(({ status }) => status)).to.deep.equal(Array(8).fill(200));
    expect(await heard(event.id)).to.equal(1);
  });

  it('is kept, and told in the log, when it is about no act of ours', async () => {
    const { method } = await added();
    const charge = { key: 'elsewhere:1', method, amount: 100, currency: 'USD', about: 'Something' } as const;
    await payments.charge(charge);
    const event = { ...stripe.event('payment_intent.succeeded'), id: `evt_${setup.id}_other` };
    expect((await send(event)).status).to.equal(200);
    expect(await heard(event.id)).to.equal(1);
    expect(w.outside.complaints.join()).to.include('no act of ours');
  });

  it('may be at most 256 kB', async () => {
    const { event } = await added();
    expect((await send({ ...event, padding: 'x'.repeat(300_000) })).status).to.equal(413);
  });

  it('is not known to a server that plays with play money', async () => {
    const { event } = await added();
    const { body, signature } = stripe.webhook(event, w.outside.clock.now());
    const sent = request(w.app).post('/webhooks/stripe').set('Stripe-Signature', signature);
    expect((await sent.type('json').send(body)).status).to.equal(400);
  });

  it('is forgotten with its effect when the effect fails, so that it can be told again', async () => {
    const event: PaymentEvent = {
      ...{ id: `evt-${setup.id}-broken`, about: 'charge', key: 'charge:999999999:1', state: 'paid' },
      reference: 'pi_1',
    };
    let failed = false;
    await heardFromPayments(event, w.outside.clock.now()).catch(() => (failed = true));
    expect(failed, 'there is no such invoice').to.equal(true);
    expect(await heard(event.id)).to.equal(0);
  });

  it('comes from play money through the same door', async () => {
    const now = w.outside.clock.now();
    const method = { customer: 'sandbox-customer-1', method: `sandbox-${setup.id}:twice`, label: 'Mastercard' };
    const charge = { key: `elsewhere:${setup.id}`, method, amount: 100, currency: 'USD', about: 'Something' } as const;
    expect(await w.outside.payments.charge(charge)).to.include({ state: 'paid' });
    await deliverSandboxEvents(heardFromPayments, now);
    expect(await HeardEvent.count({ where: { actKey: charge.key } })).to.equal(2);
    await w.outside.payments.charge({
      ...charge,
      key: `${charge.key}-early`,
      method: { ...method, method: `sandbox-${setup.id}:event-first` },
    });
    const early = { where: { actKey: `${charge.key}-early` } };
    expect(await HeardEvent.count(early), 'heard before the answer').to.equal(1);
    await deliverSandboxEvents(heardFromPayments, now);
    expect(await HeardEvent.count(early), 'delivered again').to.equal(1);
  });
});
