import { expect } from 'chai';
import request from 'supertest';
import { forgetExpired } from '../../src/accounts/forget-expired.ts';
import { Invitation } from '../../src/accounts/invitation-model.ts';
import { stateOf, type InvitationFacts, type InvitationState } from '../../src/accounts/invitation.ts';
import { joinByInvitation } from '../../src/accounts/join-by-invitation.ts';
import { hashOf } from '../../src/accounts/single-use-link.ts';
import { User } from '../../src/accounts/user-model.ts';
import { Contract } from '../../src/contracts/contract-model.ts';
import type { ContractState } from '../../src/contracts/contract.ts';
import { Notice } from '../../src/notices/notice-model.ts';
import { PASSWORD, world, type World } from '../support/world.ts';

const linkIn = (text: string): string => /http:\/\/[^/]+(\/invitations\/\S+)/.exec(text)![1]!;
const cookieOf = (headers: Record<string, unknown>): string =>
  (headers['set-cookie'] as string[])
    .filter(cookie => cookie.startsWith('session='))
    .at(-1)!
    .split(';')[0]!;

describe('What has become of an invitation', () => {
  const now = new Date('2026-11-23T12:00:00Z');
  const fresh: InvitationFacts = { usedAt: null, replacedAt: null, expiresAt: new Date('2026-12-01T12:00:00Z') };
  const cases: [what: string, facts: Partial<InvitationFacts>, offer: ContractState, state: InvitationState][] = [
    ['it is fresh', {}, 'offered', 'open'],
    ['its days are over to the second', { expiresAt: now }, 'offered', 'expired'],
    ['a newer letter was sent', { replacedAt: now }, 'offered', 'replaced'],
    ['somebody joined by it', { usedAt: now }, 'offered', 'used'],
    ['somebody joined and accepted', { usedAt: now }, 'active', 'used'],
    ['the offer was accepted by another way', {}, 'active', 'answered'],
    ['the offer was declined by another way', {}, 'declined', 'answered'],
    ['the client withdrew the offer', {}, 'withdrawn', 'withdrawn'],
    ['somebody joined, then the client withdrew', { usedAt: now }, 'withdrawn', 'withdrawn'],
  ];
  for (const [what, facts, offer, state] of cases) {
    it(`${what}: ${state}`, () => expect(stateOf({ ...fresh, ...facts }, { state: offer }, now)).to.equal(state));
  }
});

