import { expect } from 'chai';
import { Secret } from 'otpauth';
import request from 'supertest';
import { codeAt, newRecoveryCode, stepOf } from '../../src/accounts/one-time-code.ts';
import { RecoveryCode } from '../../src/accounts/recovery-code-model.ts';
import { needsCode, readCode, whatIsMissing } from '../../src/accounts/second-factor.ts';
import { SecondFactor } from '../../src/accounts/second-factor-model.ts';
import { sessionsOn } from '../../src/accounts/sessions.ts';
import { recoveryCodesLeft } from '../../src/accounts/set-up-second-factor.ts';
import { Event } from '../../src/events/event-model.ts';
import { codeNow, KEY, secure, tireOf } from '../support/second-factor.ts';
import { PASSWORD, world, type Person, type World } from '../support/world.ts';

const cookieOf = (headers: Record<string, unknown>): string =>
  ((headers['set-cookie'] ?? []) as string[])
    .filter(cookie => cookie.startsWith('session='))
    .at(-1)!
    .split(';')[0]!;
const keyOn = (html: string): string => /<p class="key">([A-Z2-7 ]+)<\/p>/.exec(html)![1]!.replaceAll(' ', '');
const codesOn = (html: string): string[] => [...html.matchAll(/<li>([a-z2-7-]{19})<\/li>/g)].map(([, code]) => code!);

describe('Codes of an authenticator', () => {
  // RFC 6238, appendix B, SHA-1: eight digits there, the last six of them here.
  const rfcKey = Secret.fromLatin1('12345678901234567890').base32;
  const vectors: [second: number, code: string][] = [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ];
  for (const [second, code] of vectors) {
    it(`are those of RFC 6238 at second ${second}`, () => {
      const at = new Date(second * 1000);
      expect([codeAt(rfcKey, at), stepOf(code, rfcKey, at)]).to.deep.equal([code, Math.floor(second / 30)]);
    });
  }

  it('count half a minute before and after, and no longer', () => {
    const at = new Date(1_234_567_890_000);
    const steps = [-60, -30, 0, 30, 60].map(away => stepOf(codeAt(KEY, new Date(at.getTime() + away * 1000)), KEY, at));
    expect(steps).to.deep.equal([null, 41_152_262, 41_152_263, 41_152_264, null]);
  });

  it('are read with spaces, and recovery codes with dashes and capitals', () => {
    expect(readCode(' 123 456 ')).to.deep.equal({ kind: 'code', code: '123456' });
    expect(readCode('ABCD-2345-efgh 67ab')).to.deep.equal({ kind: 'recovery', code: 'abcd2345efgh67ab' });
    for (const neither of ['', '12345', '1234567', 'abcd-2345', 'abcd-1345-efgh-67ab'])
      expect(readCode(neither), neither).to.equal(null);
    const made = Array.from({ length: 50 }, newRecoveryCode);
    expect(new Set(made).size).to.equal(50);
    for (const code of made) expect(readCode(code)?.kind, code).to.equal('recovery');
  });

  it('are asked of admins always, before money moves again after ten minutes, and of nobody who has none', () => {
    const now = new Date('2026-11-18T10:00:00Z');
    const ago = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);
    expect(whatIsMissing('admin', { secured: false, provedAt: null })).to.equal('set-up');
    expect(whatIsMissing('admin', { secured: true, provedAt: null })).to.equal('proof');
    expect(whatIsMissing('admin', { secured: true, provedAt: ago(600) })).to.equal(null);
    expect(whatIsMissing('client', { secured: false, provedAt: null })).to.equal(null);
    expect(needsCode('admin', { secured: true, provedAt: ago(9.9) }, now)).to.equal(false);
    expect(needsCode('admin', { secured: true, provedAt: ago(10) }, now)).to.equal(true);
    expect(needsCode('freelancer', { secured: true, provedAt: null }, now)).to.equal(true);
    expect(needsCode('freelancer', { secured: false, provedAt: null }, now)).to.equal(false);
  });
});

