import { expect } from 'chai';
import request from 'supertest';
import { Session } from '../../src/accounts/session-model.ts';
import { User } from '../../src/accounts/user-model.ts';
import { createApp } from '../../src/app.ts';
import { config } from '../../src/config.ts';
import { ORIGIN, PASSWORD, world, type World } from '../support/world.ts';

const linkIn = (text: string): string => /http:\/\/[^/]+(\/\S+)/.exec(text)![1]!;
const cookieOf = (headers: Record<string, unknown>): string =>
  (headers['set-cookie'] as string[])
    .filter(cookie => cookie.startsWith('session='))
    .at(-1)!
    .split(';')[0]!;

describe('Signing up', () => {
  let w: World;
  let email: string;
  beforeEach(async () => {
    w = await world();
    email = `fresh.${w.felix.id}@example.test`;
  });
  const fields = (changes = {}) => ({
    role: 'freelancer',
    name: 'Frieda',
    email,
    timeZone: 'Europe/Berlin',
    ...changes,
  });

  it('ends with a link by mail; who opens it chooses a password and is in', async () => {
    const asked = await w.nobody.post('/sign-up', fields());
    expect(asked.status).to.equal(200);
    expect(w.outside.letters).to.have.lengthOf(1);
    const link = linkIn((await w.outside.letter(0)).text);
    expect((await w.nobody.get(link)).text).to.include('Choose');
    const chosen = await w.nobody.post(link, { password: 'a fine password' });
    expect([chosen.status, chosen.headers['location']]).to.deep.equal([303, '/my-jobs']);
    const jobs = await request(w.app).get('/my-jobs').set('Cookie', cookieOf(chosen.headers));
    expect([jobs.status, jobs.text.includes('Frieda')]).to.deep.equal([200, true]);
  });

  it('says the same for an address that has an account, and writes it another letter', async () => {
    const fresh = await w.nobody.post('/sign-up', fields());
    const known = await w.nobody.post('/sign-up', fields({ email: w.carla.email.toUpperCase() }));
    expect(known.status).to.equal(fresh.status);
    expect(known.text.replaceAll(w.carla.email, '@')).to.equal(fresh.text.replaceAll(email, '@'));
    expect(w.outside.letters[1]).to.deep.include({
      to: w.carla.email,
      subject: 'You already have an Impact Time account',
    });
    expect((await User.findByPk(w.carla.id))?.name).to.equal('Carla');
  });

  it('keeps what was typed and says beside each field what is wrong', async () => {
    const answer = await w.nobody.post('/sign-up', {
      role: 'admin',
      name: '<b>Me</b>',
      email: 'not an address',
      timeZone: 'Mars/Olympus',
    });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('&lt;b&gt;Me&lt;/b&gt;').and.to.include('not an address');
    for (const message of [
      'Choose what you want to do here.',
      'Enter an e-mail address such as',
      'Choose your time zone from the list.',
    ]) {
      expect(answer.text).to.include(message);
    }
    expect(w.outside.letters).to.deep.equal([]);
  });

  it('sends no more than twenty letters an hour for one address', async () => {
    const behindProxy = createApp(w.outside, { ...config, trustProxy: 1 });
    const ask = (i: number) =>
      request(behindProxy)
        .post('/forgotten-password')
        .set({ Origin: ORIGIN, 'X-Forwarded-For': `2001:db8:1:${(w.felix.id % 65_536).toString(16)}::1` })
        .type('form')
        .send({ email: `nobody.${i}@example.test` });
    for (let i = 0; i < 20; i++) expect((await ask(i)).status).to.equal(200);
    const refused = await ask(20);
    expect([refused.status, refused.text.includes('Wait an hour.')]).to.deep.equal([429, true]);
  });

  it('opens the link once', async () => {
    await w.nobody.post('/sign-up', fields());
    const link = linkIn((await w.outside.letter(0)).text);
    const answers = await Promise.all([1, 2, 3].map(n => w.nobody.post(link, { password: `a fine password ${n}` })));
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([303, 422, 422]);
  });
});

