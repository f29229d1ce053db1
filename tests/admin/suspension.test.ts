import { expect } from 'chai';
import type { Router } from 'express';
import { Session } from '../../src/accounts/session-model.ts';
import { User } from '../../src/accounts/user-model.ts';
import { acceptOffer } from '../../src/contracts/answer-offer.ts';
import { Event } from '../../src/events/event-model.ts';
import { Payout } from '../../src/billing/payout-model.ts';
import { accountsOf, invoiceOf, payWith, tickMoney, WEEK, work } from '../support/money.ts';
import { codeNow, secure, tireOf } from '../support/second-factor.ts';
import { signInTracker } from '../support/tracker.ts';
import { PASSWORD, world, type Person, type World } from '../support/world.ts';

type Layer = { route?: { path: string; methods: Record<string, boolean> }; handle: { stack?: Layer[] } };
const routes = (method: 'get' | 'post', stack: Layer[]): string[] =>
  stack.flatMap(({ route, handle }) => {
    if (route) return typeof route.path === 'string' && route.methods[method] ? [route.path] : [];
    return handle.stack ? routes(method, handle.stack) : [];
  });

const WHY = { reason: 'fraud', words: 'Two reports about the same pictures.' };
const suspend = (w: World, person: Person, by = w.ada) => by.post(`/admin/people/${person.id}/suspension`, WHY);
const lift = (w: World, person: Person) =>
  w.ada.post(`/admin/people/${person.id}/suspension/end`, { words: 'The reports were wrong.' });

describe('A suspended account', () => {
  let w: World;
  beforeEach(async () => {
    w = await world();
  });

  it('opens nothing from the next request on: no page, no act, on any route', async () => {
    const { stack } = (w.app as unknown as { router: Router & { stack: Layer[] } }).router;
    const address = (path: string): string =>
      path.replace(':id', String(w.contract.id)).replace(':day', '2026-11-18').replace(/:\w+/g, '1');
    const before = [];
    for (const path of routes('get', stack)) {
      const { status, headers } = await w.felix.get(address(path));
      const { status: alone, headers: theirs } = await w.nobody.get(address(path));
      // Pages that answer everybody alike are not his.
      if (status !== alone || headers['location'] !== theirs['location']) before.push(path);
    }
    expect(before.length).to.be.above(40);
    expect((await suspend(w, w.felix)).status).to.equal(303);
    for (const path of before) {
      const felix = await w.felix.get(address(path));
      const nobody = await w.nobody.get(address(path));
      expect(felix.status, path).to.equal(nobody.status);
      expect(felix.text ?? '', path).not.to.include(w.felix.email);
    }
    for (const path of routes('post', stack).filter(
      one => one.startsWith('/contracts') || one.startsWith('/profile'),
    )) {
      expect((await w.felix.post(address(path))).headers['location'], path).to.equal('/suspended');
    }
  });

  it('says so in plain words, to whoever was signed in and to whoever signs in', async () => {
    await suspend(w, w.felix);
    const page = await w.felix.get('/suspended');
    expect(page.text).to.include('time or payments that we believe are not honest').and.not.to.include(WHY.words);
    const signIn = await w.nobody.post('/sign-in', { email: w.felix.email, password: PASSWORD });
    expect([signIn.status, signIn.text.includes('Your account is suspended because of')]).to.deep.equal([403, true]);
    const wrong = await w.nobody.post('/sign-in', { email: w.felix.email, password: 'not it at all' });
    expect([wrong.status, wrong.text.includes('suspended')]).to.deep.equal([401, false]);
  });

  it('is told to its tracker, which keeps everything, and takes nothing from it', async () => {
    w = await world({ now: '2026-11-18T08:00:00Z' });
    const tracker = await signInTracker(w.app, w.felix.email);
    await suspend(w, w.felix);
    const answers = [
      await tracker.call('get', '/state'),
      await tracker.send(w.contract.id, '2026-11-18T09:10:00Z'),
      await tracker.call('put', '/timer', { contractId: w.contract.id }),
      await tracker.call('post', '/hand-over', {}),
    ];
    for (const { status, body } of answers) {
      const { error } = body as { error: { code: string; message: string } };
      expect([status, error.code]).to.deep.equal([401, 'account-suspended']);
      expect(error.message).to.include('what you tracked stays on your computer');
    }
    await lift(w, w.felix);
    const after = (await tracker.call('get', '/state')).body as { error: { code: string } };
    expect(after.error.code).to.equal('not-signed-in');
    const again = await signInTracker(w.app, w.felix.email);
    w.outside.clock.set('2026-11-18T09:30:00Z');
    expect((await again.send(w.contract.id, '2026-11-18T09:10:00Z')).status).to.equal(200);
  });

  it('works again when the suspension is lifted, with a new sign-in', async () => {
    await suspend(w, w.felix);
    expect((await lift(w, w.felix)).status).to.equal(303);
    expect((await w.felix.get('/my-jobs')).headers['location']).to.match(/^\/sign-in/);
    expect((await w.nobody.post('/sign-in', { email: w.felix.email, password: PASSWORD })).status).to.equal(303);
  });

  it('cannot be got around with a link that was on its way', async () => {
    await w.nobody.post('/forgotten-password', { email: w.felix.email });
    const link = /http:\/\/[^/]+(\/\S+)/.exec((await w.outside.letter(0)).text)![1]!;
    await suspend(w, w.felix);
    expect((await w.nobody.post(link, { password: 'a brand new one' })).status).to.equal(422);
  });

  it('keeps a client’s offers from being accepted, and charges the client as always', async () => {
    const offer = await w.offer();
    await suspend(w, w.carla);
    const refused = await w.felix.post(`/contracts/${offer.id}/acceptance`);
    expect([refused.status, refused.text.includes('account of this client is suspended')]).to.deep.equal([409, true]);
    await lift(w, w.carla);
    const accepted = await acceptOffer(offer.id, w.felix, w.outside.clock.now());
    expect(accepted.state).to.equal('active');
  });
});

