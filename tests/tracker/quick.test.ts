import { expect } from 'chai';
import type { Tracker } from '../../tracker/src/app/tracker.ts';
import { viewOf, type TimerView } from '../../tracker/src/ui/view.ts';
import { secondOf } from '../../tracker/src/core/clock.ts';
import { contractOf } from './fake-server.ts';
import { FakeOutside, quiet } from './fake-outside.ts';

describe('splitting time', () => {
  let world: FakeOutside;
  let tracker: Tracker;
  const shown = () => viewOf(tracker.model, secondOf(tracker.model.clock, world.monotonic)) as TimerView;
  const others = () => shown().others.projects.map(({ title }) => title);

  beforeEach(async () => {
    world = new FakeOutside();
    world.contracts = ['Shop redesign', 'Audit report', 'Newsletter', 'Port map', 'Old site'].map((title, i) =>
      contractOf({ id: i + 1, title }),
    );
    tracker = await world.signedIn();
  });

  /** Works on each for so long, without a stop. */
  async function split(seconds: number, ...tasks: [id: number, projectCode: string, description: string][]) {
    for (const [id, projectCode, description] of tasks) {
      tracker.choose(id);
      tracker.describe({ projectCode, description });
      if (!tracker.model.timer.running) await tracker.start();
      await world.pass(tracker, seconds);
    }
  }
  const chapters: Parameters<typeof split>[1][] = [
    [2, '', 'Third chapter, risks'],
    [3, 'NEWS-1', 'November issue'],
    [4, 'MAP-7', 'Berths of the port'],
    [1, 'SHOP-12', 'Checkout form validation'],
  ];

  it('offers the last three other projects, the latest first', async () => {
    await split(5, [5, '', 'Moving the old pages'], ...chapters);
    expect([shown().others.label, others()]).to.eql(['Switch to', ['Port map', 'Newsletter', 'Audit report']]);
    tracker.stop();
    expect(shown().others.label).to.equal('Recent');
  });

  it('takes one click: the block ends and the next begins in the same second, with its own last words', async () => {
    await split(5, ...chapters);
    tracker.choose(3);
    await world.pass(tracker, 7);
    tracker.stop();
    await quiet();
    await world.pass(tracker, 200);
    const blocks = [...world.kept.values()].sort((a, b) => a.startedAt.localeCompare(b.startedAt));
    expect(
      blocks.map(({ contractId, projectCode, description, seconds }) => [
        contractId,
        projectCode,
        description,
        seconds,
      ]),
    ).to.eql([
      [2, null, 'Third chapter, risks', 5],
      [3, 'NEWS-1', 'November issue', 5],
      [4, 'MAP-7', 'Berths of the port', 5],
      [1, 'SHOP-12', 'Checkout form validation', 5],
      [3, 'NEWS-1', 'November issue', 7],
    ]);
    const ends = blocks.map(({ startedAt, seconds }) => Date.parse(startedAt) / 1000 + seconds);
    expect(blocks.slice(1).map(({ startedAt }) => Date.parse(startedAt) / 1000)).to.eql(ends.slice(0, -1));
  });

  it('never carries the words of one client’s work to another client', async () => {
    await split(5, [1, 'SHOP-12', 'Checkout form validation']);
    tracker.choose(2);
    expect(tracker.model.draft).to.eql({ contractId: 2, projectCode: '', description: '' });
    tracker.stop();
    tracker.choose(1);
    expect(tracker.model.draft).to.eql({
      ...{ contractId: 1, projectCode: 'SHOP-12', description: 'Checkout form validation' },
    });
  });

  it('keeps words that were typed and not worked on yet', () => {
    tracker.describe({ description: 'Something new to be done' });
    tracker.choose(4);
    expect(tracker.model.draft).to.include({ contractId: 4, description: 'Something new to be done' });
  });

  it('remembers words that were corrected while the timer ran, after a restart too', async () => {
    await split(5, [2, '', 'Third chapter']);
    tracker.describe({ description: 'Third chapter, risks and costs' });
    await split(5, [1, '', 'Checkout form validation']);
    await tracker.leave();
    tracker = await world.boot();
    expect([tracker.model.draft.contractId, others()]).to.eql([1, ['Audit report']]);
    tracker.choose(2);
    expect(tracker.model.draft.description).to.equal('Third chapter, risks and costs');
    expect(shown().recent).to.eql(['Third chapter, risks and costs', 'Third chapter']);
  });

  it('does not offer a contract that has ended', async () => {
    await split(5, ...chapters);
    world.contracts = world.contracts.filter(({ id }) => id !== 3);
    await tracker.tryAgain();
    expect(others()).to.eql(['Port map', 'Audit report']);
  });

  it('leaves a running block where it is when its contract ends, whatever is typed then', async () => {
    await split(5, [2, '', 'Third chapter, risks']);
    world.contracts = world.contracts.filter(({ id }) => id !== 2);
    await tracker.tryAgain();
    tracker.describe({ description: 'Third chapter, the end' });
    expect(tracker.model.timer.running?.task).to.include({ contractId: 2, description: 'Third chapter, the end' });
    expect(shown().preflight.checks[0]?.words).to.match(/not on your list any more/);
  });
});

describe('words that have stood for two hours of work', () => {
  let world: FakeOutside;
  let tracker: Tracker;
  const asked = () =>
    (viewOf(tracker.model, secondOf(tracker.model.clock, world.monotonic)) as TimerView).notices.some(({ words }) =>
      words.startsWith('Still “'),
    );

  beforeEach(async () => {
    world = new FakeOutside();
    tracker = await world.signedIn();
    await tracker.start();
  });
  /** The person is there all the time. */
  async function work(minutes: number) {
    for (let i = 0; i < minutes; i += 1) {
      await world.pass(tracker, 60);
      tracker.idle(0);
    }
  }

  it('are asked about, quietly; whether they still hold is not asked again for an hour', async () => {
    await work(119);
    expect(asked()).to.equal(false);
    await work(2);
    expect(asked()).to.equal(true);
    tracker.stillHolds();
    expect(asked()).to.equal(false);
    await work(59);
    expect(asked()).to.equal(false);
    await work(1);
    expect(asked()).to.equal(true);
    expect(tracker.model.timer.running).to.not.equal(null);
  }).timeout(60_000);

  it('are not asked about once they say something new', async () => {
    await work(121);
    expect(asked()).to.equal(true);
    tracker.describe({ description: 'Checkout form, error messages' });
    await work(1);
    expect(asked()).to.equal(false);
  }).timeout(60_000);

  it('do not grow old in a pause', async () => {
    await work(60);
    tracker.stop();
    await world.pass(tracker, 3 * 3600);
    await tracker.start();
    await work(59);
    expect(asked()).to.equal(false);
    await work(2);
    expect(asked()).to.equal(true);
  }).timeout(60_000);
});
