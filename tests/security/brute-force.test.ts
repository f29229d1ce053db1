/** Guessing passwords and codes, from one place or many, one after the other or all at once. */
import { expect } from 'chai';
import type { Express } from 'express';
import request from 'supertest';
import { createApp } from '../../src/app.ts';
import { config } from '../../src/config.ts';
import { secure } from '../support/second-factor.ts';
import { ORIGIN, PASSWORD, world, type World } from '../support/world.ts';
import { forgetAttempts } from './doors.ts';

const counted = (statuses: number[]): Record<number, number> =>
  statuses.reduce<Record<number, number>>((counts, status) => ({ ...counts, [status]: (counts[status] ?? 0) + 1 }), {});

describe('Guessing', function () {
  this.timeout(120_000);
  let w: World;
  let behindProxy: Express;
  after(forgetAttempts);
  beforeEach(async () => {
    await forgetAttempts();
    w = await world();
    behindProxy = createApp(w.outside, { ...config, trustProxy: 1 });
  });

  /** Each test has addresses of its own: the counts are kept in a database that all share. */
  const address = (place: number): string => `2001:db8:${((w.felix.id * 4 + place) % 65_536).toString(16)}::1`;
  const guess = (email: string, forwarded: string, password = 'wrong password') =>
    request(behindProxy)
      .post('/sign-in')
      .set({ Origin: ORIGIN, 'X-Forwarded-For': forwarded })
      .type('form')
      .send({ email, password });

  it('one account’s password ends after ten, also when each comes from another address and all at once', async () => {
    const all = await Promise.all(Array.from({ length: 30 }, (_, i) => guess(w.felix.email, `198.51.100.${i}`)));
    expect(counted(all.map(({ status }) => status))).to.deep.equal({ 401: 10, 429: 20 });
    expect((await guess(w.felix.email, '198.51.100.99', PASSWORD)).status, 'the right one too').to.equal(429);
    expect((await guess(w.stan.email, '198.51.100.99', PASSWORD)).status, 'somebody else').to.equal(303);
  });

  it('is one account however its address is spelled', async () => {
    const spellings = [
      w.felix.email,
      w.felix.email.toUpperCase(),
      ` ${w.felix.email} `,
      w.felix.email.replace('f', 'F'),
    ];
    const all = [];
    for (let i = 0; i < 12; i++) all.push((await guess(spellings[i % spellings.length]!, `198.51.100.${i}`)).status);
    expect(counted(all)).to.deep.equal({ 401: 10, 429: 2 });
  });

  it('many accounts’ passwords from one line ends after fifty, also when the line has many addresses', async () => {
    const all = await Promise.all(
      // A home has 2^64 addresses of IPv6; they are one line.
      Array.from({ length: 60 }, (_, i) => guess(`nobody.${i}.${w.felix.id}@example.test`, `${address(1)}${i}`)),
    );
    expect(counted(all.map(({ status }) => status))).to.deep.equal({ 401: 50, 429: 10 });
  });

  it('is not made easier by forging X-Forwarded-For: only what our own proxy added counts', async () => {
    const real = address(2);
    const forged = (i: number): string =>
      [`10.0.0.${i}`, `127.0.0.1, 10.0.0.${i}`, `::1, unknown, 10.1.1.${i}`, `, ,10.2.2.${i}`][i % 4]!;
    const all = await Promise.all(
      Array.from({ length: 60 }, (_, i) => guess(`nobody.${i}.${w.felix.id}@example.test`, `${forged(i)}, ${real}`)),
    );
    expect(counted(all.map(({ status }) => status))).to.deep.equal({ 401: 50, 429: 10 });
    expect(
      (await guess(w.stan.email, `${real}, ${address(3)}`, PASSWORD)).status,
      'somebody who names the blocked one as his',
    ).to.equal(303);
    expect((await guess(w.stan.email, real, PASSWORD)).status).to.equal(429);
  });

  it('without a proxy before us nothing in X-Forwarded-For is believed', async () => {
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        request(w.app)
          .post('/sign-in')
          .set({ Origin: ORIGIN, 'X-Forwarded-For': `203.0.113.${i}` })
          .type('form')
          .send({ email: w.felix.email, password: 'x' }),
      ),
    );
    expect(counted(all.map(({ status }) => status))).to.deep.equal({ 401: 10, 429: 2 });
  });

  it('counts for the tracker’s door and the browser’s together, and again a quarter of an hour later', async () => {
    const byTracker = (password: string) =>
      request(w.app).post('/tracker-api/session').send({ email: w.felix.email, password, device: 'T' });
    for (let i = 0; i < 5; i++) expect((await byTracker('wrong password')).status).to.equal(401);
    for (let i = 0; i < 5; i++) expect((await guess(w.felix.email, `198.51.100.${i}`)).status).to.equal(401);
    expect((await byTracker(PASSWORD)).status).to.equal(429);
    w.outside.clock.advance(15 * 60 + 1);
    expect((await byTracker(PASSWORD)).status).to.equal(201);
  });

  it('the password at somebody’s open browser ends after ten, whichever page asks for it', async () => {
    await secure(w.felix.id, w.outside.clock.now());
    const pages: [path: string, fields: Record<string, string>][] = [
      ['/profile/password', { currentPassword: 'wrong password', newPassword: 'a brand new one 7' }],
      ['/profile/closing', { password: 'wrong password' }],
      ['/profile/data', { password: 'wrong password' }],
      ['/second-factor/removal', { password: 'wrong password', code: '123456' }],
    ];
    const statuses = [];
    for (let i = 0; i < 12; i++) {
      const [path, fields] = pages[i % pages.length]!;
      statuses.push((await w.felix.post(path, fields)).status);
    }
    expect(statuses).to.deep.equal([...Array<number>(10).fill(422), 429, 429]);
    const right = await w.felix.post('/profile/password', {
      currentPassword: PASSWORD,
      newPassword: 'a brand new one 7',
    });
    expect([right.status, right.text.includes('Wait a quarter of an hour')]).to.deep.equal([429, true]);
  });

  it('fills nobody’s mailbox: five letters an hour, and who asks does not learn that there are no more', async () => {
    const ask = (i: number) =>
      request(behindProxy)
        .post('/forgotten-password')
        .set({ Origin: ORIGIN, 'X-Forwarded-For': `203.0.113.${i}` })
        .type('form')
        .send({ email: w.felix.email });
    const pages = [];
    for (let i = 0; i < 8; i++) pages.push(await ask(i));
    expect(new Set(pages.map(({ status, text }) => `${status} ${text}`)).size).to.equal(1);
    await w.outside.letter(4);
    expect(w.outside.letters).to.have.lengthOf(5);
    const { email } = w.felix;
    const joining = await w.nobody.post('/sign-up', { role: 'client', name: 'Felix', email, timeZone: 'UTC' });
    expect([joining.status, w.outside.letters.length]).to.deep.equal([200, 5]);
  });
});