describe('Money of a suspended freelancer', () => {
  it('waits: no payout is made, and none that was made goes to the bank', async () => {
    const w = await world({ now: WEEK.monday });
    await payWith(w.carla, 'pays');
    await work(w, [{}, {}]);
    for (const at of [WEEK.closed, WEEK.charged, WEEK.reviewed]) await tickMoney(w, at);
    await w.comeBack();
    await suspend(w, w.felix);
    await tickMoney(w, WEEK.payday);
    const invoice = await invoiceOf(w.contract.id);
    expect(invoice.chargeState).to.equal('paid');
    expect(Object.keys(await accountsOf(invoice))).to.deep.equal(['freelancer']);
    await lift(w, w.felix);
    await tickMoney(w, '2026-12-02T12:05:00Z');
    expect(await Payout.count({ where: { freelancerId: w.felix.id } })).to.equal(1);
    await suspend(w, w.felix);
    const batch = await w.ada.get('/admin/payouts/2026-12-02');
    expect(batch.text).to.include('because the freelancer’s account is suspended');
  });
});

describe('Suspending', () => {
  let w: World;
  beforeEach(async () => {
    w = await world();
  });

  it('needs a reason in words, an admin, and a fresh code, and is in the audit log', async () => {
    const bare = await w.ada.post(`/admin/people/${w.felix.id}/suspension`, { words: 'short' });
    expect(bare.status).to.equal(422);
    expect(bare.text).to.include('Choose a reason.').and.to.include('at least 10 characters').and.to.include('short');
    for (const other of [w.carla, w.stan]) expect((await suspend(w, w.felix, other)).status).to.equal(403);
    await tireOf(w.ada.id, w.outside.clock.now());
    w.outside.clock.advance(3600);
    const asked = await suspend(w, w.felix);
    expect([asked.status, asked.text.includes(WHY.words)]).to.deep.equal([403, true]);
    expect((await User.findByPk(w.felix.id))?.suspendedAt).to.equal(null);
    const path = `/admin/people/${w.felix.id}/suspension`;
    expect((await w.ada.post(path, { ...WHY, 'step-up-code': codeNow(w) })).status).to.equal(303);
    const log = await w.amir.get(`/admin/audit?person=${w.felix.id}`);
    expect(log.text).to.include('Ada suspended Felix because of time or payments').and.to.include(WHY.words);
  });

  it('happens once when two admins do it at once', async () => {
    const both = await Promise.all([suspend(w, w.felix), suspend(w, w.felix, w.amir)]);
    expect(both.map(({ status }) => status).sort()).to.deep.equal([303, 409]);
    expect(both.find(({ status }) => status === 409)!.text).to.include('suspended already');
  });

  it('is nobody’s to do to himself; another admin may', async () => {
    expect((await suspend(w, w.ada)).status).to.equal(409);
    expect((await suspend(w, w.ada, w.amir)).status).to.equal(303);
    expect((await w.ada.get('/admin/people')).headers['location']).to.equal('/suspended');
  });
});

describe('Ending sessions and resetting a second factor', () => {
  it('signs somebody out everywhere, with a reason', async () => {
    const w = await world();
    const tracker = await signInTracker(w.app, w.felix.email);
    const words = 'He says his laptop was stolen.';
    expect((await w.ada.post(`/admin/people/${w.felix.id}/sessions/end`, { words })).status).to.equal(303);
    expect(await Session.count({ where: { userId: w.felix.id } })).to.equal(0);
    expect((await tracker.call('get', '/state')).status).to.equal(401);
    const [event] = await Event.findAll({ where: { kind: 'person.signed-out' }, order: [['id', 'DESC']], limit: 1 });
    expect(event!.facts).to.include({ name: 'Felix', sessions: 2, words });
  });

  it('opens the account to the password alone; an admin’s only to set up another authenticator; one’s own never', async () => {
    const w = await world();
    await secure(w.felix.id, w.outside.clock.now());
    const words = 'Phone and codes are lost; I called back.';
    const reset = (person: Person) => w.ada.post(`/admin/people/${person.id}/second-factor/reset`, { words });
    expect((await reset(w.felix)).status).to.equal(303);
    const signIn = await w.nobody.post('/sign-in', { email: w.felix.email, password: PASSWORD });
    expect(signIn.headers['location']).to.equal('/my-jobs');
    expect((await reset(w.ada)).status).to.equal(409);
    expect((await reset(w.amir)).status).to.equal(303);
    expect((await w.amir.get('/admin/people')).headers['location']).to.match(/^\/sign-in/);
  });
});
