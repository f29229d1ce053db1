import { expect } from 'chai';
import { Event } from '../../src/events/event-model.ts';
import { signInTracker, type TestTracker } from '../support/tracker.ts';
import { world, type World } from '../support/world.ts';

describe('The review of a day', () => {
  let w: World;
  let tracker: TestTracker;
  let day: string;

  beforeEach(async () => {
    w = await world();
    w.outside.clock.set('2026-11-18T07:00:00Z');
    w.contract = await w.activeContract({ title: 'Diary job' });
    tracker = await signInTracker(w.app, w.felix.email);
    w.outside.clock.set('2026-11-18T15:00:00Z');
    await tracker.send(w.contract.id, '2026-11-18T14:00:00Z');
    day = `/contracts/${w.contract.id}/diary/2026-11-18`;
  });
  const seen = async (): Promise<string> =>
    /name="seen" value="(\d+)"/.exec((await w.carla.get(day)).text)?.[1] ?? 'no form';
  const marks = async (): Promise<boolean[]> =>
    Promise.all(
      [w.felix, w.carla].map(async person =>
        (await person.get(day)).text.includes('<span class="unseen"> reviewed</span>'),
      ),
    );

  it('by the client is seen by both, in the day and in the week', async () => {
    expect(await marks()).to.deep.equal([false, false]);
    expect((await w.carla.post(`${day}/review`, { seen: await seen() })).headers['location']).to.equal(day);
    expect(await marks()).to.deep.equal([true, true]);
    expect((await w.felix.get(day)).text)
      .to.include('Reviewed by Carla, 18 Nov 2026, 16:00')
      .and.not.to.include('/review');
    expect((await w.carla.get(day)).text).to.include('Reviewed, 18 Nov 2026, 10:00');
    const again = await w.carla.post(`${day}/review`, { seen: String(Date.parse('2026-11-18T15:00:00Z') / 1000) });
    expect(again.status).to.equal(409);
    const events = await Event.findAll({ where: { contractId: w.contract.id, kind: 'day.reviewed' } });
    expect(events.map(({ facts }) => facts)).to.deep.equal([
      { by: 'Carla', day: '2026-11-18', blocks: 1, seconds: 600 },
    ]);
  });

  it('does not cover what arrives later, not even while the client looks at the page', async () => {
    const page = await seen();
    w.outside.clock.advance(5);
    await tracker.send(w.contract.id, '2026-11-18T14:10:00Z');
    await w.carla.post(`${day}/review`, { seen: page });
    expect(await marks()).to.deep.equal([false, false]);
    await w.carla.post(`${day}/review`, { seen: await seen() });
    expect(await marks()).to.deep.equal([true, true]);
    await tracker.send(w.contract.id, '2026-11-18T14:20:00Z');
    expect(await marks()).to.deep.equal([false, false]);
  });

  it('is over when a description is corrected, and when the client takes it back', async () => {
    await w.carla.post(`${day}/review`, { seen: await seen() });
    const block = String(Date.parse('2026-11-18T14:00:00Z') / 1000);
    await w.felix.post(`/contracts/${w.contract.id}/correction`, { block, description: 'Quite another description' });
    expect(await marks()).to.deep.equal([false, false]);
    await w.carla.post(`${day}/review`, { seen: await seen() });
    expect((await w.carla.post(`${day}/review/withdrawal`)).status).to.equal(303);
    expect(await marks()).to.deep.equal([false, false]);
  });

  it('is the client’s alone', async () => {
    for (const [person, status] of [
      [w.felix, 403],
      [w.stan, 404],
      [w.ada, 404],
    ] as const)
      for (const path of [`${day}/review`, `${day}/review/withdrawal`])
        expect((await person.post(path, { seen: '1' })).status).to.equal(status);
  });
});
