import { expect } from 'chai';
import { rows } from '../../src/db/sequelize.ts';
import { weekTotals } from '../../src/diary/day-totals.ts';
import { ManualRequest } from '../../src/manual-time/manual-request-model.ts';
import { signInTracker, type TestTracker } from '../support/tracker.ts';
import { world, type World } from '../support/world.ts';

const second = (iso: string): number => Date.parse(iso) / 1000;
const iso = (at: number): string => new Date(at * 1000).toISOString().replace('.000Z', 'Z');

describe('Manual and tracked time of the same minutes', () => {
  let w: World;
  let tracker: TestTracker;
  let path: string;

  beforeEach(async () => {
    w = await world();
    w.outside.clock.set('2026-11-17T07:00:00Z');
    w.contract = await w.activeContract({ manualTime: true });
    tracker = await signInTracker(w.app, w.felix.email);
    w.outside.clock.set('2026-11-18T12:00:00Z');
    path = `/contracts/${w.contract.id}/manual-time`;
  });

  async function ask(from: number, to: number) {
    const description = 'Call about the basket’s rules';
    const fields = { day: '2026-11-18', from: String(from), to: String(to), description, projectCode: '' };
    return w.felix.post(path, { ...fields, reason: 'We were on the phone, away from my computer.' });
  }
  async function asked(from: number, to: number): Promise<string> {
    const answer = await ask(from, to);
    expect(answer.status, answer.text).to.equal(303);
    return String(answer.headers['location']);
  }
  /** Every block of Felix's, oldest first, and the promise that must always hold: no second counts twice. */
  async function blocks() {
    const found = await rows<{ started_at: number; seconds: number; reasons: number }>(
      'SELECT started_at, seconds, reasons FROM blocks WHERE freelancer_id = $1 ORDER BY started_at',
      [w.felix.id],
    );
    found.reduce((end, { started_at, seconds }) => {
      expect(started_at).to.be.at.least(end);
      return started_at + seconds;
    }, 0);
    const total = found.reduce((sum, { seconds }) => sum + seconds, 0);
    const totals = await weekTotals([w.contract.id], second('2026-11-18T12:00:00Z'));
    expect(totals.reduce((sum, { seconds }) => sum + seconds, 0)).to.equal(total);
    return found.map(({ started_at, seconds, reasons }) => [
      iso(started_at).slice(11, 19),
      seconds,
      (reasons & 1) === 1,
    ]);
  }

  it('tracked while the client has not answered: it stays, and a yes adds the rest', async () => {
    const page = await asked(second('2026-11-18T09:00Z'), second('2026-11-18T09:30Z'));
    const sent = await tracker.send(w.contract.id, '2026-11-18T09:12:00Z', { block: { seconds: 300 } });
    expect(sent.status).to.equal(200);
    const { text } = await w.carla.get(page);
    expect(text).to.include('5 m of it have been logged meanwhile').and.to.include('Adds 25 m');
    await w.carla.post(`${page}/answer`, { answer: 'yes' });
    expect(await blocks()).to.deep.equal([
      ['09:00:00', 600, true],
      ['09:10:00', 120, true],
      ['09:12:00', 300, false],
      ['09:17:00', 180, true],
      ['09:20:00', 600, true],
    ]);
  });

  it('tracked all of it meanwhile: a yes has nothing to add and says so, and a no is still possible', async () => {
    const page = await asked(second('2026-11-18T09:00Z'), second('2026-11-18T09:10Z'));
    await tracker.send(w.contract.id, '2026-11-18T09:00:00Z');
    const yes = await w.carla.post(`${page}/answer`, { answer: 'yes' });
    expect([yes.status, yes.text.includes('nothing left to add')]).to.deep.equal([409, true]);
    const words = 'The tracker has logged this hour already.';
    expect((await w.carla.post(`${page}/answer`, { answer: 'no', words })).status).to.equal(303);
  });

  it('sent by the tracker after the yes: refused, because time counts once, whatever the contract', async () => {
    w.outside.clock.set('2026-11-17T08:00:00Z');
    const other = await w.activeContract();
    w.outside.clock.set('2026-11-18T12:00:00Z');
    const page = await asked(second('2026-11-18T09:00Z'), second('2026-11-18T09:10Z'));
    await w.carla.post(`${page}/answer`, { answer: 'yes' });
    for (const { id } of [w.contract, other]) {
      const sent = await tracker.send(id, '2026-11-18T09:05:00Z', { block: { seconds: 60 } });
      expect([sent.status, (sent.body as { error: { code: string } }).error.code]).to.deep.equal([409, 'overlaps']);
    }
  });

  it('answered and sent at once: whoever comes first, no second counts twice', async () => {
    for (let round = 0; round < 6; round++) {
      const from = second('2026-11-18T00:00Z') + round * 3600;
      const page = await asked(from, from + 3600);
      const sending = [600, 1200, 1900].map(after =>
        tracker.send(w.contract.id, iso(from + after), { block: { seconds: 500 } }),
      );
      const [answer, ...sent] = await Promise.all([w.carla.post(`${page}/answer`, { answer: 'yes' }), ...sending]);
      expect(answer.status).to.equal(303);
      expect(sent.every(({ status }) => status === 200 || status === 409)).to.equal(true);
      const total = (await blocks()).reduce((sum, [, seconds]) => sum + Number(seconds), 0);
      expect(total, 'each second of the hour once').to.equal((round + 1) * 3600);
    }
  });

  it('answered yes and no and taken back at once: one of them is what happened', async () => {
    for (let round = 0; round < 4; round++) {
      const from = second('2026-11-18T00:00Z') + round * 3600;
      const page = await asked(from, from + 3600);
      const answers = await Promise.all([
        w.carla.post(`${page}/answer`, { answer: 'yes' }),
        w.carla.post(`${page}/answer`, { answer: 'no', words: 'We spoke about something else.' }),
        w.felix.post(`${page}/withdrawal`),
      ]);
      expect(answers.map(({ status }) => status).sort()).to.deep.equal([303, 409, 409]);
      await blocks();
    }
  });

  it('asked for twice at once: one request is open', async () => {
    const [from, to] = [second('2026-11-18T09:00Z'), second('2026-11-18T10:00Z')];
    const answers = await Promise.all([ask(from, to), ask(from, to), ask(from - 600, to)]);
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([303, 422, 422]);
    expect(await ManualRequest.count({ where: { freelancerId: w.felix.id, state: 'open' } })).to.equal(1);
  });
});
