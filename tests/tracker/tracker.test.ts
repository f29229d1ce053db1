import { expect } from 'chai';
import { viewOf, type SignInView, type TimerView } from '../../tracker/src/ui/view.ts';
import { createTracker, type Tracker } from '../../tracker/src/app/tracker.ts';
import { secondOf } from '../../tracker/src/core/clock.ts';
import { contractOf } from './fake-server.ts';
import { FakeOutside, quiet, photoOf } from './fake-outside.ts';

const shown = (world: FakeOutside, { model }: Tracker) => viewOf(model, secondOf(model.clock, world.monotonic));
const timer = (world: FakeOutside, tracker: Tracker) => shown(world, tracker) as TimerView;

describe('the tracker', () => {
  let world: FakeOutside;
  let tracker: Tracker;
  beforeEach(async () => {
    world = new FakeOutside();
    tracker = await world.signedIn();
  });

  async function work(seconds: number): Promise<void> {
    await tracker.start();
    await world.pass(tracker, seconds);
    tracker.stop();
    await quiet();
    await world.pass(tracker, 1);
  }

  it('counts today, the week and what is left on the fly, and the same once the server has it', async () => {
    world.contracts = [contractOf({ todaySeconds: 3600, weekSeconds: 7200, weeklyLimitSeconds: 10_800 })];
    await tracker.tryAgain();
    world.weather = () => 'down';
    await work(1200);
    const waiting = timer(world, tracker).totals;
    expect(waiting).to.include({ today: '1 h 20 m', week: '2 h 20 m', left: '40 m', over: false });
    world.weather = () => 'fine';
    await world.pass(tracker, 21);
    expect(world.kept.size).to.equal(2);
    expect(timer(world, tracker).totals).to.eql(waiting);
  });

  it('asks for a blurred picture unless the contract says full', async () => {
    world.contracts = [contractOf(), contractOf({ id: 2, evidence: 'blurred' })];
    await tracker.tryAgain();
    await work(5);
    tracker.describe({ contractId: 2 });
    await work(5);
    // The test capture, which nobody keeps, is blurred too.
    expect(world.blurred).to.eql([true, false, true]);
  });

  it('tells of every screenshot as it is taken, and of every one that failed', async () => {
    await work(5);
    world.photo = 'black-image';
    await work(5);
    expect(world.notices).to.eql(['Screenshot taken', 'No screenshot']);
    expect(
      [...world.kept.values()].map(({ captures }) => captures.map(c => ('failure' in c ? c.failure : 'picture'))),
    ).to.eql([['picture'], ['black-image']]);
  });

  it('does not start when the test capture fails, says why, and starts when it works', async () => {
    world.photo = 'no-permission';
    await tracker.start();
    expect(tracker.model.timer.running).to.equal(null);
    expect(timer(world, tracker).preflight.checks[0]?.words).to.match(/Allow screen recording/);
    world.photo = photoOf([1]);
    await tracker.start();
    expect(tracker.model.timer.running).to.not.equal(null);
  });

  it('pauses when the computer slept, and says so', async () => {
    await tracker.start();
    await world.pass(tracker, 30);
    world.monotonic += 3_600_000;
    await world.pass(tracker, 2);
    expect([...world.kept.values()].map(({ seconds }) => seconds)).to.eql([30]);
    expect(
      timer(world, tracker)
        .notices.map(({ words }) => words)
        .join(),
    ).to.match(/^The computer slept\. The work until 10:00 is kept/);
  });

  it('corrects the words of the running block until it ends', async () => {
    await tracker.start();
    await world.pass(tracker, 5);
    tracker.describe({ description: 'Checkout form, error messages', projectCode: 'SHOP-12' });
    tracker.stop();
    await quiet();
    await world.pass(tracker, 1);
    const [block] = [...world.kept.values()];
    expect(block).to.include({ description: 'Checkout form, error messages', projectCode: 'SHOP-12' });
  });

  it('offers earlier descriptions of the same project, the newest first, after a restart too', async () => {
    await work(2);
    tracker.describe({ description: 'Product page layout' });
    await work(2);
    await tracker.leave();
    const again = await world.boot();
    expect(timer(world, again)).to.deep.include({ recent: ['Product page layout', 'Checkout form validation'] });
    expect(timer(world, again).draft).to.include({ contractId: 1, description: 'Product page layout' });
  });

  it('cannot track a contract that is only offered', async () => {
    world.contracts = [contractOf({ state: 'offered' })];
    await tracker.tryAgain();
    expect(timer(world, tracker).start.enabled).to.equal(false);
    expect(timer(world, tracker).projects[0]).to.include({ disabled: true });
  });

  it('says what to do when there are no contracts yet', async () => {
    world.contracts = [];
    await tracker.tryAgain();
    expect(timer(world, tracker)).to.include({ empty: true, projectId: null });
  });

  it('starts from what it knew when the server is away at the start', async () => {
    await tracker.leave();
    world.weather = () => 'down';
    tracker = await world.boot();
    await world.pass(tracker, 1);
    expect(timer(world, tracker).projects).to.have.length(2);
    await work(5);
    expect(timer(world, tracker).held.state.words).to.equal('1 waiting');
  });

  it('ends the work when the person signs out, and sends it', async () => {
    await tracker.start();
    await world.pass(tracker, 8);
    await tracker.signOut();
    const form = shown(world, tracker) as SignInView;
    expect(form).to.include({ screen: 'sign-in', email: 'felix@example.org' });
    expect(form.waiting).to.eql(['1 block of Felix Novak waits on this computer and will be sent after signing in.']);
    await tracker.signIn({ address: 'https://time.example.org', email: 'felix@example.org', password: 'x' });
    await world.pass(tracker, 1);
    expect([...world.kept.values()].map(({ seconds }) => seconds)).to.eql([8]);
  });

  it('gives way when another window has taken the folder over', async () => {
    await tracker.start();
    await world.pass(tracker, 5);
    await world.disk.writeText('window.beat', 'other 1');
    await world.pass(tracker, 2);
    expect([tracker.model.stage, tracker.model.timer.running]).to.eql(['elsewhere', null]);
  });

  it('does not take over from a window that lives', async () => {
    let beats = 0;
    const outside = world.outside();
    outside.wait = async () => {
      beats += 1;
      await world.disk.writeText('window.beat', `other ${beats}`);
    };
    const second = createTracker(outside, () => undefined);
    await world.disk.writeText('window.beat', 'other 0');
    await second.open();
    expect(second.model.stage).to.equal('elsewhere');
  });
});
