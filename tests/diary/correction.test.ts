import { expect } from 'chai';
import { rows } from '../../src/db/sequelize.ts';
import { corrected, MAX_CORRECTIONS, reasonsWith } from '../../src/diary/correction.ts';
import { chosenFrom } from '../../src/diary/chosen.ts';
import { Event } from '../../src/events/event-model.ts';
import { signInTracker, type TestTracker } from '../support/tracker.ts';
import { world, type World } from '../support/world.ts';

const seconds = (iso: string): number => Date.parse(iso) / 1000;
const GOOD = 'Invoice list: totals by month';

describe('A correction', () => {
  const said = { description: 'stuff', projectCode: 'A' };

  it('changes what it names and keeps the rest', () => {
    expect(corrected(said, { description: GOOD })).to.deep.equal({ description: GOOD, projectCode: 'A' });
    expect(corrected(said, { projectCode: null })).to.deep.equal({ description: 'stuff', projectCode: null });
    expect([corrected(said, {}), corrected(said, said)]).to.deep.equal([null, null]);
  });

  it('judges the description anew and nothing else', () => {
    expect(reasonsWith(['vague-description', 'idle-time'], GOOD)).to.deep.equal(['idle-time']);
    expect(reasonsWith(['no-description'], 'stuff')).to.deep.equal(['vague-description']);
    expect(reasonsWith(['no-screenshot', 'late-upload'], GOOD)).to.deep.equal(['no-screenshot', 'late-upload']);
  });
});

describe('Chosen blocks', () => {
  const cases: [given: unknown, starts: number[] | null][] = [
    ['20', [20]],
    [
      ['30', '20', '30'],
      [20, 30],
    ],
    ['30,20', [20, 30]],
    [undefined, null],
    ['', null],
    ['1,', null],
    ['-1', null],
    ['1.5', null],
    [{ a: '1' }, null],
    [`0,${9 * 86_400}`, null],
    [Array.from({ length: 301 }, (_, i) => String(i)), null],
  ];
  for (const [given, starts] of cases) {
    it(`${JSON.stringify(given)?.slice(0, 40)} are ${starts ? starts.join(' and ') : 'no choice'}`, () => {
      expect(chosenFrom(given)).to.deep.equal(starts);
    });
  }
});

