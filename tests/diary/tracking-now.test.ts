import { expect } from 'chai';
import { unbrokenSince } from '../../src/diary/day.ts';
import { signInTracker } from '../support/tracker.ts';
import { world } from '../support/world.ts';

const block = (startedAt: number, seconds = 600) => ({ startedAt, seconds });

describe('Work that goes on', () => {
  const cases: [what: string, blocks: ReturnType<typeof block>[], since: number | null][] = [
    ['began with its first block', [block(0), block(600), block(1200)], 0],
    ['began after the last break', [block(0), block(1200), block(1800)], 1200],
    ['may have a block on its way', [block(600)], 600],
    ['has not sent anything yet', [], null],
    ['is other work than that of an hour before', [block(-3600)], null],
  ];
  for (const [what, blocks, since] of cases) {
    it(what, () => expect(unbrokenSince(blocks, 2400)).to.equal(since));
  }
});

describe('Who is tracking now', () => {
  it('is told to both while the tracker is heard, and on no other contract', async () => {
    const w = await world();
    w.outside.clock.set('2026-11-18T08:00:00Z');
    const [mine, other] = [
      await w.activeContract({ title: 'Diary job' }),
      await w.activeContract({ title: 'Other job' }),
    ];
    const tracker = await signInTracker(w.app, w.felix.email);
    w.outside.clock.set('2026-11-18T14:20:00Z');
    await tracker.send(mine.id, '2026-11-18T14:05:00Z', { block: { seconds: 300 } });
    await tracker.send(mine.id, '2026-11-18T14:10:00Z');
    const says = async (person = w.carla, contract = mine): Promise<string | undefined> =>
      /class="tracking">[\s\S]*?<\/p>/.exec((await person.get(`/contracts/${contract.id}/diary`)).text)?.[0];
    expect(await says()).to.equal(undefined);
    await tracker.call('put', '/timer', { contractId: mine.id });
    expect(await says())
      .to.include('Felix is tracking now')
      .and.to.include('since 09:05');
    expect(await says(w.felix))
      .to.include('Your timer is running now')
      .and.to.include('since 15:05');
    expect(await says(w.carla, other)).to.equal(undefined);
    w.outside.clock.advance(151);
    expect(await says()).to.equal(undefined);
    await tracker.call('put', '/timer', { contractId: null });
  });
});
