import { expect } from 'chai';
import { rows } from '../../src/db/sequelize.ts';
import { weekTotals } from '../../src/diary/day-totals.ts';
import { Event } from '../../src/events/event-model.ts';
import { tick } from '../../src/jobs/schedule.ts';
import { ManualRequest } from '../../src/manual-time/manual-request-model.ts';
import { Notice } from '../../src/notices/notice-model.ts';
import { signInTracker, type TestTracker } from '../support/tracker.ts';
import { world, type World } from '../support/world.ts';

const second = (iso: string): number => Date.parse(iso) / 1000;
const REASON = 'We were on the phone, away from my computer.';
const NO = 'We spoke about something else in that hour.';

describe('Manual time', () => {
  let w: World;
  let tracker: TestTracker;
  let path: string;

  beforeEach(async () => {
    w = await world();
    w.outside.clock.set('2026-11-17T07:00:00Z');
    w.contract = await w.activeContract({ title: 'Shop by hand', manualTime: true });
    tracker = await signInTracker(w.app, w.felix.email);
    w.outside.clock.set('2026-11-18T12:00:00Z');
    path = `/contracts/${w.contract.id}/manual-time`;
  });

  const fields = (from: string, to: string, changes: Record<string, string> = {}) => ({
    ...{ day: '2026-11-18', from: String(second(`2026-11-18T${from}Z`)), to: String(second(`2026-11-18T${to}Z`)) },
    ...{ description: 'Call about the basket’s rules', projectCode: 'SHOP-1', reason: REASON },
    ...changes,
  });
  async function asked(from: string, to: string): Promise<string> {
    const answer = await w.felix.post(path, fields(from, to));
    expect(answer.status, answer.text).to.equal(303);
    return String(answer.headers['location']);
  }
  const added = () =>
    rows<{ started_at: number; seconds: number; reasons: number; over_limit_seconds: number | null }>(
      'SELECT started_at, seconds, reasons, over_limit_seconds FROM blocks WHERE contract_id = $1 AND (reasons & 1) = 1 ORDER BY started_at',
      [w.contract.id],
    );
  async function weekSeconds() {
    const totals = await weekTotals([w.contract.id], second('2026-11-18T12:00:00Z'));
    return totals.map(({ seconds, billable, protected: safe }) => ({ seconds, billable, safe }));
  }
  const toldTo = async (userId: number): Promise<string[]> =>
    (await Notice.findAll({ where: { userId, contractId: w.contract.id }, order: [['id', 'ASC']] })).map(
      ({ kind }) => kind,
    );

  it('is asked for in free time, told to the client, and logs nothing before the yes', async () => {
    const page = await asked('09:05', '10:30');
    const request = await ManualRequest.findOne({ where: { contractId: w.contract.id } });
    expect(request).to.include({ state: 'open', from: second('2026-11-18T09:05Z'), to: second('2026-11-18T10:30Z') });
    expect(await toldTo(w.carla.id)).to.include('manual-time.asked');
    expect(await added()).to.deep.equal([]);
    for (const person of [w.felix, w.carla]) {
      const { text } = await person.get(page);
      expect(text).to.include('1 h 25 m of manual time').and.to.include(REASON).and.to.include('SHOP-1');
      expect(text).to.include('27 Nov 2026, 23:59 UTC');
    }
    expect((await w.carla.get(page)).text)
      .to.include('Adds 1 h 25 m, $56.67')
      .and.not.to.include('/withdrawal"');
    expect((await w.felix.get(page)).text)
      .to.include('/withdrawal"')
      .and.not.to.include('/answer"');
    expect((await w.felix.get(path)).text)
      .to.include('10:05–11:30')
      .and.to.include('Waiting for an answer');
  });

  it('becomes blocks with a yes: marked, not protected, in the totals of both sides to the second', async () => {
    await tracker.send(w.contract.id, '2026-11-18T08:00:00Z');
    const page = await asked('09:05', '10:30');
    const answer = await w.carla.post(`${page}/answer`, { answer: 'yes' });
    expect([answer.status, answer.headers['location']]).to.deep.equal([303, page]);
    const blocks = await added();
    expect(blocks[0]).to.include({ started_at: second('2026-11-18T09:05Z'), seconds: 300 });
    expect([blocks.length, blocks.reduce((sum, { seconds }) => sum + seconds, 0)]).to.deep.equal([9, 5100]);
    expect(await weekSeconds()).to.deep.equal([{ seconds: 5700, billable: 5700, safe: 600 }]);
    expect(await toldTo(w.felix.id)).to.include('manual-time.answered');
    for (const person of [w.felix, w.carla]) {
      const { text } = await person.get(`/contracts/${w.contract.id}/diary/2026-11-18`);
      expect(text)
        .to.include('1 h 35 m')
        .and.to.include('10 m protected')
        .and.to.include('Not protected, added by hand');
      expect(text.match(/>Manual time</g)).to.have.lengthOf(9);
      expect((await person.get(page)).text).to.include('1 h 25 m were added, by hand and not protected');
      const block = await person.get(`/contracts/${w.contract.id}/blocks/${second('2026-11-18T09:10Z')}`);
      expect(block.text).to.include('Added by hand; the client said yes').and.to.include('is never protected');
    }
  });

  it('gets a yes to a part, which is all that is added', async () => {
    const page = await asked('09:00', '11:00');
    const part = { from: String(second('2026-11-18T09:30Z')), to: String(second('2026-11-18T10:00Z')) };
    const outside = await w.carla.post(`${page}/answer`, {
      answer: 'part',
      ...part,
      to: String(second('2026-11-18T11:10Z')),
    });
    expect([outside.status, outside.text.includes('lies within what was asked for')]).to.deep.equal([422, true]);
    const unsaid = await w.carla.post(`${page}/answer`, { answer: 'part', words: 'Only the second half hour' });
    expect([unsaid.status, unsaid.text.includes('Choose when the part begins.')]).to.deep.equal([422, true]);
    expect(unsaid.text).to.include('Only the second half hour');
    expect((await w.carla.post(`${page}/answer`, { answer: 'part', ...part })).status).to.equal(303);
    expect((await added()).map(({ seconds }) => seconds)).to.deep.equal([600, 600, 600]);
    expect((await w.felix.get(page)).text).to.include('30 m were added');
    expect((await w.felix.get(path)).text).to.include('of 2 h');
  });

  it('gets a no with a sentence, which the freelancer reads; no answer changes it afterwards', async () => {
    const page = await asked('09:00', '10:00');
    const short = await w.carla.post(`${page}/answer`, { answer: 'no', words: 'No.' });
    expect([short.status, short.text.includes('Say why in at least 20 characters.')]).to.deep.equal([422, true]);
    expect((await w.carla.post(`${page}/answer`, { answer: 'no', words: NO })).status).to.equal(303);
    expect((await w.felix.get(page)).text)
      .to.include(NO)
      .and.to.include('Declined');
    const again = await w.carla.post(`${page}/answer`, { answer: 'yes' });
    expect([again.status, again.text.includes('closed already'), await added()]).to.deep.equal([409, true, []]);
    expect((await w.felix.post(`${page}/withdrawal`)).status).to.equal(409);
  });

  it('is taken back by the freelancer while it is open, and its time can be asked for again', async () => {
    const page = await asked('09:00', '10:00');
    const twice = await w.felix.post(path, fields('09:30', '10:30'));
    expect([twice.status, twice.text.includes('asked for some of this time already')]).to.deep.equal([422, true]);
    expect((await w.felix.post(`${page}/withdrawal`)).status).to.equal(303);
    expect((await w.carla.get(page)).text)
      .to.include('Taken back')
      .and.not.to.include('/answer"');
    await asked('09:30', '10:30');
  });

  it('is a no when nobody answers until Friday 23:59 UTC, once, whoever ticks', async () => {
    const page = await asked('09:00', '10:00');
    for (const day of ['2026-11-21', '2026-11-24', '2026-11-26']) {
      w.outside.clock.set(`${day}T12:00:00Z`);
      // Sessions of people who come back go on.
      for (const person of [w.carla, w.felix]) await person.get('/my-jobs');
    }
    w.outside.clock.set('2026-11-27T23:59:59Z');
    await tick(w.outside);
    expect((await w.carla.get(page)).text).to.include('/answer"');
    w.outside.clock.set('2026-11-28T00:00:00Z');
    expect((await w.carla.post(`${page}/answer`, { answer: 'yes' })).status, 'before any tick').to.equal(409);
    await Promise.all([tick(w.outside), tick(w.outside)]);
    expect((await w.felix.get(page)).text).to.include('Not answered in time');
    expect((await toldTo(w.felix.id)).filter(kind => kind === 'manual-time.unanswered')).to.have.lengthOf(1);
    expect(await Event.count({ where: { contractId: w.contract.id, kind: 'manual-time.unanswered' } })).to.equal(1);
    expect((await w.felix.get(`/contracts/${w.contract.id}`)).text).to.include(
      'was not answered in time, which is a no',
    );
  });

  it('is refused where it was not agreed, and the page says what to do', async () => {
    const { id } = await w.activeContract({ title: 'Only tracked' });
    const page = await w.felix.get(`/contracts/${id}/manual-time/new`);
    expect(page.text).to.include('has no manual time').and.not.to.include('<form class="form card"');
    const answer = await w.felix.post(`/contracts/${id}/manual-time`, fields('09:00', '10:00'));
    expect([answer.status, await ManualRequest.count({ where: { contractId: id } })]).to.deep.equal([422, 0]);
  });

  it('offers only what is free: not what is logged, asked for, to come, or of another week', async () => {
    await tracker.send(w.contract.id, '2026-11-18T09:00:00Z', { block: { seconds: 590 } });
    await asked('10:00', '10:40');
    const { text } = await w.felix.get(`${path}/new?day=2026-11-18`);
    const gaps = [...text.matchAll(/>(\d\d:\d\d–\d\d:\d\d)<\/a>/g)].map(([, gap]) => gap);
    expect(gaps).to.deep.equal(['00:00–10:00', '10:10–11:00', '11:40–13:00']);
    expect(text)
      .to.include(`value="${second('2026-11-18T09:10Z')}"`)
      .and.not.to.include(`value="${second('2026-11-18T10:20Z')}"`);
    const days = [...text.matchAll(/new\?day=(2026-11-\d\d)"/g)].map(([, day]) => day);
    expect(days).to.deep.equal(['2026-11-16', '2026-11-17', '2026-11-18']);
    const monday = await w.felix.get(`${path}/new?day=2026-11-16`);
    expect(monday.text, 'before the contract').to.include('Nothing of Mon 16 Nov is free');
  });

  it('keeps what was typed and says beside each field what is wrong', async () => {
    await tracker.send(w.contract.id, '2026-11-18T09:00:00Z');
    const taken = await w.felix.post(path, fields('08:50', '09:20'));
    expect([taken.status, taken.text.includes('Some of this time is logged already.')]).to.deep.equal([422, true]);
    const answer = await w.felix.post(path, fields('08:00', '09:00', { reason: 'Phone', description: '', to: '' }));
    for (const words of [
      'Choose when the work ended.',
      'Enter what you worked on.',
      'at least 20 characters',
      '>Phone</textarea>',
    ])
      expect(answer.text, words).to.include(words);
    expect(answer.text).to.include(`value="${second('2026-11-18T08:00Z')}" selected`);
    expect(await ManualRequest.count({ where: { contractId: w.contract.id } })).to.equal(0);
  });

  it('beyond the weekly limit is marked and not billed', async () => {
    w.contract = await w.activeContract({ title: 'An hour a week', manualTime: true, weeklyLimitSeconds: 3600 });
    path = `/contracts/${w.contract.id}/manual-time`;
    await w.felix.get('/my-jobs');
    w.outside.clock.set('2026-11-18T16:00:00Z');
    const page = await asked('13:00', '14:30');
    expect((await w.carla.get(page)).text)
      .to.include('30 m of it are beyond the weekly limit')
      .and.to.include('$40.00');
    await w.carla.post(`${page}/answer`, { answer: 'yes' });
    expect(await weekSeconds()).to.deep.equal([{ seconds: 5400, billable: 3600, safe: 0 }]);
    const over = (await added()).map(({ over_limit_seconds: seconds }) => Number(seconds ?? 0));
    expect(over).to.deep.equal([0, 0, 0, 0, 0, 0, 600, 600, 600]);
  });

  it('is answered by its client and taken back by its freelancer only; a stranger finds nothing', async () => {
    const page = await asked('09:00', '10:00');
    for (const stranger of [w.stan, w.ada]) {
      // An admin who wants to read is asked why.
      for (const address of [path, page, `${path}/new`])
        expect((await stranger.get(address)).status).to.equal(stranger === w.ada ? 303 : 404);
      expect((await stranger.post(`${page}/answer`, { answer: 'yes' })).status).to.equal(404);
    }
    expect((await w.felix.post(`${page}/answer`, { answer: 'yes' })).status).to.equal(403);
    expect((await w.carla.post(`${page}/withdrawal`)).status).to.equal(403);
    expect((await w.carla.post(path, fields('10:00', '11:00'))).status).to.equal(403);
    const other = await w.activeContract({ manualTime: true });
    const elsewhere = page.replace(`/contracts/${w.contract.id}/`, `/contracts/${other.id}/`);
    expect((await w.carla.get(elsewhere)).status, 'through another contract').to.equal(404);
    expect((await w.carla.post(`${elsewhere}/answer`, { answer: 'yes' })).status).to.equal(404);
    expect(await added()).to.deep.equal([]);
  });

  it('shows hostile text as text', async () => {
    const hostile = '"><img src=x onerror=alert(1)>';
    const answer = await w.felix.post(
      path,
      fields('09:00', '10:00', { description: hostile, reason: hostile, projectCode: '' }),
    );
    const page = String(answer.headers['location']);
    await w.carla.post(`${page}/answer`, { answer: 'no', words: hostile });
    for (const address of [page, path, `/contracts/${w.contract.id}`]) {
      expect((await w.carla.get(address)).text, address).not.to.include('<img src=x');
    }
    expect((await w.carla.get(page)).text).to.include('onerror=alert(1)&gt;');
  });

  it('is listed twenty at a time', async () => {
    const at = second('2026-11-18T08:00Z');
    const one = {
      contractId: w.contract.id,
      freelancerId: w.felix.id,
      description: 'A call',
      reason: REASON,
      askedAt: at,
    };
    for (let place = 0; place < 23; place++) {
      const times = { from: at + place * 60, to: at + place * 60 + 60, answerBy: at };
      await ManualRequest.create({ ...one, ...times, state: 'withdrawn' });
    }
    const first = await w.carla.get(path);
    expect(first.text.match(/class="card manual"/g)).to.have.lengthOf(20);
    const older = /href="([^"]+\?before=\d+)"/.exec(first.text)![1]!;
    const second_ = await w.carla.get(older);
    expect(second_.text.match(/class="card manual"/g)).to.have.lengthOf(3);
    expect(second_.text).not.to.include('?before=');
  });
});
