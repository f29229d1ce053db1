/**
 * The queue of finished blocks on their way to the server, as a fold over what happens to them. Nothing leaves it but by
 * an answer: `done` forgets, `refused` moves to the list the freelancer can see. Everything else waits longer.
 */
import type { Block } from '../../../src/wire/tracker.ts';
import type { Chance, Millisecond } from './chance.ts';

/** Whose work it is: an item is sent only to the server and by the person it was made for. */
export type Owner = { server: string; personId: number };
export const sameOwner = (a: Owner, b: Owner) => a.server === b.server && a.personId === b.personId;

export type Item = {
  id: string;
  owner: Owner;
  block: Block;
  /** Files of the pictures, one for each capture that has one, in their order. */
  pictures: readonly string[];
  /** Not sent earlier, on the monotonic clock of this run: the hold in which the freelancer may look first. */
  sendAfter: Millisecond;
  /** It may have reached the server, answer or not: from then on it is no longer changed here. */
  tried: boolean;
};

export type RefusedItem = { id: string; owner: Owner; block: Block | null; code: string; message: string };

type Waiting = { item: Item; failures: number; notBefore: Millisecond };

export type Queue = {
  /** Oldest work first. */
  waiting: readonly Waiting[];
  refused: readonly RefusedItem[];
  /** Why nothing is sent for now: the session ended, or this tracker is too old. */
  hold: 'sign-in' | 'update' | null;
  /** Attempts in a row that reached no server; then everything waits, since every item would fail alike. */
  unreached: number;
  notBefore: Millisecond;
  /** The item the person looks at. It is not sent meanwhile. */
  lookedAt: string | null;
};

export const emptyQueue: Queue = { waiting: [], refused: [], hold: null, unreached: 0, notBefore: 0, lookedAt: null };

export type Answer =
  | { meaning: 'done' }
  | { meaning: 'refused'; code: string; message: string }
  | { meaning: 'sign-in' | 'update' }
  | { meaning: 'later'; reached: boolean; retryAfter: Millisecond | null };

export type QueueEffect = { do: 'forget'; item: Item } | { do: 'refuse'; item: Item; refused: RefusedItem };

/** Adds a block that is safely on disk. The same block twice is one. */
export function add(queue: Queue, item: Item): Queue {
  if (queue.waiting.some(({ item: { id } }) => id === item.id)) return queue;
  const waiting = [...queue.waiting, { item, failures: 0, notBefore: 0 }];
  waiting.sort((a, b) => Date.parse(a.item.block.startedAt) - Date.parse(b.item.block.startedAt));
  return { ...queue, waiting };
}

/** The oldest item of this person that may be sent now. One that failed waits aside and holds up nobody. */
export function next(queue: Queue, owner: Owner, now: Millisecond): Item | null {
  if (queue.hold || now < queue.notBefore) return null;
  const ready = ({ item, notBefore }: Waiting) =>
    sameOwner(item.owner, owner) && item.sendAfter <= now && notBefore <= now && item.id !== queue.lookedAt;
  return queue.waiting.find(ready)?.item ?? null;
}

/** The same item with other content: a picture was covered, or it is about to be tried. */
export const replaceItem = (queue: Queue, item: Item): Queue => ({
  ...queue,
  waiting: queue.waiting.map(waiting => (waiting.item.id === item.id ? { ...waiting, item } : waiting)),
});

/** Takes an item out: the person discarded it. */
export const removeItem = (queue: Queue, id: string): Queue => ({
  ...queue,
  waiting: queue.waiting.filter(({ item }) => item.id !== id),
});

/** Ends every hold. */
export const sendNow = (queue: Queue): Queue => ({
  ...queue,
  waiting: queue.waiting.map(waiting => ({ ...waiting, item: { ...waiting.item, sendAfter: 0 } })),
});

export const waitingFor = (queue: Queue, owner: Owner): Item[] =>
  queue.waiting.map(({ item }) => item).filter(item => sameOwner(item.owner, owner));

export const refusedFor = (queue: Queue, owner: Owner): RefusedItem[] =>
  queue.refused.filter(item => sameOwner(item.owner, owner));

/** What an answer does to the item it is about. An item no longer waiting is left alone. */
export function answered(
  queue: Queue,
  id: string,
  answer: Answer,
  now: Millisecond,
  chance: Chance,
): [Queue, QueueEffect[]] {
  const found = queue.waiting.find(({ item }) => item.id === id);
  if (!found) return [queue, []];
  const { item } = found;
  const others = queue.waiting.filter(waiting => waiting !== found);
  const reached = { ...queue, unreached: 0, notBefore: 0 };
  switch (answer.meaning) {
    case 'done':
      return [{ ...reached, waiting: others }, [{ do: 'forget', item }]];
    case 'refused': {
      const refused = { id, owner: item.owner, block: item.block, code: answer.code, message: answer.message };
      return [{ ...reached, waiting: others, refused: [...queue.refused, refused] }, [{ do: 'refuse', item, refused }]];
    }
    case 'sign-in':
    case 'update':
      return [{ ...reached, hold: answer.meaning }, []];
    case 'later': {
      if (!answer.reached) {
        const unreached = queue.unreached + 1;
        return [{ ...queue, unreached, notBefore: now + backOff(unreached, chance) }, []];
      }
      const failures = found.failures + 1;
      const wait = Math.max(backOff(failures, chance), answer.retryAfter ?? 0);
      const waiting = queue.waiting.map(w => (w === found ? { ...w, failures, notBefore: now + wait } : w));
      return [{ ...reached, waiting, notBefore: now + (answer.retryAfter ?? 0) }, []];
    }
  }
}

/** Another call got through: what waited for the network need wait no longer. */
export const reachedAgain = (queue: Queue): Queue =>
  queue.unreached > 0 ? { ...queue, unreached: 0, notBefore: 0 } : queue;

/** A new session, or a wish of the person: try everything again at once. */
export const tryAgain = (queue: Queue): Queue => ({
  ...queue,
  hold: null,
  unreached: 0,
  notBefore: 0,
  waiting: queue.waiting.map(waiting => ({ ...waiting, failures: 0, notBefore: 0 })),
});

export const LONGEST_WAIT: Millisecond = 5 * 60_000;

/** 2 s, 4 s, 8 s … up to five minutes, each between half and whole by chance, so that many trackers do not come back at once. */
export function backOff(failures: number, chance: Chance): Millisecond {
  const whole = Math.min(LONGEST_WAIT, 1000 * 2 ** Math.min(failures, 20));
  return Math.round(whole / 2 + (chance() * whole) / 2);
}
