import { expect } from 'chai';
import type { Block } from '../../src/wire/tracker.ts';
import { FakeOutside, quiet } from './fake-outside.ts';

const sum = (blocks: Iterable<Block>) => [...blocks].reduce((total, { seconds }) => total + seconds, 0);

function expectNoOverlap(blocks: Iterable<Block>): void {
  const spans = [...blocks].map(({ startedAt, seconds }) => [Date.parse(startedAt) / 1000, seconds] as const);
  spans.sort(([a], [b]) => a - b);
  spans.forEach(([startedAt], i) => {
    const [before, seconds] = spans[i - 1] ?? [0, 0];
    expect(startedAt).to.be.at.least(before + seconds);
  });
}

describe('a tracker that is killed', () => {
  /** Works 45 seconds around a cell's edge and a switch: every kind of write. Returns the seconds worked while it lived. */
  async function workUntilKilled(world: FakeOutside, lives: number): Promise<number> {
    const tracker = await world.signedIn();
    world.monotonic += 580_000;
    await tracker.start();
    world.disk.lives = lives;
    let worked = 0;
    for (let second = 1; second <= 45; second += 1) {
      if (second === 13) tracker.describe({ contractId: 2 });
      await world.pass(tracker, 1);
      if (world.disk.lives > 0) worked = second;
    }
    tracker.stop();
    await world.pass(tracker, 3);
    return worked;
  }

  it('at any write has lost at most 15 seconds, sent nothing twice, and left no rubbish', async function () {
    this.timeout(60_000);
    for (let lives = 0; lives < 300; lives += 1) {
      const world = new FakeOutside();
      const worked = await workUntilKilled(world, lives);
      const killed = world.disk.lives <= 0;
      world.disk.lives = Infinity;
      const again = await world.boot();
      await world.pass(again, 3);
      const after = `killed after ${lives} writes`;
      expect(world.conflicts, after).to.eql([]);
      expect(again.model.queue.waiting, after).to.eql([]);
      expect(again.model.queue.refused, after).to.eql([]);
      expectNoOverlap(world.kept.values());
      expect(sum(world.kept.values()), after).to.be.within(worked - 15, worked + 1);
      const left = [...world.disk.files.keys()].filter(name => /queue|refused/.test(name));
      expect(left, after).to.eql([]);
      if (killed) continue;
      expect([sum(world.kept.values()), lives > 60]).to.eql([45, true]);
      return;
    }
    expect.fail('the work never got to its end');
  });

  it('in the middle of a block loses no more than 15 seconds of it', async () => {
    const world = new FakeOutside();
    const tracker = await world.signedIn();
    await tracker.start();
    await world.pass(tracker, 97);
    world.disk.lives = 0;
    const again = new FakeOutside();
    Object.assign(again, { disk: world.disk, monotonic: world.monotonic + 60_000 });
    again.disk.lives = Infinity;
    await again.pass(await again.boot(), 2);
    expect(sum(again.kept.values())).to.be.within(82, 97);
    expect([...again.kept.values()][0]?.captures).to.have.length.within(1, 2);
  });
});

describe('a flaky server', () => {
  it('gets every block once, whether the call or the answer is lost', async function () {
    this.timeout(60_000);
    const world = new FakeOutside();
    const tracker = await world.signedIn();
    let call = 0;
    world.weather = () => (['down', 'lost', 'fine', 'lost', 'down'] as const)[(call += 1) % 5] ?? 'fine';
    await tracker.start();
    await world.pass(tracker, 1850);
    tracker.stop();
    world.weather = () => 'fine';
    await world.pass(tracker, 320);
    expect(sum(world.kept.values())).to.equal(1850);
    expect(world.conflicts).to.eql([]);
    expect(tracker.model.queue.waiting).to.eql([]);
    expectNoOverlap(world.kept.values());
  });

  it('that is away for an hour costs nothing: the work is on disk and is sent later, by the next start too', async function () {
    this.timeout(60_000);
    const world = new FakeOutside();
    const tracker = await world.signedIn();
    world.weather = () => 'down';
    await tracker.start();
    await world.pass(tracker, 1300);
    tracker.stop();
    await quiet();
    expect(world.kept.size).to.equal(0);
    expect(tracker.model.queue.waiting).to.have.length(3);
    await tracker.leave();
    world.weather = () => 'fine';
    await world.pass(await world.boot(), 2);
    expect(sum(world.kept.values())).to.equal(1300);
  });
});

describe('a disk that is full', () => {
  it('keeps the work in memory and writes it when there is room', async () => {
    const world = new FakeOutside();
    const tracker = await world.signedIn();
    await tracker.start();
    await world.pass(tracker, 20);
    world.disk.lives = 0;
    await world.pass(tracker, 20);
    tracker.stop();
    await quiet();
    expect(tracker.model.diskFails).to.equal(true);
    world.disk.lives = Infinity;
    await world.pass(tracker, 3);
    expect([tracker.model.diskFails, sum(world.kept.values())]).to.eql([false, 40]);
  });

  it('brings the work of a picture that a power cut damaged, and says that there is none', async () => {
    const world = new FakeOutside();
    const tracker = await world.signedIn();
    world.weather = () => 'down';
    await tracker.start();
    await world.pass(tracker, 30);
    tracker.stop();
    await quiet();
    const [picture = ''] = [...world.disk.files.keys()].filter(name => name.endsWith('.jpg'));
    await world.disk.writeBytes(picture, new Uint8Array(3));
    world.weather = () => 'fine';
    await tracker.tryAgain();
    await world.pass(tracker, 2);
    const [block] = [...world.kept.values()];
    expect(block?.seconds).to.equal(30);
    expect(block?.captures.map(capture => 'failure' in capture && capture.failure)).to.eql(['capture-failed']);
    expect([...world.disk.files.keys()].filter(name => name.startsWith('queue/'))).to.eql([]);
  });

  it('shows a damaged block instead of hiding it, and sends the others', async () => {
    const world = new FakeOutside();
    const tracker = await world.signedIn();
    world.weather = () => 'down';
    await tracker.start();
    await world.pass(tracker, 1210);
    tracker.stop();
    await quiet();
    const first = [...world.disk.files.keys()].find(name => name.startsWith('queue/') && name.endsWith('.json')) ?? '';
    await world.disk.writeText(first, '{"id":');
    await tracker.leave();
    world.weather = () => 'fine';
    const again = await world.boot();
    await world.pass(again, 2);
    expect(world.kept.size).to.equal(2);
    expect(again.model.queue.refused.map(({ code }) => code)).to.eql(['unreadable']);
  });
});
