import { expect } from 'chai';
import request from 'supertest';
import { Session } from '../../src/accounts/session-model.ts';
import { rows } from '../../src/db/sequelize.ts';
import { refusal, timerHeard, type BlockKept } from '../../src/wire/tracker.ts';
import { signInTracker, trackerWith, type TestTracker } from '../support/tracker.ts';
import { world, type World } from '../support/world.ts';

describe('What the timer works on', () => {
  let w: World;
  let studio: TestTracker;
  let laptop: TestTracker;

  beforeEach(async () => {
    w = await world();
    studio = await signInTracker(w.app, w.felix.email, 'Studio (Linux)');
    laptop = await signInTracker(w.app, w.felix.email, 'Laptop (macOS)');
  });

  const say = (tracker: TestTracker, contractId: number | null) => tracker.call('put', '/timer', { contractId });
  /** The other tracker the server tells of. */
  const elsewhere = async (tracker: TestTracker, contractId: number | null) => {
    const answer = await say(tracker, contractId);
    expect(answer.status, answer.text).to.equal(200);
    return timerHeard.parse(answer.body).elsewhere;
  };
  const remembered = async () => {
    const sessions = await Session.findAll({ where: { userId: w.felix.id, kind: 'tracker' }, order: [['id', 'ASC']] });
    return sessions.map(({ worksOn, timerHeardAt }) => [worksOn, timerHeardAt?.toISOString() ?? null]);
  };
  const now = (): string => w.outside.clock.now().toISOString();

  it('is remembered with its tracker, and forgotten when it stops', async () => {
    await say(laptop, w.contract.id);
    expect(await remembered()).to.deep.equal([
      [null, null],
      [w.contract.id, now()],
    ]);
    w.outside.clock.advance(60);
    await say(laptop, w.contract.id);
    expect((await remembered())[1]).to.deep.equal([w.contract.id, now()]);
    await say(laptop, null);
    expect((await remembered())[1]).to.deep.equal([null, null]);
  });

  it('alone, nothing runs elsewhere', async () => {
    expect(await elsewhere(laptop, w.contract.id)).to.equal(null);
    expect(await elsewhere(laptop, w.contract.id)).to.equal(null);
  });

  it('on two computers is told to both, with the other’s name', async () => {
    await say(studio, w.contract.id);
    const heardAt = now();
    w.outside.clock.advance(30);
    expect(await elsewhere(laptop, w.contract.id)).to.deep.equal({ device: 'Studio (Linux)', heardAt });
    expect(await elsewhere(studio, w.contract.id)).to.deep.equal({ device: 'Laptop (macOS)', heardAt: now() });
  });

  it('of two that start at once, at least one hears of the other', async () => {
    const heard = await Promise.all([elsewhere(studio, w.contract.id), elsewhere(laptop, w.contract.id)]);
    expect(heard.filter(other => other !== null)).not.to.deep.equal([]);
  });

  it('of three is that which was heard last', async () => {
    const tablet = await signInTracker(w.app, w.felix.email, 'Tablet');
    await say(studio, w.contract.id);
    w.outside.clock.advance(20);
    await say(tablet, w.contract.id);
    expect((await elsewhere(laptop, w.contract.id))?.device).to.equal('Tablet');
  });

  it('counts as running for 150 seconds of silence, and no longer', async () => {
    await say(studio, w.contract.id);
    w.outside.clock.advance(150);
    expect((await elsewhere(laptop, w.contract.id))?.device).to.equal('Studio (Linux)');
    w.outside.clock.advance(1);
    expect(await elsewhere(laptop, w.contract.id)).to.equal(null);
  });

  const ends: [what: string, end: () => Promise<unknown>][] = [
    ['stops', () => say(studio, null)],
    ['signs out', () => studio.call('delete', '/session')],
    [
      'is ended on the profile page',
      async () => {
        const [session] = await Session.findAll({ where: { userId: w.felix.id, device: 'Studio (Linux)' } });
        await w.felix.post(`/profile/sessions/${session!.id}/end`);
      },
    ],
  ];
  for (const [what, end] of ends) {
    it(`is over when the tracker ${what}`, async () => {
      await say(studio, w.contract.id);
      await end();
      expect(await elsewhere(laptop, w.contract.id)).to.equal(null);
    });
  }

  it('of one person is nobody else’s business', async () => {
    const job = await w.offer({ email: w.stan.email });
    await w.stan.post(`/contracts/${job.id}/acceptance`);
    await say(studio, w.contract.id);
    const stans = await signInTracker(w.app, w.stan.email);
    expect(await elsewhere(stans, job.id)).to.equal(null);
  });

  it('can only be a contract one works on', async () => {
    const offered = await w.offer({ title: 'Not yet' });
    const declined = await w.offer({ title: 'No thanks' });
    await w.felix.post(`/contracts/${declined.id}/refusal`);
    const stans = await signInTracker(w.app, w.stan.email);
    const cases: [TestTracker, number, number, string][] = [
      [laptop, offered.id, 422, 'contract-not-active'],
      [laptop, declined.id, 422, 'contract-not-active'],
      [laptop, 999_999_999, 404, 'not-found'],
      [stans, w.contract.id, 404, 'not-found'],
    ];
    for (const [tracker, contractId, status, code] of cases) {
      const answer = await say(tracker, contractId);
      expect([answer.status, refusal.parse(answer.body).error.code]).to.deep.equal([status, code]);
      expect(refusal.parse(answer.body).error.message).to.match(/^[A-Z].{10,}[.]$/);
    }
    expect((await remembered()).every(([worksOn]) => worksOn === null)).to.equal(true);
  });

  it('is said by trackers alone, in the agreed words', async () => {
    for (const [person, secret] of [
      ['Carla', w.carla.cookie.split('=')[1]!],
      ['Ada', w.ada.cookie.split('=')[1]!],
      ['Felix’s browser', w.felix.cookie.split('=')[1]!],
      ['nobody', ''],
    ] as const) {
      const answer = await trackerWith(w.app, secret).call('put', '/timer', { contractId: w.contract.id });
      expect([answer.status, refusal.parse(answer.body).error.code], person).to.deep.equal([401, 'not-signed-in']);
    }
    const cookie = { contractId: w.contract.id };
    expect((await request(w.app).put('/tracker-api/timer').set('Cookie', w.felix.cookie).send(cookie)).status).to.equal(
      401,
    );
    for (const body of [
      {},
      { contractId: 'x' },
      { contractId: 0 },
      { contractId: 1.5 },
      { contractId: null, url: 'x' },
    ]) {
      const answer = await laptop.call('put', '/timer', body);
      expect([answer.status, refusal.parse(answer.body).error.code]).to.deep.equal([400, 'malformed']);
    }
  });

  it('is a sign of life: from it on time passes that may be claimed', async () => {
    const contacts = () =>
      rows<{ last_contact_at: number }>('SELECT last_contact_at FROM freelancer_clocks WHERE freelancer_id = $1', [
        w.felix.id,
      ]);
    const [before] = await contacts();
    w.outside.clock.advance(90);
    await say(laptop, null);
    const [after] = await contacts();
    expect(Number(after!.last_contact_at) - Number(before!.last_contact_at)).to.equal(90);
  });

  it('moves no time: two computers that run at once log each second once', async () => {
    await Promise.all([say(studio, w.contract.id), say(laptop, w.contract.id)]);
    const startedAt = new Date(Math.ceil(w.outside.clock.now().getTime() / 600_000) * 600_000).toISOString();
    w.outside.clock.advance(3600);
    const answers = await Promise.all([studio, laptop].map(tracker => tracker.send(w.contract.id, startedAt)));
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 409]);
    expect(refusal.parse(answers.find(({ status }) => status === 409)!.body).error.code).to.equal('overlaps');
    expect((answers.find(({ status }) => status === 200)!.body as BlockKept).block.seconds).to.equal(600);
    const [sum] = await rows<{ seconds: number }>(
      'SELECT SUM(seconds) AS seconds FROM day_totals WHERE contract_id = $1',
      [w.contract.id],
    );
    expect(Number(sum?.seconds)).to.equal(600);
  });
});
