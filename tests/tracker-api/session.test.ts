import { expect } from 'chai';
import request from 'supertest';
import { blockKept, handOver, PROTOCOL, PROTOCOL_HEADER, refusal, signedIn, state } from '../../src/wire/tracker.ts';
import { codeNow, secure } from '../support/second-factor.ts';
import { signInTracker, trackerWith, type TestTracker } from '../support/tracker.ts';
import { PASSWORD, world, type World } from '../support/world.ts';

describe('The tracker’s session', () => {
  let w: World;
  let tracker: TestTracker;
  beforeEach(async () => {
    w = await world();
    tracker = await signInTracker(w.app, w.felix.email, 'Impact Time on studio (Linux)');
  });
  const path = (url: string): string => new URL(url).pathname;
  const cookieIn = (answer: request.Response): string =>
    ((answer.headers['set-cookie'] ?? []) as unknown as string[])
      .filter(cookie => cookie.startsWith('session='))
      .at(-1)!
      .split(';')[0]!;

  it('begins with e-mail and password, and every answer is what the wire says it is', async () => {
    const answer = await request(w.app)
      .post('/tracker-api/session')
      .send({ email: w.felix.email, password: PASSWORD, device: 'D' });
    expect(signedIn.parse(answer.body).person).to.deep.equal({
      id: w.felix.id,
      name: 'Felix',
      email: w.felix.email,
      timeZone: 'Europe/Vienna',
    });
    const now = state.parse((await tracker.call('get', '/state')).body);
    expect(now.serverTime).to.equal(w.outside.clock.now().toISOString());
    expect(now.contracts).to.have.lengthOf(1);
    expect(now.contracts[0]).to.deep.include({
      title: 'Online shop',
      client: 'Carla',
      rateCents: 4000,
      todaySeconds: 0,
      weekSeconds: 0,
    });
    expect(now.contracts[0]?.projectCodes.map(({ code }) => code)).to.deep.equal(['SHOP-1', 'SHOP-2']);
    expect(refusal.parse((await request(w.app).get('/tracker-api/nowhere')).body).error.code).to.equal('not-signed-in');
    expect(refusal.parse((await tracker.call('get', '/nowhere')).body).error.code).to.equal('not-found');
  });

  it('adds up today in the person’s zone and the week in UTC', async () => {
    w.outside.clock.set('2026-11-18T11:00:00Z');
    const sent = await tracker.send(w.contract.id, '2026-11-18T10:40:00Z');
    blockKept.parse(sent.body);
    const now = state.parse((await tracker.call('get', '/state')).body);
    expect([now.contracts[0]?.todaySeconds, now.contracts[0]?.weekSeconds, now.weekStartsAt]).to.deep.equal([
      600,
      600,
      '2026-11-16T00:00:00.000Z',
    ]);
  });

  it('is for freelancers: a client is told where to go', async () => {
    const answer = await request(w.app)
      .post('/tracker-api/session')
      .send({ email: w.carla.email, password: PASSWORD, device: 'D' });
    expect([answer.status, refusal.parse(answer.body).error.code]).to.deep.equal([403, 'not-a-freelancer']);
  });

  it('asks a tracker that is too old to update', async () => {
    const answer = await request(w.app)
      .get('/tracker-api/state')
      .set(PROTOCOL_HEADER, String(PROTOCOL - 1));
    expect([answer.status, refusal.parse(answer.body).error.code]).to.deep.equal([426, 'tracker-too-old']);
  });

  it('may be used from any origin, and never with a cookie', async () => {
    const asked = await request(w.app).options('/tracker-api/blocks/x').set('Origin', 'http://127.0.0.1:41234');
    expect([
      asked.status,
      asked.headers['access-control-allow-origin'],
      asked.headers['access-control-allow-credentials'],
    ]).to.deep.equal([204, '*', undefined]);
    expect((await request(w.app).get('/tracker-api/state').set('Cookie', `session=${tracker.token}`)).status).to.equal(
      401,
    );
  });

  it('opens no page: a tracker’s secret as a cookie signs nobody in', async () => {
    const answer = await request(w.app).get('/profile').set('Cookie', `session=${tracker.token}`);
    expect(answer.headers['location']).to.equal('/sign-in?next=%2Fprofile');
  });

  it('ends when it is signed out, or ended on the profile', async () => {
    expect((await w.felix.get('/profile')).text).to.include('Impact Time on studio (Linux)');
    expect((await tracker.call('delete', '/session')).status).to.equal(200);
    expect((await tracker.call('get', '/state')).status).to.equal(401);
  });

  it('lives fourteen days without use and ninety at most', async () => {
    for (let days = 0; days < 78; days += 13) {
      w.outside.clock.advance(13 * 86_400);
      expect((await tracker.call('get', '/state')).status).to.equal(200);
    }
    w.outside.clock.advance(12 * 86_400);
    expect((await tracker.call('get', '/state')).status).to.equal(401);
  });

  it('hands over to a browser once, within a minute', async () => {
    const offered = await tracker.call('post', '/hand-over', { contractId: w.contract.id });
    const { url, expiresAt } = handOver.parse(offered.body);
    expect(Date.parse(expiresAt) - w.outside.clock.now().getTime()).to.equal(60_000);
    const [first, second] = await Promise.all([w.nobody.get(path(url)), w.nobody.get(path(url))]);
    const taken = first.headers['location'] === `/contracts/${w.contract.id}/diary` ? first : second;
    expect([first.status, second.status].sort()).to.deep.equal([303, 404]);
    expect((await request(w.app).get('/my-jobs').set('Cookie', cookieIn(taken))).text).to.include('Felix');
    const late = handOver.parse((await tracker.call('post', '/hand-over', {})).body);
    w.outside.clock.advance(61);
    expect((await w.nobody.get(path(late.url))).status).to.equal(404);
  });

  it('takes the browser it opened with it when it ends', async () => {
    const { url } = handOver.parse((await tracker.call('post', '/hand-over', {})).body);
    const cookie = cookieIn(await w.nobody.get(path(url)));
    expect((await request(w.app).get('/profile').set('Cookie', cookie)).status).to.equal(200);
    await tracker.call('delete', '/session');
    expect((await request(w.app).get('/profile').set('Cookie', cookie)).status).to.equal(303);
  });

  it('does not sign somebody else out of a browser without asking', async () => {
    const { url } = handOver.parse((await tracker.call('post', '/hand-over', {})).body);
    const asked = await w.carla.get(path(url));
    expect([asked.status, asked.text.includes('Continue as Felix')]).to.deep.equal([200, true]);
    expect((await w.carla.get('/profile')).status).to.equal(200);
    expect((await w.carla.post(path(url))).headers['location']).to.equal('/my-jobs');
    expect((await w.carla.get('/profile')).status).to.equal(303);
  });

  it('takes a code for somebody with an authenticator, and says when one is missing', async () => {
    await secure(w.felix.id, w.outside.clock.now());
    const signIn = (code?: string) =>
      request(w.app)
        .post('/tracker-api/session')
        .send({ email: w.felix.email, password: PASSWORD, device: 'D', ...(code !== undefined && { code }) });
    const answers = [await signIn(), await signIn('000000'), await signIn(codeNow(w)), await signIn(codeNow(w))];
    const said = answers.map(({ status, body }) => {
      const refused = refusal.safeParse(body);
      return [status, refused.success ? refused.data.error.code : 'in'];
    });
    expect(said).to.deep.equal([
      [401, 'second-factor-needed'],
      [422, 'wrong-code'],
      [201, 'in'],
      [422, 'code-used'],
    ]);
    const wrong = await request(w.app)
      .post('/tracker-api/session')
      .send({ email: w.felix.email, password: 'not it', device: 'D' });
    expect(refusal.parse(wrong.body).error.code).to.equal('wrong-credentials');
  });

  it('with a made-up token is none', async () => {
    for (const token of ['', 'x', 'a'.repeat(40), `${tracker.token}x`, '0']) {
      expect((await trackerWith(w.app, token).call('get', '/state')).status, token).to.equal(401);
    }
  });
});
