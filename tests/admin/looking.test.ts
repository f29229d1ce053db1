import { expect } from 'chai';
import { AuditEntry } from '../../src/admin/audit-model.ts';
import { run } from '../../src/db/sequelize.ts';
import { codeNow } from '../support/second-factor.ts';
import { signInTracker } from '../support/tracker.ts';
import { PASSWORD, world, type World } from '../support/world.ts';

const WHY = { reason: 'dispute', words: 'Case of last week, both asked.' };

describe('An admin who looks at what is other people’s', () => {
  let w: World;
  let picture: string;
  beforeEach(async () => {
    w = await world({ now: '2026-11-18T08:00:00Z' });
    const tracker = await signInTracker(w.app, w.felix.email);
    w.outside.clock.set('2026-11-18T10:00:00Z');
    await tracker.send(w.contract.id, '2026-11-18T09:10:00Z');
    picture = `/contracts/${w.contract.id}/blocks/${Date.parse('2026-11-18T09:10:00Z') / 1000}/screenshots/1`;
  });
  const place = (): string => `/admin/contracts/${w.contract.id}/look`;

  it('says why first, and comes back to the page that was wanted', async () => {
    const wanted = `/contracts/${w.contract.id}/diary/2026-11-18?width=2`;
    const asked = await w.ada.get(wanted);
    expect(asked.headers['location']).to.equal(`${place()}?next=${encodeURIComponent(wanted)}`);
    const form = await w.ada.get(asked.headers['location']!);
    expect(form.text).to.include('Why do you look?').and.to.include('Carla').and.not.to.include('Checkout');
    const bare = await w.ada.post(place(), { next: wanted, words: 'no' });
    expect([bare.status, bare.text.includes('Choose a reason.')]).to.deep.equal([422, true]);
    const begun = await w.ada.post(place(), { next: wanted, ...WHY });
    expect(begun.headers['location']).to.equal(wanted);
    const page = await w.ada.get(wanted);
    expect(page.status).to.equal(200);
    expect(page.text).to.include('Read only.').and.to.include('Checkout');
  });

  it('opens every page of the contract for an hour, for reading, in this session alone', async () => {
    await w.ada.post(place(), WHY);
    const at = `/contracts/${w.contract.id}`;
    const pages = [
      at,
      `${at}/diary`,
      `${at}/diary/2026-11-18`,
      `${at}/diary/2026-11-18/week`,
      `${at}/diary/2026-11-18/list`,
      `${at}/flags`,
      `${at}/manual-time`,
      picture.replace('/screenshots/1', ''),
      picture,
    ];
    for (const page of pages) expect((await w.ada.get(page)).status, page).to.be.oneOf([200, 303]);
    for (const page of pages) expect((await w.amir.get(page)).headers['location'], page).to.include('/look?');
    const half = await w.nobody.post('/sign-in', { email: w.ada.email, password: PASSWORD });
    const other = await w.nobody.post(half.headers['location']!, { code: codeNow(w), next: at });
    const cookie = (other.headers['set-cookie'] as unknown as string[]).at(-1)!.split(';')[0]!;
    expect((await w.nobody.get(at).set('Cookie', cookie)).headers['location']).to.include('/look?');
    for (const act of ['/pause', '/end', '/diary/2026-11-18/review', '/terms', '/acceptance', '/refusal', '/codes'])
      expect((await w.ada.post(`${at}${act}`)).status, act).to.be.oneOf([403, 404]);
    w.outside.clock.advance(3600);
    expect((await w.ada.get(at)).headers['location']).to.include('/look?');
  });

  it('sees no other contract for that reason', async () => {
    const other = await w.activeContract({ title: 'Another one' });
    await w.ada.post(place(), WHY);
    expect((await w.ada.get(`/contracts/${other.id}`)).headers['location']).to.include(
      `/admin/contracts/${other.id}/look`,
    );
    expect((await w.ada.get('/contracts/999999999')).status).to.equal(404);
  });

  it('is seen: each picture, once for each reason, by the freelancer without the admin’s name', async () => {
    await w.ada.post(place(), WHY);
    for (let i = 0; i < 3; i++) expect((await w.ada.get(picture)).status).to.equal(200);
    w.outside.clock.advance(3601);
    await w.ada.post(place(), { reason: 'abuse', words: 'A new report came in.' });
    await w.ada.get(picture);
    await w.carla.get(picture);
    const { text } = await w.felix.get(`/contracts/${w.contract.id}/views`);
    expect(text.match(/An admin: Deciding a dispute/g)).to.have.length(1);
    expect(text.match(/An admin: Following a report of abuse/g)).to.have.length(1);
    expect(text).to.include('<bdi>Carla</bdi>').and.not.to.include('Ada').and.not.to.include(WHY.words);
    const kinds = await AuditEntry.findAll({ where: { contractId: w.contract.id }, order: [['id', 'ASC']] });
    expect(kinds.map(({ kind }) => kind)).to.deep.equal(['look.began', 'look.picture', 'look.began', 'look.picture']);
  });

  it('is asked by nobody but admins', async () => {
    for (const person of [w.carla, w.felix, w.stan]) {
      expect((await person.get(place())).status).to.equal(403);
      expect((await person.post(place(), WHY)).status).to.equal(403);
    }
  });
});

