/** Brings the queue to the server, one item after the other, and asks now and then how things stand. */
import { learn, secondOf, skewOf, type Clock } from '../core/clock.ts';
import { replaceText } from '../core/disk.ts';
import { answered, next, reachedAgain, replaceItem, tryAgain, type Answer, type Item } from '../core/queue.ts';
import { forgetPictures, keepItem, readPicture, settle, withPictures } from '../core/queue-store.ts';
import { ACCOUNT_SUSPENDED, type State } from '../../../src/wire/tracker.ts';
import { settleDraft } from './drafting.ts';
import { ownerOf, type Model, type Session } from './model.ts';
import type { Outside, Reply, ServerClient, Told, Unanswered } from './outside.ts';
import { shotsOf } from './shots.ts';
import { countAsKept } from './sums.ts';
import type { Timekeeping } from './timekeeping.ts';

/** Sums and rules are asked for this often. */
const STATE_EVERY = 5 * 60_000;
const STATE_RETRY = 20_000;
/** The server is told this often what runs. */
const TIMER_EVERY = 60_000;
/** A running timer's clock is put right only when it is off by more than this; an answer slower than twice this tells no time. */
const TOLERATED = 2000;

export const STATE_FILE = 'state.json';
export const SKEW_FILE = 'skew.json';

export type Sending = {
  /** Does what is due. Called every second; a call while another is at work does nothing. */
  beat(): Promise<void>;
  /** Asks for the state now, and tries everything that waits. */
  refresh(): Promise<void>;
  /** Adopts the server's time. */
  heard(reply: Reply<Told>): void;
};

export function sending(model: Model, outside: Outside, time: Timekeeping, changed: () => void): Sending {
  let stateDue = 0;
  let timerDue = 0;
  let toldTimer: number | null | undefined;
  let working: Promise<void> | null = null;

  function beat(): Promise<void> {
    working ??= work().finally(() => {
      working = null;
      changed();
    });
    return working;
  }

  async function refresh(): Promise<void> {
    await working;
    model.queue = tryAgain(model.queue);
    stateDue = 0;
    await beat();
  }

  async function work(): Promise<void> {
    const { session } = model;
    if (!session) return;
    const server = outside.server(session.server, session.token);
    if (outside.read().monotonic >= stateDue && model.queue.hold === null) await askState(server, session);
    await tellTimer(server, session);
    for (;;) {
      const item = next(model.queue, ownerOf(session), outside.read().monotonic);
      if (!item || model.session !== session) return;
      await send(server, item);
      changed();
    }
  }

  /** What runs, at first, at each change and while it runs; so the server can tell of a second tracker. */
  async function tellTimer(server: ServerClient, session: Session): Promise<void> {
    const contractId = model.timer.running?.task.contractId ?? null;
    const { monotonic } = outside.read();
    // While another tracker runs, one that stands still asks too: it may end any moment.
    const again = contractId !== null || model.elsewhere !== null;
    const due = contractId !== toldTimer || (again && monotonic >= timerDue);
    if (!due || model.queue.hold !== null || model.queue.unreached > 0) return;
    const reply = await server.tellTimer({ contractId });
    timerDue = monotonic + TIMER_EVERY;
    if (model.session !== session) return;
    heard(reply);
    if (!reply.ok) return holdFor(reply);
    toldTimer = contractId;
    model.elsewhere = reply.value.elsewhere;
  }

  async function askState(server: ServerClient, session: Session): Promise<void> {
    const reply = await server.state();
    const now = outside.read().monotonic;
    if (model.session !== session) return;
    heard(reply);
    stateDue = now + (reply.ok ? STATE_EVERY : STATE_RETRY);
    if (!reply.ok) return holdFor(reply);
    model.queue = reachedAgain(model.queue);
    adoptState(reply.value);
    await remember(SKEW_FILE, skewOf(model.clock));
    await remember(STATE_FILE, { owner: ownerOf(session), state: reply.value });
  }

  /** A session that ended, or a tracker that is too old, would only get the same answer for every block. */
  function holdFor({ answer: { meaning }, code, message }: Unanswered): void {
    model.suspended = code === ACCOUNT_SUSPENDED ? message : null;
    if (meaning === 'sign-in' || meaning === 'update') model.queue = { ...model.queue, hold: meaning };
  }

  /** Only for a start without a connection: a full disk is no reason to stop sending. */
  const remember = (file: string, what: unknown) =>
    replaceText(outside.disk, file, JSON.stringify(what)).catch(() => undefined);

  function adoptState(state: State): void {
    model.state = state;
    settleDraft(model);
  }

  async function send(server: ServerClient, waiting: Item): Promise<void> {
    const pictures = await wholePictures(waiting);
    const item = await markTried(withPictures(waiting, file => pictures.has(file)));
    const damaged = waiting.pictures.filter(file => !pictures.has(file));
    await forgetPictures(outside.disk, damaged).catch(() => undefined);
    model.sending = item.id;
    await put(server, item, [...pictures.values()]).finally(() => (model.sending = null));
  }

  /** A picture that is gone or damaged, as after a power cut, would be refused for ever and its work with it. */
  async function wholePictures(item: Item): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
    const whole = new Map<string, Uint8Array<ArrayBuffer>>();
    for (const shot of shotsOf(item)) {
      const bytes = 'file' in shot ? await readPicture(outside.disk, shot.file) : null;
      if (bytes && 'file' in shot && (await outside.sha256(bytes)) === shot.sha256) whole.set(shot.file, bytes);
    }
    return whole;
  }

  /** On disk before it is sent: even after a kill nobody takes it for a block that no server has seen. */
  async function markTried(item: Item): Promise<Item> {
    if (item.tried) return item;
    const tried = { ...item, tried: true };
    model.queue = replaceItem(model.queue, tried);
    // A full disk is no reason to stop sending.
    await keepItem(outside.disk, tried).catch(() => undefined);
    return tried;
  }

  async function put(server: ServerClient, item: Item, pictures: Uint8Array<ArrayBuffer>[]): Promise<void> {
    const reply = await server.putBlock(item.id, item.block, pictures);
    heard(reply);
    const answer: Answer = reply.ok ? { meaning: 'done' } : reply.answer;
    const [queue, effects] = answered(model.queue, item.id, answer, outside.read().monotonic, outside.chance);
    model.queue = queue;
    if (reply.ok) countAsKept(model, item, secondOf(model.clock, outside.read().monotonic));
    // What cannot be cleared away now is sent again by the next start, which is harmless.
    for (const effect of effects) await settle(outside.disk, effect).catch(() => undefined);
  }

  function heard(reply: Reply<Told>): void {
    model.reached = reply.ok || reply.answer.meaning !== 'later' || reply.answer.reached;
    if (reply.ok) model.confirmedAt = Math.floor(Date.parse(reply.value.serverTime) / 1000);
    if (!reply.ok || reply.received - reply.sent > 2 * TOLERATED) return;
    const clock = learn(model.clock, Date.parse(reply.value.serverTime), reply.sent, reply.received);
    putRight(clock);
  }

  function putRight(clock: Clock): void {
    const off = Math.abs(clock.offset - model.clock.offset);
    const { monotonic } = outside.read();
    if (model.timer.running && (off <= TOLERATED || model.timer.asking)) return;
    const at = secondOf(model.clock, monotonic);
    model.clock = clock;
    if (model.timer.running) time.happened({ type: 'corrected', at, to: secondOf(clock, monotonic) });
  }

  return { beat, refresh, heard };
}
