/** The tracker behind the window: what a person can do, and what each second brings. */
import { look, secondOf, setClock } from '../core/clock.ts';
import { dismiss } from '../core/queue-store.ts';
import { exportWaiting, type Saved } from './exporting.ts';
import { draftFor } from './drafting.ts';
import { guest, type Guest } from './guest.ts';
import { holding, type Holding } from './holding.ts';
import type { Task } from '../core/open-block.ts';
import { newModel, taskOf, type Model } from './model.ts';
import { onlyWindow } from './only-window.ts';
import { restoreClock, restoreWork } from './opening.ts';
import type { Outside } from './outside.ts';
import { remember, restoreMemories } from './recent.ts';
import { lookAtWords, stillHolds } from './reminder.ts';
import { sending } from './sending.ts';
import { askAgain, restoreSession, signIn, signOut, type SignInForm } from './session.ts';
import { readSettings } from './settings.ts';
import { startWork } from './starting.ts';
import { timekeeping } from './timekeeping.ts';

export type Tracker = {
  model: Model;
  open(): Promise<void>;
  /** Called once a second by a timer that is not throttled. */
  second(): void;
  /** The system's idle time in seconds; `null` when this system does not tell it. */
  idle(seconds: number | null): void;
  /** The screen was locked, or unlocked again. */
  locked(locked: boolean): void;
  /** What the time without input was: worked, or a pause that goes. */
  answerIdle(keep: boolean): void;
  signIn(form: SignInForm): Promise<void>;
  signOut(): Promise<void>;
  /** Shows the sign-in form, without an end to the work, or the timer again. */
  signInAgain(asked: boolean): void;
  /** Another project, with what it was last worked on with. What runs ends, and the next begins in the same second. */
  choose(contractId: number): void;
  /** The form changed; a running block follows it. */
  describe(draft: Partial<Model['draft']>): void;
  /** The description that has stood for long still holds. */
  stillHolds(): void;
  /** Starts, after a test capture the first time. `withoutScreenshots` starts although that failed. */
  start(withoutScreenshots?: boolean): Promise<void>;
  stop(): void;
  openDiary(): Promise<void>;
  /** Opens the page with the newest tracker. */
  openDownload(): Promise<void>;
  tryAgain(): Promise<void>;
  /** Saves what waits to files, for the web page of a computer that is online. */
  exportWaiting(): Promise<Saved>;
  /** What has not been sent yet, to look at, cover or discard. */
  holding: Holding;
  /** Closing, leaving, the tray, settings. */
  guest: Guest;
  /** Takes a refused block off the list. */
  dismiss(id: string): Promise<void>;
  /** Ends the work and writes everything down. */
  leave(): Promise<void>;
};

