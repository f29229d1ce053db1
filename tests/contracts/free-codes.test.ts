import { expect } from 'chai';
import { v7 } from 'uuid';
import { codeFor } from '../../src/contracts/code-for.ts';
import { ProjectCode } from '../../src/contracts/project-code-model.ts';
import { asCode, MAX_TYPED_CODES } from '../../src/contracts/project-code.ts';
import { transaction } from '../../src/db/sequelize.ts';
import * as wire from '../../src/wire/tracker.ts';
import { signInTracker, type TestTracker } from '../support/tracker.ts';
import { world, type World } from '../support/world.ts';

describe('A code that is typed', () => {
  const cases: [typed: string, code: string][] = [
    ['  SHOP-9 ', 'SHOP-9'],
    ['call with\tBob', 'call-with-Bob'],
    ['a  \n b', 'a-b'],
  ];
  for (const [typed, code] of cases) {
    it(`is one word: ${JSON.stringify(typed)} becomes ${code}`, () => expect(asCode(typed)).to.equal(code));
  }
});

const refusalIn = ({ body }: { body: unknown }): string => wire.refusal.parse(body).error.code;

describe('Free project codes', () => {
  let w: World;
  let at: string;
  let tracker: TestTracker;
  beforeEach(async () => {
    w = await world({ now: '2026-11-18T08:00:00Z' });
    w.contract = await w.activeContract({ freeCodes: true });
    at = `/contracts/${w.contract.id}`;
    tracker = await signInTracker(w.app, w.felix.email);
    w.outside.clock.set('2026-11-18T10:00:00Z');
  });
  const send = (time: string, projectCode: string | null, id = v7()) =>
    tracker.send(w.contract.id, `2026-11-18T${time}:00Z`, { id, block: { projectCode } });
  const codes = async () => {
    const found = await ProjectCode.findAll({ where: { contractId: w.contract.id }, order: [['id', 'ASC']] });
    return found.map(({ code, typedById }) => [code, typedById]);
  };
  const listed = [
    ['SHOP-1', null],
    ['SHOP-2', null],
  ];
  const stateOf = async () => {
    const { contracts } = wire.state.parse((await tracker.call('get', '/state')).body);
    return contracts.find(({ id }) => id === w.contract.id)!;
  };

  it('are off unless the terms say so, are agreed like other terms, and the tracker is told', async () => {
    w.outside.clock.set('2026-11-18T08:00:00Z');
    w.contract = await w.activeContract();
    w.outside.clock.set('2026-11-18T10:00:00Z');
    at = `/contracts/${w.contract.id}`;
    expect((await stateOf()).freeCodes).to.equal(false);
    const refused = await send('09:00', 'MINE');
    expect([refused.status, refusalIn(refused)]).to.deep.equal([422, 'unknown-project-code']);
    const fields = { rate: '40', weeklyLimit: '40', evidence: 'full', freeCodes: 'yes' };
    expect((await w.felix.post(`${at}/terms`, fields)).status).to.equal(303);
    const page = (await w.carla.get(at)).text;
    expect(page).to.include('project codes of the freelancer’s own').and.to.include('From the list, or typed');
    const proposal = /proposals\/(\d+)\/acceptance/.exec(page)![1]!;
    await w.carla.post(`${at}/proposals/${proposal}/acceptance`);
    w.outside.clock.set('2026-11-18T10:20:00Z');
    expect((await stateOf()).freeCodes).to.equal(true);
    expect((await send('09:10', 'MINE')).status, 'worked before the yes').to.equal(422);
    expect((await send('10:10', 'MINE')).status).to.equal(200);
  });

  it('come with an offer', async () => {
    const fields = { title: 'Search', email: w.felix.email, rate: '40', weeklyLimit: '10', evidence: 'full' };
    const { headers } = await w.carla.post('/contracts', { ...fields, freeCodes: 'yes' });
    expect((await w.felix.get(headers['location']!)).text).to.include('They are typed while tracking.');
  });

  it('are added with the block, marked as the freelancer’s, and suggested from then on', async () => {
    expect((await send('09:00', ' Call with  Bob ')).status).to.equal(200);
    expect(await codes()).to.deep.equal([...listed, ['Call-with-Bob', w.felix.id]]);
    expect((await stateOf()).projectCodes.map(({ code }) => code)).to.include('Call-with-Bob');
    expect((await w.carla.get(`${at}/blocks/${Date.parse('2026-11-18T09:00:00Z') / 1000}`)).text).to.include(
      'Call-with-Bob',
    );
    const page = (await w.carla.get(`${at}/codes`)).text;
    expect(page).to.include('Typed by Felix');
  });

  it('are the client’s to name and to close', async () => {
    await send('09:00', 'MINE');
    const { id } = await ProjectCode.findOne({
      where: { contractId: w.contract.id, code: 'MINE' },
      rejectOnEmpty: true,
    });
    expect((await w.carla.post(`${at}/codes/${id}/name`, { name: 'Meetings' })).status).to.equal(303);
    expect((await w.carla.post(`${at}/codes/${id}/closing`)).status).to.equal(303);
    expect((await stateOf()).projectCodes.map(({ code }) => code)).to.deep.equal(['SHOP-1', 'SHOP-2']);
    expect((await send('09:10', 'MINE')).status, 'time that still comes with it is kept').to.equal(200);
    expect(await codes()).to.have.lengthOf(3);
  });

  it('are the same whatever their case, and a block sent again is the same block', async () => {
    const id = v7();
    for (const typed of ['shop-1', 'shop-1']) expect((await send('09:00', typed, id)).status).to.equal(200);
    const typed = v7();
    for (const words of [' my own ', ' my own ']) expect((await send('09:10', words, typed)).status).to.equal(200);
    expect((await send('09:20', 'MY-OWN')).status).to.equal(200);
    expect(await codes()).to.deep.equal([...listed, ['my-own', w.felix.id]]);
    expect((await send('09:10', 'another', typed)).status).to.equal(409);
  });

  it('typed in many blocks at once make one row', async () => {
    const times = ['08:10', '08:20', '08:30', '08:40', '08:50', '09:00'];
    const answers = await Promise.all(times.map(time => send(time, 'BURST')));
    expect(answers.map(({ status }) => status)).to.deep.equal(times.map(() => 200));
    expect(await codes()).to.have.lengthOf(3);
  });

  it(`are at most ${MAX_TYPED_CODES}, take no room of the client’s, and the tracker is told`, async () => {
    const many = Array.from({ length: MAX_TYPED_CODES }, (_, i) => ({ code: `T-${i}`, name: `T-${i}` }));
    const mine = { contractId: w.contract.id, typedById: w.felix.id };
    await ProjectCode.bulkCreate(many.map(code => ({ ...mine, ...code })));
    const refused = await send('09:00', 'ONE-MORE');
    expect([refused.status, refusalIn(refused)]).to.deep.equal([422, 'too-many-typed-codes']);
    expect((await send('09:00', 'T-7')).status).to.equal(200);
    expect((await stateOf()).freeCodes).to.equal(false);
    expect((await w.carla.post(`${at}/codes`, { code: 'SHOP-3', name: 'Search' })).status).to.equal(303);
    expect((await w.felix.get(at)).text).to.match(/And \d+ more\./);
    const seen = new Set<string>();
    for (let path: string | null = `${at}/codes`; path !== null;) {
      const { text }: { text: string } = await w.carla.get(path);
      for (const [, code] of text.matchAll(/<strong class="code">([^<]+)</g)) seen.add(code!);
      path = /href="([^"]+)" rel="next"/.exec(text)?.[1] ?? null;
    }
    expect(seen.size, 'the client sees all of them, a page at a time').to.equal(MAX_TYPED_CODES + 3);
  });

  it('are typed beside the list when a block is corrected, and show hostile text as text', async () => {
    await send('09:00', 'SHOP-1');
    const block = String(Date.parse('2026-11-18T09:00:00Z') / 1000);
    expect((await w.felix.get(`${at}/correction?block=${block}`)).text).to.include('name="typedCode"');
    const typed = '<img/src=x>';
    const fields = { block, description: 'Checkout: keep the basket', projectCode: '=SHOP-1', typedCode: typed };
    expect((await w.felix.post(`${at}/correction`, fields)).status).to.equal(303);
    expect(await codes()).to.deep.equal([...listed, [typed, w.felix.id]]);
    for (const page of [`${at}/codes`, at, `${at}/blocks/${block}`]) {
      const { text } = await w.carla.get(page);
      expect(text, page).to.include('&lt;img/src=x&gt;').and.not.to.include(typed);
    }
    const long = await w.felix.post(`${at}/correction`, { ...fields, typedCode: 'x'.repeat(41) });
    expect([
      long.status,
      long.text.includes('at most 40 characters'),
      long.text.includes('x'.repeat(41)),
    ]).to.deep.equal([422, true, true]);
  });

  it('are taken with a request for manual time', async () => {
    w.contract = await w.activeContract({ freeCodes: true, manualTime: true });
    at = `/contracts/${w.contract.id}`;
    w.outside.clock.set('2026-11-18T12:00:00Z');
    const [from, to] = ['2026-11-18T10:30:00Z', '2026-11-18T11:00:00Z'].map(iso => String(Date.parse(iso) / 1000));
    const fields = { from: from!, to: to!, description: 'A call about the search page', typedCode: 'phone calls' };
    const reason = 'We were on the phone, away from the computer.';
    expect((await w.felix.get(`${at}/manual-time/new`)).text).to.include('name="typedCode"');
    const asked = await w.felix.post(`${at}/manual-time`, { ...fields, reason });
    expect(asked.status, asked.text).to.equal(303);
    expect((await w.carla.get(asked.headers['location']!)).text).to.include('phone-calls');
    expect((await w.carla.post(`${asked.headers['location']}/answer`, { answer: 'yes' })).status).to.equal(303);
    expect((await w.carla.get(`${at}/blocks/${from}`)).text).to.include('phone-calls');
  });

  it('are never made where the terms do not allow them', async () => {
    const { id } = await w.activeContract();
    const how = { typedById: w.felix.id, at: w.outside.clock.now() };
    const refused = await transaction(() => codeFor(id, 'MINE', how)).catch((error: { code: string }) => error.code);
    expect(refused).to.equal('unknown-project-code');
  });
});
