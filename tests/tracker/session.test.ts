import { expect } from 'chai';
import type { Reply } from '../../tracker/src/app/outside.ts';
import { createTracker, type Tracker } from '../../tracker/src/app/tracker.ts';
import { pictureRefusalWords } from '../../src/diary/picture.ts';
import { blockRefusalWords } from '../../src/diary/block.ts';
import { nextStep } from '../../tracker/src/app/refusals.ts';
import { MOST_PICTURES } from '../../tracker/src/app/timekeeping.ts';
import { add } from '../../tracker/src/core/queue.ts';
import { secondOf } from '../../tracker/src/core/clock.ts';
import { viewOf, type SignInView, type TimerView } from '../../tracker/src/ui/view.ts';
import { felix } from './fake-server.ts';
import { EMAIL, FakeOutside, quiet } from './fake-outside.ts';
import { itemAt } from './items.ts';

const FORM = { address: 'https://time.example.org', email: EMAIL, password: 'correct horse' };

describe('a session', () => {
  let world: FakeOutside;
  let tracker: Tracker;
  let answers: 'well' | 'sign-in' | 'update';
  let person: typeof felix;

  const shown = () => viewOf(tracker.model, secondOf(tracker.model.clock, world.monotonic));
  const notices = () => (shown() as TimerView).notices.map(({ words }) => words);

  /** The server of the fake machine, but for what it says about sessions and who signs in. */
  function outside() {
    const given = world.outside();
    return {
      ...given,
      server: (...to: Parameters<typeof given.server>) => {
        const client = given.server(...to);
        const unless = <T>(well: () => Promise<Reply<T>>): Promise<Reply<T>> =>
          answers === 'well' ? well() : Promise.resolve({ ok: false, message: 'No.', answer: { meaning: answers } });
        return {
          ...client,
          signIn: async (who: Parameters<typeof client.signIn>[0]) => {
            const reply = await client.signIn(who);
            return reply.ok ? { ...reply, value: { ...reply.value, person } } : reply;
          },
          state: () => unless(() => client.state()),
          tellTimer: (now: Parameters<typeof client.tellTimer>[0]) => unless(() => client.tellTimer(now)),
          putBlock: (...what: Parameters<typeof client.putBlock>) => unless(() => client.putBlock(...what)),
        };
      },
    };
  }

  beforeEach(async () => {
    world = new FakeOutside();
    [answers, person] = ['well', felix];
    await boot();
    await tracker.signIn(FORM);
    tracker.describe({ description: 'Checkout form validation' });
  });

  async function boot() {
    tracker = createTracker(outside(), () => undefined);
    await tracker.open();
    await quiet();
  }

  it('that ended elsewhere is told of; signing in again stops nothing, and then everything is sent', async () => {
    await tracker.start();
    await world.pass(tracker, 10);
    answers = 'sign-in';
    await world.pass(tracker, 60);
    expect(notices()).to.eql(['Your session has ended. Everything is kept here until you sign in again.']);
    tracker.signInAgain(true);
    await world.pass(tracker, 5);
    expect(shown()).to.include({ screen: 'sign-in', email: EMAIL, again: 'The timer goes on: 0:01:15.' });
    answers = 'well';
    await tracker.signIn(FORM);
    expect((shown() as TimerView).draft).to.include({ contractId: 1, description: 'Checkout form validation' });
    await world.pass(tracker, 5);
    tracker.stop();
    await world.pass(tracker, 200);
    expect([...world.kept.values()].map(({ seconds }) => seconds)).to.eql([80]);
  });

  it('that ended lets the person go back and start work, which waits', async () => {
    answers = 'sign-in';
    await tracker.tryAgain();
    tracker.signInAgain(true);
    tracker.signInAgain(false);
    await tracker.start();
    await world.pass(tracker, 5);
    tracker.stop();
    await world.pass(tracker, 200);
    expect([shown().screen, world.kept.size, tracker.model.queue.waiting.length]).to.eql(['timer', 0, 1]);
  });

  it('of somebody else ends the work of the first; it waits under its own name, and nothing of it is shown', async () => {
    await tracker.start();
    await world.pass(tracker, 30);
    answers = 'sign-in';
    await tracker.tryAgain();
    tracker.signInAgain(true);
    [answers, person] = ['well', { ...felix, id: 8, name: 'Fatima Okafor', email: 'fatima@example.org' }];
    await tracker.signIn(FORM);
    await world.pass(tracker, 300);
    expect(world.kept.size).to.equal(0);
    const view = shown() as TimerView;
    expect(notices()).to.eql(['1 block of Felix Novak waits on this computer until that person signs in here.']);
    expect([view.running, view.draft.description, view.recent, view.picture]).to.eql([false, '', [], null]);

    await tracker.signOut();
    expect((shown() as SignInView).waiting).to.eql([
      '1 block of Felix Novak waits on this computer and will be sent after signing in.',
    ]);
    person = felix;
    await tracker.signIn(FORM);
    await world.pass(tracker, 1);
    expect([...world.kept.values()].map(({ seconds }) => seconds)).to.eql([30]);
    expect((shown() as TimerView).recent).to.eql(['Checkout form validation']);
  });

  it('with a tracker that is too old keeps everything and leads to the new one', async () => {
    answers = 'update';
    await tracker.tryAgain();
    await tracker.start();
    await world.pass(tracker, 5);
    tracker.stop();
    await world.pass(tracker, 200);
    const [notice] = (shown() as TimerView).notices;
    expect(notice?.words).to.equal(
      'This version is too old for the server. Everything is kept here; please download the new one.',
    );
    expect(notice?.acts.map(({ act }) => act)).to.eql(['download', 'try-again']);
    await tracker.openDownload();
    expect(world.opened).to.eql(['https://time.example.org/download']);
    answers = 'well';
    await tracker.tryAgain();
    await world.pass(tracker, 1);
    expect(world.kept.size).to.equal(1);
  });

  it('says when the server last answered, after a start without it too', async () => {
    const confirmed = () => (shown() as TimerView).confirmed;
    await world.pass(tracker, 3600);
    await tracker.tryAgain();
    expect(confirmed()).to.equal('Last confirmed by the server 11:00');
    await tracker.leave();
    world.weather = () => 'down';
    world.monotonic += 60_000;
    await boot();
    expect(confirmed()).to.equal('Last confirmed by the server 11:00');
    world.monotonic += 86_400_000;
    await boot();
    expect(confirmed()).to.equal('Last confirmed by the server Mon 16 Nov, 11:00');
  });

  it('warns when half the room for screenshots is taken', async () => {
    const fill = (count: number) => {
      const pictures = Array.from({ length: count }, (_, i) => `${i}.jpg`);
      tracker.model.queue = add({ ...tracker.model.queue, waiting: [] }, { ...itemAt(0), pictures });
    };
    fill(MOST_PICTURES / 2 - 1);
    expect(notices()).to.eql([]);
    fill(MOST_PICTURES / 2);
    expect(notices()).to.eql(['2,000 screenshots wait on this computer. Get online, or save them to a file.']);
  });
});

describe('a refused block', () => {
  it('comes with a next step for every reason the server has, and with the server’s words alone for a new one', () => {
    // Correcting and bringing back are done on the web's pages; no upload gets these.
    const onlyOnPages = ['corrected-too-often', 'not-deleted', 'too-late-to-undo'];
    const codes = Object.keys({ ...blockRefusalWords, ...pictureRefusalWords });
    for (const code of codes.filter(code => !onlyOnPages.includes(code))) {
      expect(nextStep(code), code).to.match(/^[A-Z].*\.$/);
    }
    expect([nextStep('a-new-reason'), nextStep('toString')]).to.eql([null, null]);
  });
});