describe('Correcting what was done', () => {
  let w: World;
  let tracker: TestTracker;
  let diary: string;
  let correction: string;
  const [nine, ten, twenty] = ['09:00', '09:10', '09:20'].map(time => `2026-11-18T${time}:00Z`) as [
    string,
    string,
    string,
  ];
  const blocks = [nine, ten].map(seconds).join(',');

  beforeEach(async () => {
    w = await world();
    w.outside.clock.set('2026-11-18T07:00:00Z');
    w.contract = await w.activeContract({ title: 'Diary job' });
    tracker = await signInTracker(w.app, w.felix.email);
    w.outside.clock.set('2026-11-18T10:00:00Z');
    await tracker.send(w.contract.id, nine, { block: { description: 'stuff' } });
    await tracker.send(w.contract.id, ten, { block: { description: 'things', projectCode: null } });
    await tracker.send(w.contract.id, twenty);
    diary = `/contracts/${w.contract.id}/diary`;
    correction = `/contracts/${w.contract.id}/correction`;
  });
  const blockPath = (at: string): string => `/contracts/${w.contract.id}/blocks/${seconds(at)}`;
  const protectedSeconds = async (): Promise<number> => {
    const [totals] = await rows<{ protected_seconds: number }>(
      'SELECT protected_seconds FROM day_totals WHERE contract_id = $1',
      [w.contract.id],
    );
    return Number(totals?.protected_seconds);
  };

  it('of several blocks at once makes them protected, and both see what stood there before', async () => {
    expect(await protectedSeconds()).to.equal(600);
    const answer = await w.felix.post(correction, {
      block: blocks,
      description: `  ${GOOD}\n`,
      projectCode: '=SHOP-2',
    });
    expect([answer.status, answer.headers['location']]).to.deep.equal([303, `${diary}/2026-11-18`]);
    expect(await protectedSeconds()).to.equal(1800);
    for (const person of [w.felix, w.carla]) {
      expect((await person.get(diary)).text)
        .to.include(GOOD)
        .and.to.include('All protected')
        .and.not.to.include('things');
      const { text } = await person.get(blockPath(ten));
      expect(text).to.include('Corrected').and.to.include('<bdi>things</bdi>').and.to.include('SHOP-2');
    }
    const [event] = await Event.findAll({ where: { contractId: w.contract.id, kind: 'block.corrected' } });
    expect(event?.facts).to.include({ by: 'Felix', blocks: 2, seconds: 1200 });
  });

  it('leaves each block its own words when the field stays empty', async () => {
    const { text } = await w.felix.get(`${correction}?block=${blocks}`);
    expect(text).to.include('These blocks say different things').and.to.include('Keep each block’s own');
    await w.felix.post(correction, { block: blocks, description: '', projectCode: '=SHOP-2' });
    const page = (await w.carla.get(diary)).text;
    expect(page).to.include('stuff').and.to.include('things').and.to.include('SHOP-2');
  });

  it('that makes a description vague costs the protection: it was the freelancer’s own act', async () => {
    await w.felix.post(correction, { block: String(seconds(twenty)), description: 'work', projectCode: 'keep' });
    expect(await protectedSeconds()).to.equal(0);
  });

  it('does not make the block another one when the tracker sends it again', async () => {
    const [id, starts] = ['01936000-0000-7000-8000-00000000c0de', '2026-11-18T09:30:00Z'];
    await tracker.send(w.contract.id, starts, { id, block: { description: 'stuff' } });
    await w.felix.post(correction, { block: String(seconds(starts)), description: GOOD });
    expect((await tracker.send(w.contract.id, starts, { id, block: { description: 'stuff' } })).status).to.equal(200);
    expect((await tracker.send(w.contract.id, starts, { id, block: { description: 'other' } })).status).to.equal(409);
  });

  it('with a code the contract does not have, or a text too long, keeps what was typed', async () => {
    const asked = await w.felix.post(correction, { block: blocks, description: '<b>typed</b>', projectCode: '=NOPE' });
    expect(asked.status).to.equal(422);
    expect(asked.text).to.include('&lt;b&gt;typed&lt;/b&gt;').and.to.include('no such project code');
    const long = await w.felix.post(correction, { block: blocks, description: 'x'.repeat(301) });
    expect([
      long.status,
      long.text.includes('at most 300 characters'),
      long.text.includes('x'.repeat(301)),
    ]).to.deep.equal([422, true, true]);
    expect((await w.felix.get(diary)).text).to.include('stuff');
  });

  it('is for the freelancer alone, and ends on Monday at 12:00 UTC for all of them', async () => {
    for (const [person, status] of [
      [w.carla, 403],
      [w.stan, 404],
      [w.ada, 404],
    ] as const) {
      // An admin who wants to read is asked why.
      expect((await person.get(`${correction}?block=${blocks}`)).status).to.equal(person === w.ada ? 303 : status);
      expect((await person.post(correction, { block: blocks, description: GOOD })).status).to.equal(status);
    }
    w.outside.clock.set('2026-11-23T12:00:00Z');
    const late = await w.felix.post(correction, { block: blocks, description: GOOD });
    expect([late.status, late.text.includes('closed since Monday 12:00 UTC')]).to.deep.equal([409, true]);
    expect((await w.felix.get(diary + '/2026-11-18')).text)
      .to.include('stuff')
      .and.not.to.include('/selection');
  });

  it('reaches no block of another contract', async () => {
    const other = await w.activeContract({ title: 'Another job' });
    const foreign = await w.felix.post(`/contracts/${other.id}/correction`, { block: blocks, description: GOOD });
    expect(foreign.status).to.equal(404);
  });

  it(`can be made ${MAX_CORRECTIONS} times`, async () => {
    const block = String(seconds(nine));
    for (let time = 1; time <= MAX_CORRECTIONS; time++) {
      const { status } = await w.felix.post(correction, { block, description: `${GOOD} ${time}` });
      expect(status).to.equal(303);
    }
    const last = await w.felix.post(correction, { block, description: GOOD });
    expect([last.status, last.text.includes('20 times')]).to.deep.equal([409, true]);
  });

  it('begins with a grid in which blocks are boxes to tick, and all of them at once', async () => {
    expect((await w.felix.get(diary)).text).to.include(`${diary}/2026-11-18/selection`);
    const { text } = await w.felix.get(`${diary}/2026-11-18/selection`);
    expect([text.match(/type="checkbox" name="block"/g)?.length, text.includes('checked')]).to.deep.equal([3, false]);
    const all = (await w.felix.get(`${diary}/2026-11-18/selection?all`)).text;
    expect(all.match(/type="checkbox" name="block" value="\d+" checked/g)?.length).to.equal(3);
    const none = await w.felix.get(correction);
    expect([none.status, none.text.includes('Choose at least one block first.')]).to.deep.equal([422, true]);
    const ticked = await w.felix.get(
      `/contracts/${w.contract.id}/deletion?block=${seconds(nine)}&block=${seconds(ten)}`,
    );
    expect(ticked.text).to.include('Delete these 2 blocks?').and.to.include('20 m, $13.33');
  });
});