describe('An invitation', () => {
  let w: World;
  let email: string;
  let contractId: number;
  let link: string;
  beforeEach(async () => {
    w = await world();
    email = `nora.${w.felix.id}@example.test`;
    contractId = await offer();
    link = linkIn((await w.outside.letter(0)).text);
  });
  const newcomer = { name: 'Nora', timeZone: 'Europe/Oslo', password: 'a fine password' };
  async function offer(by = w.carla, to = email): Promise<number> {
    const fields = { title: 'Search page', email: to, rate: '45', weeklyLimit: '20', evidence: 'blurred' };
    const { headers, status } = await by.post('/contracts', fields);
    expect(status).to.equal(303);
    return Number(/\d+$/.exec(headers['location']!)![0]);
  }
  const signedInBy = (headers: Record<string, unknown>) => (path: string) =>
    request(w.app).get(path).set('Cookie', cookieOf(headers));

  it('leads from the letter through a password to the offer, signed in, with yes and no', async () => {
    const page = await w.nobody.get(link);
    expect(page.status).to.equal(200);
    for (const words of [
      'Search page',
      'Carla',
      '$45.00',
      '20 h',
      'Blurred',
      email,
      'name="timeZone"',
      'name="password"',
    ])
      expect(page.text, words).to.include(words);
    expect(page.text).not.to.include('name="email"');
    const joined = await w.nobody.post(link, newcomer);
    expect([joined.status, joined.headers['location']]).to.deep.equal([303, `/contracts/${contractId}`]);
    const asked = await signedInBy(joined.headers)(`/contracts/${contractId}`);
    expect(asked.text).to.include('Accept the contract').and.to.include('Decline').and.to.include('Nora');
    const user = await User.findOne({ where: { email }, rejectOnEmpty: true });
    expect(user).to.include({ role: 'freelancer', name: 'Nora', timeZone: 'Europe/Oslo' });
    const again = await w.nobody.post('/sign-in', { email, password: newcomer.password });
    expect(again.status, 'the address is confirmed').to.equal(303);
  });

  it('keeps only the SHA-256 of its secret, and nothing of it in the log', async () => {
    const secret = link.split('/').at(-1)!;
    const row = await Invitation.findOne({ where: { contractId }, rejectOnEmpty: true });
    expect(row.secretHash).to.equal(hashOf(secret));
    expect(JSON.stringify(row)).not.to.include(secret);
    expect(row.expiresAt.getTime() - row.sentAt.getTime()).to.equal(30 * 86_400_000);
  });

  it('is not used by being looked at, keeps what was typed, and says beside each field what is wrong', async () => {
    for (let look = 0; look < 3; look++) expect((await w.nobody.get(link)).status).to.equal(200);
    const wrong = await w.nobody.post(link, { name: '"><b>Nora', timeZone: 'Mars', password: 'short' });
    expect(wrong.status).to.equal(422);
    for (const words of ['Choose your time zone', 'at least 10 characters', '&#34;&gt;&lt;b&gt;Nora'])
      expect(wrong.text).to.include(words);
    expect(wrong.text).not.to.include('short"');
    expect((await w.nobody.post(link, newcomer)).status).to.equal(303);
  });

  it('works once: afterwards it asks to sign in, and leads whoever is signed in to the contract', async () => {
    const joined = await w.nobody.post(link, newcomer);
    const used = await w.nobody.get(link);
    expect([used.status, used.text.includes('used already'), used.text.includes('/sign-in')]).to.deep.equal([
      410,
      true,
      true,
    ]);
    const twice = await w.nobody.post(link, { ...newcomer, password: 'another password' });
    expect([twice.status, twice.headers['set-cookie']]).to.deep.equal([409, undefined]);
    expect((await signedInBy(joined.headers)(link)).headers['location']).to.equal(`/contracts/${contractId}`);
  });

  it('used three times at once makes one account', async () => {
    const secret = link.split('/').at(-1)!;
    const now = w.outside.clock.now();
    const all = await Promise.allSettled(
      [1, 2, 3].map(n => joinByInvitation(secret, { ...newcomer, name: `N${n}` }, now)),
    );
    expect(all.filter(({ status }) => status === 'fulfilled')).to.have.lengthOf(1);
    expect(await User.count({ where: { email } })).to.equal(1);
  });

  it('of two clients, used at once, makes one account, which has both offers', async () => {
    const clemens = await w.person('Clemens', 'client');
    await offer(clemens);
    const secrets = [link, linkIn((await w.outside.letter(1)).text)].map(path => path.split('/').at(-1)!);
    const now = w.outside.clock.now();
    const both = await Promise.allSettled(secrets.map(secret => joinByInvitation(secret, newcomer, now)));
    expect(both.filter(({ status }) => status === 'fulfilled')).to.have.lengthOf(1);
    const { headers } = await w.nobody.post('/sign-in', { email, password: newcomer.password });
    const jobs = (await signedInBy(headers)('/my-jobs')).text;
    expect(jobs).to.include('Clemens').and.to.include('Carla');
  });

  it('sent again is a new link, and the former one says so', async () => {
    expect((await w.carla.post(`/contracts/${contractId}/invitation`)).status).to.equal(303);
    const newer = linkIn((await w.outside.letter(1)).text);
    expect(newer).not.to.equal(link);
    const former = await w.nobody.get(link);
    expect([former.status, former.text.includes('A newer letter was sent')]).to.deep.equal([410, true]);
    expect((await w.nobody.post(link, newcomer)).status).to.equal(409);
    expect((await w.nobody.post(newer, newcomer)).status).to.equal(303);
    expect((await w.carla.get(`/contracts/${contractId}`)).text).to.include(`Carla sent the offer to ${email} again.`);
  });

  it('sent again three times at once leaves one link that works', async () => {
    await Promise.all([1, 2, 3].map(() => w.carla.post(`/contracts/${contractId}/invitation`)));
    await w.outside.letter(3);
    expect(await Invitation.count({ where: { contractId, replacedAt: null } })).to.equal(1);
  });

  it('ends with the withdrawal of its offer, and after 30 days', async () => {
    w.outside.clock.advance(30 * 86_400 - 1);
    expect((await w.nobody.get(link)).text).to.include('Make your account');
    w.outside.clock.advance(1);
    const late = await w.nobody.get(link);
    expect([late.status, late.text.includes('has expired'), late.text.includes('Ask your client')]).to.deep.equal([
      410,
      true,
      true,
    ]);
    expect((await w.nobody.post(link, newcomer)).status).to.equal(409);
    await Contract.update({ state: 'withdrawn' }, { where: { id: contractId } });
    expect((await w.nobody.get(link)).text).to.include('This offer was withdrawn');
    expect((await w.nobody.post(link, newcomer)).status).to.equal(409);
    expect(await User.count({ where: { email } })).to.equal(0);
  });

  it('asks somebody who has an account meanwhile to sign in, and leads to the offer', async () => {
    await w.person('Nora', 'freelancer');
    await User.update(
      { email },
      { where: { name: 'Nora', email: (await User.findOne({ order: [['id', 'DESC']] }))!.email } },
    );
    const page = await w.nobody.get(link);
    expect(page.text)
      .to.include('You have an account already')
      .and.to.include(`/sign-in?next=/contracts/${contractId}`);
    expect((await w.nobody.post(link, newcomer)).status).to.equal(409);
    const { headers } = await w.nobody.post('/sign-in', {
      email,
      password: PASSWORD,
      next: `/contracts/${contractId}`,
    });
    expect(headers['location']).to.equal(`/contracts/${contractId}`);
    expect((await signedInBy(headers)(`/contracts/${contractId}`)).text).to.include('Accept the contract');
  });

  it('finishes a sign-up that was begun by another way', async () => {
    const begun = { role: 'client', name: 'N', email, timeZone: 'UTC' };
    expect((await w.nobody.post('/sign-up', begun)).status).to.equal(200);
    expect((await w.nobody.post(link, newcomer)).status).to.equal(303);
    expect(await User.findOne({ where: { email } })).to.include({ role: 'freelancer', name: 'Nora' });
  });

  it('to the address of a client says that it cannot be answered from there', async () => {
    const clemens = await w.person('Clemens', 'client');
    await offer(w.carla, clemens.email);
    const page = await w.nobody.get(linkIn((await w.outside.letter(1)).text));
    expect(page.text).to.include('This address hires here').and.not.to.include('name="password"');
  });

  it('looks the same to the client whether there is an account, and is the client’s alone to send again', async () => {
    const known = await offer(w.carla, w.felix.email);
    const told = { userId: w.felix.id, contractId: known, kind: 'contract.offered' };
    for (const id of [contractId, known]) {
      const sent = await w.carla.post(`/contracts/${id}/invitation`);
      expect([
        sent.status,
        (await w.carla.get(`/contracts/${id}`)).text.includes('Send the letter again'),
      ]).to.deep.equal([303, true]);
    }
    expect(await Notice.count({ where: told })).to.equal(2);
    expect((await w.felix.post(`/contracts/${known}/invitation`)).status).to.equal(403);
    for (const person of [w.stan, w.ada])
      expect((await person.post(`/contracts/${known}/invitation`)).status).to.equal(404);
    await w.carla.post(`/contracts/${known}/withdrawal`);
    expect((await w.carla.post(`/contracts/${known}/invitation`)).status).to.equal(409);
  });

  it('is sent again at most ten times an hour', async () => {
    for (let n = 0; n < 10; n++)
      expect((await w.carla.post(`/contracts/${contractId}/invitation`)).status).to.equal(303);
    expect((await w.carla.post(`/contracts/${contractId}/invitation`)).status).to.equal(429);
    w.outside.clock.advance(3601);
    expect((await w.carla.post(`/contracts/${contractId}/invitation`)).status).to.equal(303);
  });

  it('opened in somebody else’s browser says who is signed in, and signs that person out only with a new account', async () => {
    expect((await w.stan.get(link)).text).to.include('signed in as Stan');
    expect((await w.stan.get('/my-jobs')).status).to.equal(200);
    expect((await w.stan.post(link, newcomer)).status).to.equal(303);
    expect((await w.stan.get('/my-jobs')).headers['location']).to.include('/sign-in');
  });

  it('shows hostile text as text, and a link nobody sent is not known', async () => {
    await Contract.update({ title: '<img src=x onerror=alert(1)>' }, { where: { id: contractId } });
    expect((await w.nobody.get(link)).text)
      .to.include('&lt;img src=x')
      .and.not.to.include('<img src=x');
    const unknown = await w.nobody.get('/invitations/nothing');
    expect([unknown.status, unknown.text.includes('do not know this link')]).to.deep.equal([404, true]);
    expect((await w.nobody.post('/invitations/nothing', newcomer)).status).to.equal(404);
  });

  it('is forgotten sixty days after its end', async () => {
    w.outside.clock.advance(89 * 86_400);
    await forgetExpired(w.outside.clock.now());
    expect(await Invitation.count({ where: { contractId } })).to.equal(1);
    w.outside.clock.advance(2 * 86_400);
    await forgetExpired(w.outside.clock.now());
    expect(await Invitation.count({ where: { contractId } })).to.equal(0);
  });
});