describe('Signing in', () => {
  let w: World;
  beforeEach(async () => {
    w = await world();
  });
  const enter = (email: string, password: string, next = '/my-jobs') =>
    w.nobody.post('/sign-in', { email, password, next });

  it('takes any spelling of the address', async () => {
    const answer = await enter(`  ${w.felix.email.toUpperCase()} `, PASSWORD);
    expect([answer.status, answer.headers['location']]).to.deep.equal([303, '/my-jobs']);
    expect(answer.headers['set-cookie']?.[0]).to.match(/^session=[a-z0-9]{40}; .*HttpOnly.*SameSite=Lax/i);
  });

  it('is being seen: the back office knows when', async () => {
    await enter(w.felix.email, PASSWORD);
    expect((await User.findByPk(w.felix.id))?.lastSeenAt).to.deep.equal(w.outside.clock.now());
  });

  it('tells nobody whether it was the address or the password', async () => {
    const [unknown, wrong] = [
      await enter('nobody@example.test', PASSWORD),
      await enter(w.felix.email, 'wrong password'),
    ];
    expect([unknown.status, wrong.status]).to.deep.equal([401, 401]);
    expect(unknown.text.replaceAll('nobody@example.test', '@')).to.equal(wrong.text.replaceAll(w.felix.email, '@'));
    expect(wrong.text)
      .to.include('do not fit together')
      .and.to.include(w.felix.email)
      .and.not.to.include('wrong password');
  });

  it('goes on to the page that was wanted, but never to another site', async () => {
    const wanted = await w.nobody.get('/profile');
    expect(wanted.headers['location']).to.equal('/sign-in?next=%2Fprofile');
    for (const [next, location] of [
      ['/profile', '/profile'],
      ['//evil.example/x', '/my-jobs'],
      ['/\\evil.example', '/my-jobs'],
      ['https://evil.example', '/my-jobs'],
      ['javascript:alert(1)', '/my-jobs'],
      ['/\t/evil.example', '/my-jobs'],
    ]) {
      expect((await enter(w.felix.email, PASSWORD, next)).headers['location'], next).to.equal(location);
    }
  });

  it('is closed for an account after ten wrong passwords, and open again a quarter of an hour later', async () => {
    for (let i = 0; i < 10; i++) expect((await enter(w.felix.email, 'wrong password')).status).to.equal(401);
    const closed = await enter(w.felix.email, PASSWORD);
    expect([closed.status, closed.text.includes('Too many attempts')]).to.deep.equal([429, true]);
    expect(closed.text).to.include(w.felix.email);
    const tracker = await request(w.app)
      .post('/tracker-api/session')
      .send({ email: w.felix.email, password: PASSWORD, device: 'T' });
    expect([tracker.status, (tracker.body as { error: { code: string } }).error.code]).to.deep.equal([
      429,
      'too-many-attempts',
    ]);
    expect((await enter(w.carla.email, PASSWORD)).status).to.equal(303);
    w.outside.clock.advance(15 * 60 + 1);
    expect((await enter(w.felix.email, PASSWORD)).status).to.equal(303);
  });

  it('is closed for an address after fifty failures, whatever the accounts', async () => {
    const behindProxy = createApp(w.outside, { ...config, trustProxy: 1 });
    const address = `2001:db8:${(w.felix.id % 65_536).toString(16)}::1`;
    const from = (forwarded: string, email: string) =>
      request(behindProxy)
        .post('/sign-in')
        .set({ Origin: ORIGIN, 'X-Forwarded-For': forwarded })
        .type('form')
        .send({ email, password: PASSWORD });
    for (let i = 0; i < 50; i++) await from(`10.0.0.${i}, ${address}`, `nobody.${i}.${w.felix.id}@example.test`);
    expect((await from(address, w.felix.email)).status).to.equal(429);
    expect((await from(`${address}, 192.0.2.7`, w.felix.email)).status, 'another address').to.equal(303);
    w.outside.clock.advance(15 * 60 + 1);
    expect((await from(address, w.felix.email)).status).to.equal(303);
  });

  it('counts only failures', async () => {
    for (let i = 0; i < 12; i++) expect((await enter(w.felix.email, PASSWORD)).status).to.equal(303);
  });

  it('from a page of another site is refused', async () => {
    for (const origin of ['https://evil.example', 'null', `${ORIGIN}.evil.example`, '']) {
      const answer = await request(w.app)
        .post('/sign-in')
        .set('Origin', origin)
        .type('form')
        .send({ email: w.felix.email, password: PASSWORD });
      expect(answer.status, origin).to.equal(403);
    }
  });

  it('makes a new session each time and forgets the cookie that came along', async () => {
    const answer = await w.felix.post('/sign-in', { email: w.felix.email, password: PASSWORD });
    expect(cookieOf(answer.headers)).not.to.equal(w.felix.cookie);
    expect((await w.felix.get('/profile')).status).to.equal(303);
  });

  it('ends with signing out', async () => {
    const out = await w.felix.post('/sign-out');
    expect([out.status, out.headers['location']]).to.deep.equal([303, '/sign-in']);
    expect((await w.felix.get('/profile')).status).to.equal(303);
  });
});

