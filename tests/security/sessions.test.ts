/** Sessions that somebody would like to have, keep or bring along. */
import { expect } from 'chai';
import request, { type Response } from 'supertest';
import { Session } from '../../src/accounts/session-model.ts';
import { suspendPerson } from '../../src/admin/suspend-person.ts';
import { createApp } from '../../src/app.ts';
import { config } from '../../src/config.ts';
import { codeNow, secure } from '../support/second-factor.ts';
import { signInTracker } from '../support/tracker.ts';
import { ORIGIN, PASSWORD, world, type Person, type World } from '../support/world.ts';
import { forgetAttempts } from './doors.ts';

const NEXT_PASSWORD = 'a brand new one 7';
const secretOf = (cookie: string): string => cookie.split('=')[1]!;
const cookiesOf = ({ headers }: Response): string[] =>
  (headers as unknown as Record<string, string[] | undefined>)['set-cookie'] ?? [];
const sessionOf = (answer: Response): string =>
  cookiesOf(answer)
    .filter(cookie => cookie.startsWith('session='))
    .at(-1)!
    .split(';')[0]!;

describe('A session', () => {
  let w: World;
  after(forgetAttempts);
  beforeEach(async () => {
    await forgetAttempts();
    w = await world();
  });

  const browser = (cookie: string) => ({
    post: (path: string, fields: Record<string, string> = {}) =>
      request(w.app).post(path).set({ Cookie: cookie, Origin: ORIGIN }).type('form').send(fields),
  });
  const opens = async (cookie: string): Promise<boolean> =>
    (await request(w.app).get('/profile').set('Cookie', cookie)).status === 200;
  const enter = (person: Person, cookie = ''): Promise<Response> =>
    browser(cookie).post('/sign-in', { email: person.email, password: PASSWORD });

  it('is never one that somebody brought along: a planted cookie is not taken over', async () => {
    const planted = `session=${'a'.repeat(40)}`;
    const answer = await enter(w.felix, planted);
    expect(sessionOf(answer)).not.to.equal(planted);
    expect(await opens(planted)).to.equal(false);
    // Of somebody who is really signed in, to see what the victim does in one's own account.
    const after = await enter(w.felix, w.stan.cookie);
    expect(sessionOf(after)).not.to.equal(w.stan.cookie);
    expect((await request(w.app).get('/profile').set('Cookie', sessionOf(after))).text).to.include('Felix');
    expect(await opens(w.stan.cookie), 'what came along is worth nothing any more').to.equal(false);
  });

  it('is not chosen among several by where it stands: an unknown one beside it signs nobody in', async () => {
    const planted = `session=${'b'.repeat(40)}`;
    expect(await opens(`${planted}; ${w.felix.cookie}`)).to.equal(false);
    expect(await opens(`theme=dark; ${w.felix.cookie}; a=b`)).to.equal(true);
    expect(await opens(`unsession=${secretOf(w.felix.cookie)}`)).to.equal(false);
  });

  it('has a secret of at least 128 bits that is never the same, and is told to the browser alone', async () => {
    const secrets: string[] = [];
    for (let i = 0; i < 5; i++) {
      const answer = await enter(w.felix);
      secrets.push(secretOf(sessionOf(answer)));
      expect(answer.text).not.to.include(secrets.at(-1));
      expect(String(answer.headers['location'])).not.to.include(secrets.at(-1));
    }
    expect(new Set(secrets).size).to.equal(5);
    // 40 letters of 36, of which Lucia fills 25 bytes.
    for (const secret of secrets) expect(secret).to.match(/^[a-z0-9]{40}$/);
    expect((await w.felix.get('/profile')).text).not.to.include(secretOf(w.felix.cookie));
  });

  const ends: [why: string, end: () => PromiseLike<unknown>][] = [
    ['its owner signed out', () => w.felix.post('/sign-out')],
    [
      'its owner changed the password elsewhere',
      async () => {
        const other = browser(sessionOf(await enter(w.felix)));
        await other.post('/profile/password', { currentPassword: PASSWORD, newPassword: NEXT_PASSWORD });
      },
    ],
    [
      'its owner chose a new password by mail',
      async () => {
        await w.nobody.post('/forgotten-password', { email: w.felix.email });
        const [, link] = /http:\/\/[^/]+(\/\S+)/.exec((await w.outside.letter(0)).text)!;
        expect((await w.nobody.post(link!, { password: NEXT_PASSWORD })).status).to.equal(303);
      },
    ],
    [
      'its owner ended it in the list',
      async () => {
        const { id } = await Session.findOne({ where: { userId: w.felix.id }, rejectOnEmpty: true });
        const other = browser(sessionOf(await enter(w.felix)));
        await other.post(`/profile/sessions/${id}/end`);
      },
    ],
    [
      'the account was suspended',
      () =>
        suspendPerson(
          w.felix.id,
          { reason: 'fraud', words: 'Somebody else works in this name' },
          w.ada,
          w.outside.clock.now(),
        ),
    ],
    ['its row is gone', () => Session.destroy({ where: { userId: w.felix.id } })],
  ];
  for (const [why, end] of ends) {
    it(`opens nothing any more when ${why}, however often the old cookie is sent`, async () => {
      const tracker = why.includes('suspended') ? await signInTracker(w.app, w.felix.email) : null;
      expect(await opens(w.felix.cookie)).to.equal(true);
      await end();
      for (let i = 0; i < 3; i++) {
        expect(await opens(w.felix.cookie)).to.equal(false);
        expect((await w.felix.post('/profile', { name: 'Replayed', timeZone: 'UTC' })).status).to.equal(303);
      }
      expect((await w.felix.get('/profile')).headers['location']).to.match(/^\/(sign-in\?|suspended$)/);
      if (tracker) expect((await tracker.call('get', '/state')).status).to.be.oneOf([401, 403]);
    });
  }

  it('is cleared away in the browser, with what it kept, when its owner signs out', async () => {
    const out = await w.felix.post('/sign-out');
    expect(out.headers['clear-site-data']).to.equal('"cache"');
    expect(cookiesOf(out).find(cookie => cookie.startsWith('session='))).to.match(/^session=; .*Max-Age=0/);
  });

  it('of a tracker opens no page, and that of a browser no door of the tracker', async () => {
    const { token } = await signInTracker(w.app, w.felix.email);
    expect(await opens(`session=${token}`)).to.equal(false);
    const asBearer = (secret: string) =>
      request(w.app).get('/tracker-api/state').set('Authorization', `Bearer ${secret}`);
    expect((await asBearer(token)).status).to.equal(200);
    expect((await asBearer(secretOf(w.felix.cookie))).status).to.equal(401);
    expect((await request(w.app).get('/tracker-api/state').set('Cookie', w.felix.cookie)).status).to.equal(401);
    const both = await request(w.app).get('/profile').set('Authorization', `Bearer ${token}`);
    expect(both.status).to.equal(303);
  });

  it('handed over by a tracker ends with the tracker’s, and its address works once', async () => {
    const tracker = await signInTracker(w.app, w.felix.email);
    const { body } = await tracker.call('post', '/hand-over', {});
    const path = new URL((body as { url: string }).url).pathname;
    const taken = await Promise.all([1, 2, 3].map(() => w.nobody.get(path)));
    const entered = taken.filter(answer => cookiesOf(answer).some(cookie => /^session=[a-z0-9]{40}/.test(cookie)));
    expect(entered).to.have.lengthOf(1);
    expect(await opens(sessionOf(entered[0]!))).to.equal(true);
    await tracker.call('delete', '/session');
    expect(await opens(sessionOf(entered[0]!))).to.equal(false);
  });

  it('does not begin half way: between password and code there is none', async () => {
    await secure(w.felix.id, w.outside.clock.now());
    const half = await enter(w.felix);
    expect(cookiesOf(half).some(cookie => /^session=[a-z0-9]{40}/.test(cookie))).to.equal(false);
    const path = String(half.headers['location']);
    const whole = await w.nobody.post(path.split('?')[0]!, { code: codeNow(w) });
    expect(await opens(sessionOf(whole))).to.equal(true);
    expect(
      (await w.nobody.post(path.split('?')[0]!, { code: codeNow(w, 30) })).headers['location'],
      'a second time',
    ).to.equal('/sign-in');
  });

  it('by https has a name that only this host can set, and is sent by https alone', async () => {
    const https = createApp(w.outside, { ...config, publicUrl: 'https://time.example', trustProxy: 1 });
    const answer = await request(https)
      .post('/sign-in')
      .set({ Origin: 'https://time.example', 'X-Forwarded-Proto': 'https' })
      .type('form')
      .send({ email: w.felix.email, password: PASSWORD });
    expect(cookiesOf(answer).at(-1)).to.match(
      /^__Host-session=[a-z0-9]{40}; HttpOnly; Max-Age=\d+; Path=\/; SameSite=Lax; Secure$/,
    );
    const plain = await request(https).get('/profile').set({ Cookie: w.felix.cookie, 'X-Forwarded-Proto': 'https' });
    expect(plain.status, 'the name without the prefix is nobody’s').to.equal(303);
    const foreign = await request(https)
      .post('/sign-in')
      .set({ Origin: ORIGIN, 'X-Forwarded-Proto': 'https' })
      .type('form')
      .send({});
    expect(foreign.status).to.equal(403);
  });
});
