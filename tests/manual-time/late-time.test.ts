import { expect } from 'chai';
import { billableIn } from '../../src/manual-time/billable.ts';
import { chosenStretches, invoiceWeek, lateRuns, lateState } from '../../src/manual-time/late-time.ts';
import { Notice } from '../../src/notices/notice-model.ts';
import { signInTracker, type TestTracker } from '../support/tracker.ts';
import { world, type World } from '../support/world.ts';

const second = (iso: string): number => Date.parse(iso) / 1000;
const WEEK = second('2026-11-16T00:00Z');
const NEXT = second('2026-11-23T00:00Z');

describe('Late time', () => {
  let w: World;
  let tracker: TestTracker;
  let path: string;

  beforeEach(async () => {
    w = await world({ now: '2026-11-17T07:00:00Z' });
    tracker = await signInTracker(w.app, w.felix.email);
    w.outside.clock.set('2026-11-18T12:00:00Z');
    await tracker.send(w.contract.id, '2026-11-18T08:00:00Z');
    w.outside.clock.set('2026-11-23T12:00:00Z');
    for (const at of ['09:00', '09:10', '10:30']) {
      const block = at === '10:30' ? { seconds: 300, description: 'Catalogue: filters of the search' } : {};
      expect((await tracker.send(w.contract.id, `2026-11-18T${at}:00Z`, { block })).status).to.equal(200);
    }
    path = `/contracts/${w.contract.id}/late-time/${WEEK}`;
  });

  const place = () => ({ id: w.contract.id, freelancerId: w.felix.id });
  const billed = async (week: number) =>
    (await billableIn(place(), week)).map(({ startedAt, seconds }) => [
      new Date(startedAt * 1000).toISOString().slice(11, 16),
      seconds,
    ]);
  const line = (from: string, to: string): string => `${second(`2026-11-18T${from}Z`)}-${second(`2026-11-18T${to}Z`)}`;
  const shown = line('09:00', '10:35');
  const kinds = async (userId: number) => (await Notice.findAll({ where: { userId } })).map(({ kind }) => kind);

  it('is told to the client once, shown by lines to both, and billed to nobody before the yes', async () => {
    expect((await kinds(w.carla.id)).filter(kind => kind === 'late-time.arrived')).to.have.lengthOf(1);
    for (const [person, times] of [[w.carla, '04:00–04:20'] as const, [w.felix, '10:00–10:20'] as const]) {
      const { text } = await person.get(path);
      expect(text).to.include(times).and.to.include('$13.33').and.to.include('Catalogue: filters of the search');
    }
    expect((await w.carla.get(path)).text)
      .to.include(`value="${line('09:00', '09:20')}" checked`)
      .and.to.include('4 Dec 2026, 23:59 UTC');
    expect((await w.felix.get(path)).text).not.to.include('type="checkbox"');
    expect((await w.carla.get(`/contracts/${w.contract.id}/manual-time`)).text).to.include('25 m without an answer');
    expect([await billed(WEEK), await billed(NEXT)]).to.deep.equal([[['08:00', 600]], []]);
  });

  it('gets a yes to what is ticked, which is billed in the next week; the rest is not', async () => {
    const answer = await w.carla.post(`${path}/answer`, { late: line('09:00', '09:20'), shown });
    expect([answer.status, answer.headers['location']]).to.deep.equal([303, path]);
    expect(await billed(WEEK)).to.deep.equal([['08:00', 600]]);
    expect(await billed(NEXT)).to.deep.equal([
      ['09:00', 600],
      ['09:10', 600],
    ]);
    const { text } = await w.felix.get(path);
    expect(text)
      .to.match(/Accepted<\/span>/)
      .and.to.match(/Declined<\/span>/)
      .and.not.to.include('Waiting for an answer');
    expect(await kinds(w.felix.id)).to.include('late-time.answered');
    expect((await w.felix.get(`/contracts/${w.contract.id}`)).text).to.include(
      'answered late time: 20 m billed, 5 m not',
    );
  });

  it('is in the sums of its week with what of them is not billed, or not yet', async () => {
    const week = `/contracts/${w.contract.id}/diary/2026-11-18`;
    for (const [person, whose] of [[w.carla, 'your'] as const, [w.felix, 'Carla’s'] as const]) {
      for (const view of ['', '/week', '/list']) {
        const { text } = await person.get(`${week}${view}`);
        // 35 minutes at $40, of which 25 came late: two neighbours and one alone are asked for at once.
        expect(text, view).to.include('<span class="amount">$23.33</span>');
        expect(text, view).to.include(`href="${path}">$16.67 of it waits for ${whose} answer</a>`);
        expect(text, view).not.to.include('without a yes: not billed');
      }
    }
    await w.carla.post(`${path}/answer`, { late: line('09:00', '09:20'), shown });
    const { text } = await w.felix.get(week);
    expect(text).to.include('$3.33 of it came late without a yes: not billed').and.not.to.include('of it waits for');
  });

  it('gets a no to all of it with one button, whatever is ticked', async () => {
    await w.carla.post(`${path}/answer`, { late: line('09:00', '09:20'), shown, none: 'yes' });
    expect(await billed(NEXT)).to.deep.equal([]);
    expect((await w.carla.get(path)).text).not.to.include('type="checkbox"');
  });

  it('has one answer, also when two come at once', async () => {
    const answers = await Promise.all([
      w.carla.post(`${path}/answer`, { late: [line('09:00', '09:20'), line('10:30', '10:35')] as never, shown }),
      w.carla.post(`${path}/answer`, { none: 'yes', shown }),
    ]);
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([303, 409]);
    const all = (await billed(NEXT)).length;
    expect([0, 3]).to.include(all);
    const again = await w.carla.post(`${path}/answer`, { late: line('09:00', '09:20'), shown });
    expect([again.status, again.text.includes('has its answer already')]).to.deep.equal([409, true]);
    expect((await billed(NEXT)).length).to.equal(all);
  });

  it('that arrives after the client has looked waits for its own answer', async () => {
    await w.carla.post(`${path}/answer`, { late: line('09:00', '09:20'), shown });
    w.outside.clock.set('2026-11-23T14:00:00Z');
    await tracker.send(w.contract.id, '2026-11-18T11:00:00Z');
    expect((await w.carla.get(path)).text).to.include(`value="${line('11:00', '11:10')}" checked`);
    expect(await billed(NEXT)).to.have.lengthOf(2);
  });

  it('is not billed when nobody answers until the Friday of the week after it arrived', async () => {
    for (const day of ['2026-11-23', '2026-11-27', '2026-12-02', '2026-12-04']) {
      w.outside.clock.set(`${day}T23:59:59Z`);
      await w.carla.get('/my-jobs');
    }
    expect((await w.carla.get(path)).text).to.include('type="checkbox"');
    w.outside.clock.set('2026-12-05T00:00:00Z');
    const late = await w.carla.post(`${path}/answer`, { late: line('09:00', '09:20'), shown });
    expect([late.status, (await w.carla.get(path)).text.includes('Not answered in time')]).to.deep.equal([409, true]);
    expect(await billed(NEXT)).to.deep.equal([]);
  });

  it('is answered by the client only; a stranger, and a week without late time, find nothing', async () => {
    expect((await w.felix.post(`${path}/answer`, { late: line('09:00', '09:20'), shown })).status).to.equal(403);
    for (const stranger of [w.stan, w.ada]) {
      // An admin who wants to read is asked why.
      expect((await stranger.get(path)).status).to.equal(stranger === w.ada ? 303 : 404);
      expect((await stranger.post(`${path}/answer`, { none: 'yes', shown })).status).to.equal(404);
    }
    for (const week of [NEXT, WEEK + 1, 'x'])
      expect((await w.carla.get(path.replace(/\d+$/, String(week)))).status).to.equal(404);
    const strange = await w.carla.post(`${path}/answer`, { late: 'all', shown });
    expect([strange.status, await billed(NEXT)]).to.deep.equal([422, []]);
  });
});