describe('Passwords that everybody tries first', () => {
  let w: World;
  before(async () => {
    w = await world();
  });
  const choose = (newPassword: string) => w.felix.post('/profile/password', { currentPassword: PASSWORD, newPassword });

  it('are refused, with digits behind them or twice, too', async () => {
    for (const common of [
      'password123',
      'Password123',
      '1234567890',
      'qwertyuiop',
      'Dragon2024!',
      'dragondragon',
      'aaaaaaaaaa',
      'ababababab',
      'football1!',
    ]) {
      const { status, text } = await choose(common);
      expect([status, text.includes('Many people use this password')], common).to.deep.equal([422, true]);
      expect(text).not.to.include(common);
    }
  });

  it('leave everything else: any character, and long ones whole', async () => {
    let present = PASSWORD;
    for (const good of ['correct horse battery', 'ünïcödé 🐎 staple', `${'long '.repeat(39)}x`, ' spaces around it ']) {
      const changed = await w.felix.post('/profile/password', { currentPassword: present, newPassword: good });
      expect(changed.status, good).to.equal(303);
      present = good;
    }
    const trimmed = await w.nobody.post('/sign-in', { email: w.felix.email, password: present.trim() });
    expect(trimmed.status, 'exactly as it was typed').to.equal(401);
    expect((await w.nobody.post('/sign-in', { email: w.felix.email, password: present })).status).to.equal(303);
  });
});