/** @param changed called whenever the model has changed */
export function createTracker(outside: Outside, changed: () => void): Tracker {
  const model = newModel(setClock(outside.read(), 0));
  const time = timekeeping(model, outside, changed);
  const queue = sending(model, outside, time, changed);
  const only = onlyWindow(outside);
  let seconds = 0;
  let saving: Promise<Saved> | null = null;

  const now = () => secondOf(model.clock, outside.read().monotonic);

  /** One act at a time: the window shows which, and a second click does nothing. */
  async function act(busy: NonNullable<Model['busy']>, does: () => Promise<void>): Promise<void> {
    if (model.busy) return;
    model.busy = busy;
    model.problem = null;
    changed();
    await does().catch((error: unknown) => (model.problem = String(error instanceof Error ? error.message : error)));
    model.busy = null;
    changed();
  }

  async function open(): Promise<void> {
    if (!(await only.take())) {
      if (await only.raiseOther()) return outside.desktop.exit();
      model.stage = 'elsewhere';
    } else {
      model.settings = await readSettings(outside.disk);
      await restoreClock(model, outside);
      await restoreWork(model, outside);
      await restoreMemories(model, outside.disk);
      await restoreSession(model, outside);
      void queue.beat();
    }
    changed();
  }

  function second(): void {
    if (model.stage === 'opening' || model.stage === 'elsewhere') return;
    const { clock, slept } = look(model.clock, outside.read());
    model.clock = clock;
    if (slept) {
      time.happened({ type: 'slept' });
      void queue.refresh();
    }
    time.happened({ type: 'tick', at: now() });
    model.standing = lookAtWords(model.standing, model.timer);
    if (model.diskFails) void time.write();
    void queue.beat();
    seconds += 1;
    if (seconds % 2 === 0)
      void only.beat().then(
        ours => (ours ? comeForward() : giveWay()),
        () => undefined,
      );
    changed();
  }

  /** A second start asks the first window to show itself. */
  async function comeForward(): Promise<void> {
    if (await only.wanted()) outside.showWindow();
  }

  function giveWay(): void {
    stop();
    model.stage = 'elsewhere';
    changed();
  }

  const start = (withoutScreenshots = false) =>
    act('testing-capture', () => startWork(model, outside, time, now, withoutScreenshots));

  function stop(): void {
    keepWords();
    time.happened({ type: 'stop', at: now() });
  }

  /** The words that run, for the next time; with those that follow them, if others do. */
  function keepWords(...then: Task[]): void {
    const { running } = model.timer;
    if (running) void remember(model, outside.disk, running.task, ...then);
  }

  async function endWork(): Promise<void> {
    stop();
    await time.settled();
  }

  function describe(draft: Partial<Model['draft']>): void {
    const before = model.draft.contractId;
    Object.assign(model.draft, draft);
    const task = taskOf(model);
    if (task && model.draft.contractId !== before) {
      keepWords(task);
      time.happened({ type: 'switch', at: now(), task });
    } else if (task) time.happened({ type: 'describe', task });
    changed();
  }

  async function openDiary(): Promise<void> {
    await act('opening-diary', async () => {
      const { session } = model;
      if (!session) return;
      const { contractId } = model.draft;
      const reply = await outside
        .server(session.server, session.token)
        .handOver(contractId === null ? {} : { contractId });
      if (reply.ok) await outside.openInBrowser(reply.value.url, session.server);
      else model.problem = reply.message;
    });
  }

  async function openDownload(): Promise<void> {
    const server = model.session?.server ?? model.address;
    await act('opening-diary', () => outside.openInBrowser(`${server}/download`, server));
  }

  async function leave(): Promise<void> {
    stop();
    await Promise.race([time.settled(), outside.wait(5000)]);
    if (model.stage !== 'elsewhere') await only.release();
  }

  return {
    model,
    open,
    second,
    idle(idleSeconds) {
      model.idleMeasured = idleSeconds !== null;
      if (idleSeconds !== null) time.happened({ type: 'input', at: now(), idleSeconds });
    },
    locked: isLocked => {
      if (isLocked) time.happened({ type: 'locked', at: now() });
    },
    answerIdle: keep => time.happened({ type: 'answered', at: now(), keep }),
    holding: holding(model, outside, time, now, changed),
    signIn: form => act('signing-in', () => signIn(model, outside, queue, form, endWork)),
    signOut: () => act('leaving', () => signOut(model, outside, endWork)),
    signInAgain(asked) {
      if (asked) askAgain(model);
      else if (model.session) model.stage = 'signed-in';
      changed();
    },
    choose: contractId => describe(draftFor(model, contractId)),
    stillHolds() {
      model.standing = stillHolds(model.standing);
      changed();
    },
    describe,
    start,
    stop,
    openDiary,
    openDownload,
    guest: guest(model, outside, { start, stop, openDiary, leave }, changed),
    tryAgain: () => queue.refresh(),
    exportWaiting() {
      saving ??= exportWaiting(model, outside).finally(() => {
        saving = null;
        changed();
      });
      return saving;
    },
    async dismiss(id) {
      model.queue = { ...model.queue, refused: model.queue.refused.filter(item => item.id !== id) };
      await dismiss(outside.disk, id);
      changed();
    },
    leave,
  };
}