describe('The rules of late time', () => {
  const now = new Date('2026-11-24T10:00:00Z');
  const block = {
    startedAt: WEEK,
    seconds: 600,
    receivedAt: second('2026-11-23T12:00Z'),
    accepted: null as boolean | null,
  };
  const words = { description: 'Checkout', projectCode: null as string | null };

  it('keep an answer open until Friday 24:00 UTC of the week after it arrived, and silence is a no', () => {
    expect(lateState(block, new Date('2026-12-04T23:59:59Z'))).to.equal('open');
    expect(lateState(block, new Date('2026-12-05T00:00:00Z'))).to.equal('unanswered');
    expect(lateState({ ...block, accepted: true }, now)).to.equal('accepted');
    expect(lateState({ ...block, accepted: false }, now)).to.equal('refused');
  });

  it('make one line of neighbours with the same words and the same answer', () => {
    const at = (startedAt: number, changes: object = {}) => ({
      ...block,
      ...words,
      startedAt: WEEK + startedAt,
      ...changes,
    });
    const blocks = [at(0), at(600), at(1200, { projectCode: 'X' }), at(1800, { accepted: true }), at(3000), at(3600)];
    expect(lateRuns(blocks, now).map(({ from, to, state }) => [from - WEEK, to - WEEK, state])).to.deep.equal([
      [0, 1200, 'open'],
      [1200, 1800, 'open'],
      [1800, 2400, 'accepted'],
      [3000, 4200, 'open'],
    ]);
  });

  it('take what a form can send, and nothing else', () => {
    expect(chosenStretches(undefined)).to.deep.equal([]);
    expect(chosenStretches(['1-2', '3-4'])).to.deep.equal([
      { from: 1, to: 2 },
      { from: 3, to: 4 },
    ]);
    for (const given of ['', '1-', '-2', '1-2;', ['1-2', 'x'], { from: 1 }, '12345678901-2'])
      expect(chosenStretches(given)).to.equal(null);
  });

  it('put tracked time on its own week, a yes on the week that closes next, and late time without a yes on none', () => {
    const facts = { ...block, manual: false, late: false, answeredAt: null };
    const after = second('2026-11-25T09:00Z');
    expect(invoiceWeek(facts)).to.equal(WEEK);
    expect(invoiceWeek({ ...facts, late: true })).to.equal(null);
    expect(invoiceWeek({ ...facts, late: true, accepted: false, answeredAt: after })).to.equal(null);
    expect(invoiceWeek({ ...facts, late: true, accepted: true, answeredAt: after })).to.equal(NEXT);
    expect(invoiceWeek({ ...facts, manual: true, receivedAt: second('2026-11-23T11:59Z') })).to.equal(WEEK);
    expect(invoiceWeek({ ...facts, manual: true, receivedAt: after })).to.equal(NEXT);
  });
});
