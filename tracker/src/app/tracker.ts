/** The tracker behind the window: what a person can do, and what each second brings. */
import { look, secondOf, setClock } from '../core/clock.ts';
import { dismiss } from '../core/queue-store.ts';
import { newModel, taskOf, type Model } from './model.ts';
import { onlyWindow } from './only-window.ts';
import { restoreClock, restoreWork } from './opening.ts';
import type { Outside } from './outside.ts';
import { restoreRecent } from './recent.ts';
import { sending } from './sending.ts';
import { restoreSession, signIn, signOut, type SignInForm } from './session.ts';
import { startWork } from './starting.ts';
import { timekeeping } from './timekeeping.ts';

export type Tracker = {
  model: Model;
  open(): Promise<void>;
  /** Called once a second by a timer that is not throttled. */
  second(): void;
  /** The system's idle time. */
  idle(seconds: number): void;
  signIn(form: SignInForm): Promise<void>;
  signOut(): Promise<void>;
  /** The form changed; a running block follows it. */
  describe(draft: Partial<Model['draft']>): void;
  /** Starts, after a test capture the first time. `withoutScreenshots` starts although that failed. */
  start(withoutScreenshots?: boolean): Promise<void>;
  stop(): void;
  openDiary(): Promise<void>;
  tryAgain(): Promise<void>;
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
    if (!(await only.take())) model.stage = 'elsewhere';
    else {
      await restoreClock(model, outside);
      await restoreWork(model, outside);
      await restoreRecent(model, outside.disk);
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
    if (model.diskFails) void time.write();
    void queue.beat();
    seconds += 1;
    if (seconds % 2 === 0)
      void only.beat().then(
        ours => (ours ? undefined : giveWay()),
        () => undefined,
      );
    changed();
  }

  function giveWay(): void {
    stop();
    model.stage = 'elsewhere';
    changed();
  }

  const start = (withoutScreenshots = false) =>
    act('testing-capture', () => startWork(model, outside, time, now, withoutScreenshots));

  function stop(): void {
    time.happened({ type: 'stop', at: now() });
  }

  function describe(draft: Partial<Model['draft']>): void {
    const before = model.draft.contractId;
    Object.assign(model.draft, draft);
    const task = taskOf(model);
    if (task && model.draft.contractId !== before) time.happened({ type: 'switch', at: now(), task });
    else if (task) time.happened({ type: 'describe', task });
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

  async function leave(): Promise<void> {
    stop();
    await Promise.race([time.settled(), outside.wait(5000)]);
    if (model.stage !== 'elsewhere') await only.release();
  }

  return {
    model,
    open,
    second,
    idle: idleSeconds => time.happened({ type: 'input', at: now(), idleSeconds }),
    signIn: form => act('signing-in', () => signIn(model, outside, queue, form)),
    signOut: () =>
      act('leaving', async () => {
        stop();
        await signOut(model, outside, time);
      }),
    describe,
    start,
    stop,
    openDiary,
    tryAgain: () => queue.refresh(),
    async dismiss(id) {
      model.queue = { ...model.queue, refused: model.queue.refused.filter(item => item.id !== id) };
      await dismiss(outside.disk, id);
      changed();
    },
    leave,
  };
}