describe('A session', () => {
  let w: World;
  beforeEach(async () => {
    w = await world();
  });

  it('is in the database only as a hash of its secret', async () => {
    const secret = w.felix.cookie.split('=')[1]!;
    const [session] = await Session.findAll({ where: { userId: w.felix.id } });
    expect(JSON.stringify(session)).not.to.include(secret);
    expect(session?.secretHash).to.match(/^[0-9a-f]{64}$/);
  });

  it('ends after seven days without use, and lives on while it is used', async () => {
    for (let day = 0; day < 3; day++) {
      w.outside.clock.advance(6 * 86_400);
      expect((await w.felix.get('/profile')).status).to.equal(200);
    }
    w.outside.clock.advance(7 * 86_400);
    expect((await w.felix.get('/profile')).status).to.equal(303);
  });

  it('ends after thirty days however much it is used', async () => {
    for (let day = 0; day < 29; day++) {
      w.outside.clock.advance(86_400);
      expect((await w.felix.get('/profile')).status).to.equal(200);
    }
    w.outside.clock.advance(86_400);
    expect((await w.felix.get('/profile')).status).to.equal(303);
  });

  it('is listed on the profile, and its owner can end it, nobody else', async () => {
    await w.nobody.post('/sign-in', { email: w.felix.email, password: PASSWORD });
    const other = await Session.findAll({ where: { userId: w.felix.id }, order: [['id', 'DESC']] });
    expect((await w.felix.get('/profile')).text).to.include(`/profile/sessions/${other[0]!.id}/end`);
    expect((await w.stan.post(`/profile/sessions/${other[0]!.id}/end`)).status).to.equal(404);
    expect((await w.felix.post(`/profile/sessions/${other[0]!.id}/end`)).status).to.equal(303);
    expect(await Session.count({ where: { userId: w.felix.id } })).to.equal(1);
  });
});

describe('A forgotten password', () => {
  let w: World;
  beforeEach(async () => {
    w = await world();
  });

  it('is answered alike for known and unknown addresses; only a known one gets a letter', async () => {
    const known = await w.nobody.post('/forgotten-password', { email: w.felix.email });
    const unknown = await w.nobody.post('/forgotten-password', { email: 'nobody@example.test' });
    expect(known.text.replaceAll(w.felix.email, '@')).to.equal(unknown.text.replaceAll('nobody@example.test', '@'));
    expect((await w.outside.letter(0)).to).to.equal(w.felix.email);
    await w.nobody.post('/forgotten-password', { email: w.carla.email });
    expect((await w.outside.letter(1)).to).to.equal(w.carla.email);
  });

  it('is replaced through the link, which ends every session and works once, for an hour', async () => {
    await w.nobody.post('/forgotten-password', { email: w.felix.email });
    const link = linkIn((await w.outside.letter(0)).text);
    const short = await w.nobody.post(link, { password: 'short' });
    expect([short.status, short.text.includes('at least 10 characters')]).to.deep.equal([422, true]);
    expect((await w.nobody.post(link, { password: 'a brand new one' })).status).to.equal(303);
    expect((await w.felix.get('/profile')).status).to.equal(303);
    expect((await w.nobody.post('/sign-in', { email: w.felix.email, password: 'a brand new one' })).status).to.equal(
      303,
    );
    expect((await w.nobody.get(link)).text).to.include('no longer works');
    await w.nobody.post('/forgotten-password', { email: w.felix.email });
    w.outside.clock.advance(3601);
    expect(
      (await w.nobody.post(linkIn((await w.outside.letter(1)).text), { password: 'too late for this' })).status,
    ).to.equal(422);
  });
});

describe('The profile', () => {
  let w: World;
  beforeEach(async () => {
    w = await world();
  });

  it('changes name and time zone, and shows what was typed when one is wrong', async () => {
    expect((await w.felix.post('/profile', { name: ' Felix Fleiß ', timeZone: 'Asia/Kathmandu' })).status).to.equal(
      303,
    );
    expect(await User.findByPk(w.felix.id)).to.include({ name: 'Felix Fleiß', timeZone: 'Asia/Kathmandu' });
    const wrong = await w.felix.post('/profile', { name: '', timeZone: 'Nowhere' });
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.include('Enter your name.').and.to.include('Choose your time zone from the list.');
  });

  it('changes the password, keeps this browser and signs out all others', async () => {
    await w.nobody.post('/sign-in', { email: w.felix.email, password: PASSWORD });
    const wrong = await w.felix.post('/profile/password', {
      currentPassword: 'not it',
      newPassword: 'a brand new one',
    });
    expect([wrong.status, wrong.text.includes('not your present password')]).to.deep.equal([422, true]);
    expect(
      (await w.felix.post('/profile/password', { currentPassword: PASSWORD, newPassword: 'a brand new one' })).status,
    ).to.equal(303);
    expect(await Session.count({ where: { userId: w.felix.id } })).to.equal(1);
    expect((await w.felix.get('/profile')).status).to.equal(200);
  });

  it('answers htmx with the region alone', async () => {
    const answer = await w.felix
      .post('/profile', { name: 'Felix', timeZone: 'UTC' })
      .set('HX-Request', 'true')
      .set('HX-Request-Type', 'partial')
      .set('HX-Target', 'section#profile-form');
    expect([answer.status, answer.headers['hx-replace-url']]).to.deep.equal([200, '/profile']);
    expect(answer.headers['vary']).to.include('HX-Request-Type');
    expect(answer.text)
      .to.match(/^\s*<section[^>]*id="profile-form"/)
      .and.not.to.include('<html');
  });
});