describe('Signing in with a second factor', () => {
  let w: World;
  beforeEach(async () => {
    w = await world();
    await secure(w.felix.id, w.outside.clock.now());
  });
  const password = (person: Person, next = '/profile') =>
    w.nobody.post('/sign-in', { email: person.email, password: PASSWORD, next });
  const half = async (person = w.felix): Promise<string> => (await password(person)).headers['location']!;

  it('asks for the code after the password, and there is no session before it', async () => {
    const first = await password(w.felix);
    expect(first.headers['set-cookie'] ?? []).to.deep.equal([]);
    const place = first.headers['location']!;
    expect(place).to.match(/^\/sign-in\/[\w-]{32}\?next=%2Fprofile$/);
    expect((await w.nobody.get(place)).text)
      .to.include('Your code')
      .and.to.include('one-time-code');
    const wrong = await w.nobody.post(place, { code: '000000' });
    expect([wrong.status, wrong.text.includes('This code is not right')]).to.deep.equal([422, true]);
    const done = await w.nobody.post(place, { code: codeNow(w), next: '/profile' });
    expect([done.status, done.headers['location']]).to.deep.equal([303, '/profile']);
    const profile = await request(w.app).get('/profile').set('Cookie', cookieOf(done.headers));
    expect(profile.status).to.equal(200);
  });

  it('takes each code once, whoever is quicker, and none that is older', async () => {
    const [one, other] = [await half(), await half()];
    const code = codeNow(w);
    const both = await Promise.all([w.nobody.post(one, { code }), w.nobody.post(other, { code })]);
    expect(both.map(({ status }) => status).sort()).to.deep.equal([303, 422]);
    expect(both.find(({ status }) => status === 422)!.text).to.include('used already');
    const before = await w.nobody.post(await half(), { code: codeNow(w, -30) });
    expect([before.status, before.text.includes('used already')]).to.deep.equal([422, true]);
    w.outside.clock.advance(30);
    expect((await w.nobody.post(await half(), { code: codeNow(w) })).status).to.equal(303);
  });

  it('takes a half sign-in once, for ten minutes', async () => {
    const place = await half();
    expect((await w.nobody.post(place, { code: codeNow(w) })).status).to.equal(303);
    w.outside.clock.advance(60);
    const again = await w.nobody.post(place, { code: codeNow(w) });
    expect([again.headers['location'], again.headers['set-cookie']]).to.deep.equal(['/sign-in', undefined]);
    const late = await half();
    w.outside.clock.advance(600);
    expect((await w.nobody.get(late)).headers['location']).to.equal('/sign-in');
    expect((await w.nobody.post(late, { code: codeNow(w) })).headers['location']).to.equal('/sign-in');
  });

  it('is closed for a quarter of an hour after five wrong codes, many at once, also for the right one', async () => {
    const place = await half();
    const guesses = Array.from({ length: 12 }, (_, i) => w.nobody.post(place, { code: String(100_000 + i) }));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter(status => status === 422)).to.have.length(5);
    expect(statuses.filter(status => status === 429)).to.have.length(7);
    expect((await w.nobody.post(place, { code: codeNow(w) })).status).to.equal(429);
    w.outside.clock.advance(15 * 60 + 1);
    expect((await w.nobody.post(await half(), { code: codeNow(w) })).status).to.equal(303);
  });

  it('is closed for the day after thirty wrong codes', async () => {
    for (let quarter = 0; quarter < 6; quarter++) {
      const place = await half();
      for (let i = 0; i < 5; i++) expect((await w.nobody.post(place, { code: '000000' })).status).to.equal(422);
      w.outside.clock.advance(15 * 60 + 1);
    }
    expect((await w.nobody.post(await half(), { code: codeNow(w) })).status).to.equal(429);
    w.outside.clock.advance(86_400);
    expect((await w.nobody.post(await half(), { code: codeNow(w) })).status).to.equal(303);
  });

  it('is asked too of somebody who chose a new password by mail', async () => {
    await w.nobody.post('/forgotten-password', { email: w.felix.email });
    const link = /http:\/\/[^/]+(\/\S+)/.exec((await w.outside.letter(0)).text)![1]!;
    const chosen = await w.nobody.post(link, { password: 'a brand new one' });
    expect(chosen.headers['location']).to.match(/^\/sign-in\/[\w-]{32}\?/);
    expect(((chosen.headers['set-cookie'] ?? []) as unknown as string[]).join()).not.to.include('session=');
    const done = await w.nobody.post(chosen.headers['location']!, { code: codeNow(w) });
    expect(done.status).to.equal(303);
  });
});

