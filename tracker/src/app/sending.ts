/** Brings the queue to the server, one item after the other, and asks now and then how things stand. */
import { learn, secondOf, skewOf, type Clock } from '../core/clock.ts';
import { replaceText } from '../core/disk.ts';
import { answered, next, reachedAgain, tryAgain, type Answer, type Item } from '../core/queue.ts';
import { readPicture, settle } from '../core/queue-store.ts';
import type { State } from '../../../src/wire/tracker.ts';
import { ownerOf, type Model, type Session } from './model.ts';
import type { Outside, Reply, ServerClient, Told } from './outside.ts';
import { countAsKept } from './sums.ts';
import type { Timekeeping } from './timekeeping.ts';

/** Sums and rules are asked for this often. */
const STATE_EVERY = 5 * 60_000;
const STATE_RETRY = 20_000;
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
    for (;;) {
      const item = next(model.queue, ownerOf(session), outside.read().monotonic);
      if (!item || model.session !== session) return;
      await send(server, item);
      changed();
    }
  }

  async function askState(server: ServerClient, session: Session): Promise<void> {
    const reply = await server.state();
    const now = outside.read().monotonic;
    if (model.session !== session) return;
    heard(reply);
    stateDue = now + (reply.ok ? STATE_EVERY : STATE_RETRY);
    if (!reply.ok) {
      if (reply.answer.meaning === 'sign-in' || reply.answer.meaning === 'update') {
        model.queue = { ...model.queue, hold: reply.answer.meaning };
      }
      return;
    }
    model.queue = reachedAgain(model.queue);
    adoptState(reply.value);
    await remember(SKEW_FILE, skewOf(model.clock));
    await remember(STATE_FILE, { owner: ownerOf(session), state: reply.value });
  }

  /** Only for a start without a connection: a full disk is no reason to stop sending. */
  const remember = (file: string, what: unknown) =>
    replaceText(outside.disk, file, JSON.stringify(what)).catch(() => undefined);

  function adoptState(state: State): void {
    model.state = state;
    model.timer = { ...model.timer, secondCapture: state.policy.secondCaptureProbability };
    if (!state.contracts.some(({ id }) => id === model.draft.contractId)) {
      model.draft.contractId = state.contracts.find(contract => contract.state === 'active')?.id ?? null;
    }
  }

  async function send(server: ServerClient, item: Item): Promise<void> {
    const pictures = await Promise.all(item.pictures.map(file => readPicture(outside.disk, file)));
    const reply = await server.putBlock(
      item.id,
      item.block,
      pictures.filter(bytes => bytes !== null),
    );
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
    if (!reply.ok || reply.received - reply.sent > 2 * TOLERATED) return;
    const clock = learn(model.clock, Date.parse(reply.value.serverTime), reply.sent, reply.received);
    putRight(clock);
  }

  function putRight(clock: Clock): void {
    const off = Math.abs(clock.offset - model.clock.offset);
    const { monotonic } = outside.read();
    if (model.timer.running && off <= TOLERATED) return;
    const at = secondOf(model.clock, monotonic);
    model.clock = clock;
    if (model.timer.running) time.happened({ type: 'corrected', at, to: secondOf(clock, monotonic) });
  }

  return { beat, refresh, heard };
}
