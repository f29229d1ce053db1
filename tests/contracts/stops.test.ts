import { expect } from 'chai';
import { Contract } from '../../src/contracts/contract-model.ts';
import { Proposal } from '../../src/contracts/proposal-model.ts';
import { standingOf, whyNotStopOrGo, type Standing, type StopAct } from '../../src/contracts/standing.ts';
import { endContract, pauseContract, resumeContract, sleepContracts } from '../../src/contracts/stop-contract.ts';
import { Notice } from '../../src/notices/notice-model.ts';
import type { State } from '../../src/wire/tracker.ts';
import { signInTracker, type TestTracker } from '../support/tracker.ts';
import { world, type World } from '../support/world.ts';

describe('How a contract stands', () => {
  const cases: [Standing, StopAct[]][] = [
    ['offered', []],
    ['active', ['pause', 'end']],
    ['paused', ['resume', 'end']],
    ['asleep', ['resume', 'end']],
    ['fixed-price', ['end']],
    ['ended', []],
    ['declined', []],
    ['withdrawn', []],
  ];
  for (const [standing, possible] of cases) {
    it(`(${standing}) allows ${possible.join(' and ') || 'no stop'}`, () => {
      const isStop =
        standing === 'paused' || standing === 'asleep' || standing === 'fixed-price' || standing === 'ended';
      const facts = isStop ? { state: 'active' as const, stopped: standing } : { state: standing, stopped: null };
      expect(standingOf(facts)).to.equal(standing);
      const acts: StopAct[] = ['pause', 'resume', 'end'];
      expect(acts.filter(act => whyNotStopOrGo(facts, act) === null)).to.deep.equal(possible);
    });
  }
});

describe('A contract that stops', () => {
  let w: World;
  let at: string;
  let tracker: TestTracker;
  beforeEach(async () => {
    w = await world({ now: '2026-11-18T08:00:00Z' });
    at = `/contracts/${w.contract.id}`;
    tracker = await signInTracker(w.app, w.felix.email);
  });
  const stateInTracker = async (): Promise<string | undefined> => {
    const { body } = await tracker.call('get', '/state');
    return (body as State).contracts.find(({ id }) => id === w.contract.id)?.state;
  };
  const post = async (by: 'carla' | 'felix' | 'stan' | 'ada', act: string): Promise<number> =>
    (await w[by].post(`${at}/${act}`)).status;

  it('for a pause takes time that began before, and none that begins in it', async () => {
    w.outside.clock.set('2026-11-18T09:05:00Z');
    expect(await post('carla', 'pause')).to.equal(303);
    w.outside.clock.set('2026-11-18T10:00:00Z');
    expect(await post('carla', 'resumption')).to.equal(303);
    w.outside.clock.set('2026-11-18T11:00:00Z');
    const sent = [];
    for (const [hour, minutes] of [
      ['09', '00'],
      ['09', '10'],
      ['09', '50'],
      ['10', '00'],
    ] as const)
      sent.push((await tracker.send(w.contract.id, `2026-11-18T${hour}:${minutes}:00Z`)).status);
    expect(sent).to.deep.equal([200, 422, 422, 200]);
  });

  it('is shown to both and to the tracker, which hears that its timer may not run', async () => {
    await post('carla', 'pause');
    for (const person of [w.felix, w.carla])
      for (const page of ['/my-jobs', at]) expect((await person.get(page)).text).to.match(/<\/svg>\s*Paused<\/span>/);
    expect((await w.felix.get(at)).text).to.include('Only Carla can let it go on');
    expect(await stateInTracker()).to.equal('paused');
    expect((await tracker.call('put', '/timer', { contractId: w.contract.id })).status).to.equal(422);
    expect(await Notice.count({ where: { userId: w.felix.id, kind: 'contract.paused' } })).to.equal(1);
    await post('carla', 'resumption');
    expect(await stateInTracker()).to.equal('active');
    expect((await w.felix.get(at)).text).to.include('Carla let the contract go on.');
  });

  it('is paused and let go on by the client only, and ended by either side', async () => {
    expect([await post('felix', 'pause'), await post('stan', 'pause'), await post('ada', 'end')]).to.deep.equal([
      403, 404, 404,
    ]);
    expect([
      await post('carla', 'resumption'),
      await post('carla', 'pause'),
      await post('carla', 'pause'),
    ]).to.deep.equal([409, 303, 409]);
    expect([await post('felix', 'resumption'), await post('felix', 'end'), await post('carla', 'end')]).to.deep.equal([
      403, 303, 409,
    ]);
    expect(await post('carla', 'resumption')).to.equal(409);
    expect(await stateInTracker(), 'not on the tracker’s list').to.equal(undefined);
    expect((await w.felix.get('/my-jobs')).text).to.match(/<\/svg>\s*Ended<\/span>/);
    expect((await w.felix.get(`${at}/diary`)).status, 'the diary stays').to.equal(200);
  });

  it('withdraws what was proposed when it ends, and takes no proposal while it is stopped', async () => {
    const wanted = { rate: '45', weeklyLimit: '40', evidence: 'full' };
    await w.felix.post(`${at}/terms`, wanted);
    await post('carla', 'end');
    expect((await Proposal.findOne({ where: { contractId: w.contract.id } }))?.state).to.equal('withdrawn');
    expect((await w.felix.post(`${at}/terms`, wanted)).status).to.equal(409);
  });

  it('paused and ended at once is told so by one of the two at most', async () => {
    const now = w.outside.clock.now();
    await Promise.allSettled([pauseContract(w.contract.id, w.carla, now), endContract(w.contract.id, w.felix, now)]);
    expect((await Contract.findByPk(w.contract.id))?.stopped).to.equal('ended');
  });

  it('sleeps after 14 days without tracking until the client wakes it', async () => {
    const asleep = async (iso: string): Promise<string | null | undefined> => {
      w.outside.clock.set(iso);
      // Other tests' contracts fall asleep too, so many a tick.
      while ((await sleepContracts(w.outside.clock.now())) > 0);
      return (await Contract.findByPk(w.contract.id))?.stopped;
    };
    w.outside.clock.set('2026-11-20T08:00:00Z');
    expect((await tracker.send(w.contract.id, '2026-11-20T07:00:00Z')).status).to.equal(200);
    expect(await asleep('2026-12-04T07:00:00Z')).to.equal(null);
    expect(await asleep('2026-12-04T07:00:01Z')).to.equal('asleep');
    expect(await stateInTracker()).to.equal('paused');
    for (const { id: userId } of [w.carla, w.felix])
      expect(await Notice.count({ where: { userId, kind: 'contract.fell-asleep' } })).to.equal(1);
    await resumeContract(w.contract.id, w.carla, w.outside.clock.now());
    expect(await asleep('2026-12-04T08:00:00Z'), 'woken, it has 14 days again').to.equal(null);
  });
});