describe('Setting up an authenticator', () => {
  let w: World;
  beforeEach(async () => {
    w = await world();
  });

  async function setUp(person: Person): Promise<{ key: string; codes: string[] }> {
    const page = await person.get('/second-factor/new');
    const key = keyOn(page.text);
    const done = await person.post('/second-factor', { code: codeAt(key, w.outside.clock.now()) });
    expect(done.status).to.equal(200);
    return { key, codes: codesOn(done.text) };
  }

  it('shows the same key until its first code is right, then ten recovery codes, once', async () => {
    const { text } = await w.felix.get('/second-factor/new');
    expect(text)
      .to.include('<svg class="qr"')
      .and.to.match(/<path d="M4 4h1v1h-1z/);
    const key = keyOn(text);
    const wrong = await w.felix.post('/second-factor', { code: '123456' });
    expect([wrong.status, keyOn(wrong.text)]).to.deep.equal([422, key]);
    const { codes } = await setUp(w.felix);
    expect(new Set(codes).size).to.equal(10);
    const state = await w.felix.get('/second-factor');
    expect(state.text).to.include('10 of 10 are left');
    for (const code of codes) expect(state.text).not.to.include(code);
    expect(await Event.count({ where: { kind: 'second-factor.set-up', actorId: w.felix.id } })).to.equal(1);
  });

  it('keeps neither the key nor a recovery code readable', async () => {
    const { key, codes } = await setUp(w.felix);
    const kept = JSON.stringify([
      await SecondFactor.findByPk(w.felix.id),
      await RecoveryCode.findAll({ where: { userId: w.felix.id } }),
    ]);
    for (const secret of [key, ...codes, ...codes.map(code => code.replaceAll('-', ''))])
      expect(kept).not.to.include(secret);
  });

  it('gives recovery codes that each sign in once; new ones make the old ones worthless', async () => {
    const { key, codes } = await setUp(w.felix);
    const half = async () =>
      (await w.nobody.post('/sign-in', { email: w.felix.email, password: PASSWORD })).headers['location']!;
    const places = [await half(), await half()];
    const both = await Promise.all(places.map(place => w.nobody.post(place, { code: codes[0]!.toUpperCase() })));
    expect(both.map(({ status }) => status).sort()).to.deep.equal([303, 422]);
    expect(await recoveryCodesLeft(w.felix.id)).to.equal(9);
    w.outside.clock.advance(60);
    const renewed = await w.felix.post('/second-factor/recovery-codes', { code: codeAt(key, w.outside.clock.now()) });
    expect(codesOn(renewed.text)).to.have.length(10);
    expect((await w.nobody.post(await half(), { code: codes[1]! })).status).to.equal(422);
    expect((await w.nobody.post(await half(), { code: codesOn(renewed.text)[0]! })).status).to.equal(303);
  });

  it('takes a fresh code of the old authenticator to put another in its place', async () => {
    const { key } = await setUp(w.felix);
    w.outside.clock.advance(11 * 60);
    expect((await w.felix.get('/second-factor/new')).headers['location']).to.equal(
      '/second-factor/proof?next=%2Fsecond-factor%2Fnew',
    );
    const proof = { code: codeAt(key, w.outside.clock.now()), next: '/second-factor/new' };
    expect((await w.felix.post('/second-factor/proof', proof)).headers['location']).to.equal('/second-factor/new');
    const { key: other } = await setUp(w.felix);
    expect(other).not.to.equal(key);
    w.outside.clock.advance(60);
    const now = w.outside.clock.now();
    expect((await w.felix.post('/second-factor/proof', { code: codeAt(key, now) })).status).to.equal(422);
    expect((await w.felix.post('/second-factor/proof', { code: codeAt(other, now) })).status).to.equal(303);
  });

  it('is undone with password and code together, by everybody but admins', async () => {
    const { key } = await setUp(w.felix);
    w.outside.clock.advance(60);
    const code = (): string => codeAt(key, w.outside.clock.now());
    const off = (fields: Record<string, string>) => w.felix.post('/second-factor/removal', fields);
    expect((await off({ password: 'not it', code: code() })).status).to.equal(422);
    expect((await off({ password: PASSWORD, code: '000000' })).status).to.equal(422);
    expect((await off({ password: PASSWORD, code: code() })).status).to.equal(303);
    expect(await SecondFactor.count({ where: { userId: w.felix.id } })).to.equal(0);
    const signIn = await w.nobody.post('/sign-in', { email: w.felix.email, password: PASSWORD });
    expect(signIn.headers['location']).to.equal('/my-jobs');
    expect((await w.ada.post('/second-factor/removal', { password: PASSWORD, code: codeNow(w) })).status).to.equal(403);
  });
});

describe('An admin', () => {
  let w: World;
  beforeEach(async () => {
    w = await world();
  });

  it('without an authenticator opens nothing but the page that sets one up', async () => {
    await SecondFactor.destroy({ where: { userId: w.ada.id } });
    for (const path of ['/admin/people', '/admin/fund', '/profile', '/notices']) {
      const answer = await w.ada.get(path);
      expect(answer.headers['location']).to.equal(`/second-factor/new?next=${encodeURIComponent(path)}`);
    }
    expect((await w.ada.post('/admin/fund/deposits', { nth: '1' })).headers['location']).to.equal('/second-factor/new');
    const key = keyOn((await w.ada.get('/second-factor/new')).text);
    await w.ada.post('/second-factor', { code: codeAt(key, w.outside.clock.now()) });
    expect((await w.ada.get('/admin/people')).status).to.equal(200);
  });

  it('whose session never gave a code gives one first', async () => {
    const { web } = sessionsOn(w.outside.clock, false);
    const { id } = await web.createSession(w.ada.id, { device: 'Firefox', parentId: null });
    const answer = await request(w.app).get('/admin/people').set('Cookie', `${web.sessionCookieName}=${id}`);
    expect(answer.headers['location']).to.equal('/second-factor/proof?next=%2Fadmin%2Fpeople');
  });

  it('is asked for a code before money moves, and what was typed goes on with it', async () => {
    await tireOf(w.ada.id, w.outside.clock.now());
    w.outside.clock.advance(10 * 60);
    const typed = { nth: '1', amount: '12.50', reason: 'For <claims> & "more"' };
    const asked = await w.ada.post('/admin/fund/deposits', typed);
    expect(asked.status).to.equal(403);
    expect(asked.text).to.include('action="/admin/fund/deposits"').and.to.include('Nothing has happened yet');
    expect(asked.text).to.include('name="reason" value="For &lt;claims&gt; &amp; &#34;more&#34;"');
    const wrong = await w.ada.post('/admin/fund/deposits', { ...typed, 'step-up-code': '000000' });
    expect([wrong.status, wrong.text.includes('value="12.50"'), wrong.text.includes('not right')]).to.deep.equal([
      422,
      true,
      true,
    ]);
    const { text } = await w.ada.get('/admin/fund');
    const nth = /name="nth" value="(\d+)"/.exec(text)![1]!;
    const done = await w.ada.post('/admin/fund/deposits', { ...typed, nth, 'step-up-code': codeNow(w) });
    expect([done.status, done.headers['location']]).to.deep.equal([303, '/admin/fund']);
    w.outside.clock.advance(9 * 60);
    const again = { ...typed, nth: String(Number(nth) + 1) };
    expect((await w.ada.post('/admin/fund/deposits', again)).status).to.equal(303);
    w.outside.clock.advance(61);
    expect((await w.ada.post('/admin/fund/deposits', again)).status).to.equal(403);
  });
});