describe('The audit log', () => {
  let w: World;
  beforeEach(async () => {
    w = await world();
  });

  it('is never changed, whoever asks the database', async () => {
    await w.ada.post(`/admin/contracts/${w.contract.id}/look`, WHY);
    const [entry] = await AuditEntry.findAll({ where: { adminId: w.ada.id } });
    for (const sql of [
      'UPDATE audit_entries SET words = $2 WHERE id = $1',
      'DELETE FROM audit_entries WHERE id = $1 AND $2 = $2',
    ]) {
      let said = 'taken';
      await run(sql, [entry!.id, 'nothing']).catch((error: unknown) => {
        said = (error as { parent: Error }).parent.message;
      });
      expect(said, sql).to.match(/never change/);
    }
    expect(await AuditEntry.count({ where: { adminId: w.ada.id } })).to.equal(1);
  });

  it('has what admins do, and not what others do', async () => {
    const { text } = await w.ada.get('/admin/fund');
    const nth = /name="nth" value="(\d+)"/.exec(text)![1]!;
    const reason = `To begin with ${w.ada.id}`;
    await w.ada.post('/admin/fund/deposits', { nth, amount: '10', reason });
    await w.carla.post(`/contracts/${w.contract.id}/pause`);
    const kinds = await AuditEntry.findAll({ where: { adminId: [w.ada.id, w.carla.id] } });
    expect(kinds.map(({ kind }) => kind)).to.deep.equal(['fund.deposited']);
    expect((await w.amir.get(`/admin/audit?admin=${w.ada.id}`)).text).to.include(reason);
  });

  it('is read by admin, person, contract, kind and day, the newest first, a page at a time, and as a file', async () => {
    const other = await w.activeContract({ title: 'Another one' });
    const look = (id: number, words: string) => w.ada.post(`/admin/contracts/${id}/look`, { reason: 'help', words });
    for (let i = 0; i < 55; i++) await look(w.contract.id, `Entry number ${i} of Ada`);
    await look(other.id, 'About the other one');
    const at = `/admin/audit?admin=${w.ada.id}`;
    const first = await w.ada.get(at);
    expect(first.text).to.include('About the other one').and.to.include('Entry number 54');
    expect(first.text).not.to.include('Entry number 5 of');
    const older = /href="([^"]*before=\d+)"/.exec(first.text)![1]!.replaceAll('&amp;', '&');
    const second = await w.ada.get(older);
    expect(second.text).to.include('Entry number 5 of').and.not.to.include('Entry number 54');
    const one = await w.ada.get(`${at}&contract=${other.id}`);
    expect(one.text).to.include('About the other one').and.not.to.include('Entry number');
    expect((await w.ada.get(`/admin/audit?person=${w.stan.id}`)).text).to.include('Nothing is recorded');
    expect((await w.ada.get(`${at}&kind=look.picture`)).text).to.include('Nothing is recorded');
    expect((await w.ada.get(`${at}&from=2026-11-19`)).text).to.include('Nothing is recorded');
    expect((await w.ada.get(`${at}&from=2026-11-18&to=2026-11-18`)).text).to.include('Entry number 54');
    const csv = await w.ada.get(`/admin/audit.csv?admin=${w.ada.id}`);
    expect(csv.headers['content-type']).to.include('text/csv');
    expect(csv.text.trim().split('\r\n')).to.have.length(57);
  });
});
