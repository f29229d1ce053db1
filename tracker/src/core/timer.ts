/**
 * The timer: what happened in, what is to be done out. It knows no clock, no disk and no screen.
 *
 * Always true: blocks do not overlap; each lies in one cell and lasts 1..600 s; from Start to Stop not a second is lost
 * at a cell's edge or when the project changes; a block ends at the last tick when the machine slept; a block is saved
 * only once every picture it asked for has been answered, and it has asked for at least one.
 */
import { SLEEP } from './clock.ts';
import { ask, cellEnd, openBlock, withoutPicture, type OpenBlock, type Shot, type Task } from './open-block.ts';
import type { Chance, Second } from './chance.ts';

export type Timer = {
  running: OpenBlock | null;
  /** Closed blocks that still wait for a picture. */
  closing: readonly OpenBlock[];
  /** When the person pressed Start; the running clock counts from here. */
  since: Second | null;
  /** Where the last block ended: the next one starts here or later. */
  endedAt: Second;
  journalledAt: Second;
  /** Up to here seconds with input have been counted. */
  countedTo: Second;
  /** How often a block gets a second picture, so that no moment after a picture is known to be free. The server says. */
  secondCapture: number;
};

export const idleTimer: Timer = {
  running: null,
  closing: [],
  since: null,
  endedAt: 0,
  journalledAt: 0,
  countedTo: 0,
  secondCapture: 1 / 4,
};

export type TimerEvent =
  | { type: 'start'; at: Second; task: Task }
  | { type: 'stop'; at: Second }
  /** Another project: the block ends, the next begins in the same second. */
  | { type: 'switch'; at: Second; task: Task }
  /** Better words for the running block. */
  | { type: 'describe'; task: Task }
  | { type: 'tick'; at: Second }
  /** The machine slept after the last tick. */
  | { type: 'slept' }
  /** The server's time turned out to be `to`, not `at`. */
  | { type: 'corrected'; at: Second; to: Second }
  /** The system's idle time, sampled every few seconds. */
  | { type: 'input'; at: Second; idleSeconds: number }
  | { type: 'captured'; blockId: string; shot: Shot };

export type Effect =
  | { do: 'capture'; blockId: string; contractId: number; takenAt: Second }
  | { do: 'save-block'; block: OpenBlock }
  /** Write these unfinished blocks down, replacing what was written before. */
  | { do: 'journal'; blocks: readonly OpenBlock[] }
  | { do: 'say-slept' };

/** How often the running block is written down. A kill loses no more than this and a tick. */
export const JOURNAL_SECONDS = 10;

type Step = [Timer, Effect[]];

/** One step of the timer. `chance` draws block names and capture moments. */
export function step(timer: Timer, event: TimerEvent, chance: Chance): Step {
  switch (event.type) {
    case 'start':
      return timer.running ? [timer, []] : start(timer, event.task, event.at, chance);
    case 'stop':
      return journal(close(clicked(...run(timer, event.at, chance))));
    case 'switch':
      return timer.running
        ? goOn(timer, clicked(...run(timer, event.at, chance)), event.task, event.at, chance)
        : [timer, []];
    case 'describe':
      return timer.running ? [{ ...timer, running: { ...timer.running, task: event.task } }, []] : [timer, []];
    case 'tick':
      return tick(timer, event.at, chance);
    case 'slept':
      return fallAsleep(timer);
    case 'corrected':
      return timer.running
        ? goOn(timer, run(timer, event.at, chance), timer.running.task, event.to, chance)
        : [timer, []];
    case 'input':
      return [countInput(timer, event.at, event.idleSeconds), []];
    case 'captured':
      return captured(timer, event.blockId, event.shot);
  }
}

/** Every unfinished block: what the journal holds. */
export const unfinished = (timer: Timer): OpenBlock[] => [...timer.closing, ...(timer.running ? [timer.running] : [])];

function start(timer: Timer, task: Task, at: Second, chance: Chance): Step {
  const startedAt = Math.max(at, timer.endedAt);
  // The click on Start is itself a second with input.
  const running = { ...openBlock(task, startedAt, chance, timer.secondCapture), inputSeconds: 1 };
  return journal([{ ...timer, running, since: timer.since ?? startedAt, countedTo: startedAt + 1 }, []]);
}

/** Ends the block and begins the next at once: the running clock does not start anew. */
function goOn(before: Timer, ran: Step, task: Task, at: Second, chance: Chance): Step {
  const [closed, effects] = close(ran);
  const [opened, more] = start({ ...closed, since: before.since }, task, at, chance);
  return [opened, [...effects, ...more]];
}

function tick(timer: Timer, at: Second, chance: Chance): Step {
  if (!timer.running) return [timer, []];
  if ((at - timer.running.until) * 1000 > SLEEP) return fallAsleep(timer);
  const [ran, effects] = run(timer, at, chance);
  const due = at - ran.journalledAt >= JOURNAL_SECONDS || ran.running?.id !== timer.running.id;
  return due ? journal([ran, effects]) : [ran, effects];
}

/** Counts work up to `at`, over the cell's edge when it lies before, and asks for the pictures that are due. */
function run(timer: Timer, at: Second, chance: Chance): Step {
  const block = timer.running;
  if (!block) return [timer, []];
  const edge = cellEnd(block.startedAt);
  const [ran, effects] = work(timer, block, Math.min(at, edge));
  if (at < edge) return [ran, effects];
  const [closed, more] = close([ran, effects]);
  const next = { ...closed, running: openBlock(block.task, edge, chance, timer.secondCapture), since: timer.since };
  const [later, rest] = run(next, at, chance);
  return [later, [...more, ...rest]];
}

function work(timer: Timer, block: OpenBlock, at: Second): Step {
  const ran = { ...block, until: Math.max(block.until, at) };
  // A moment is due when its second has wholly passed.
  const moments = ran.moments.filter(moment => moment >= ran.until);
  if (moments.length === ran.moments.length) return [{ ...timer, running: ran }, []];
  const asked = ask({ ...ran, moments });
  return [{ ...timer, running: asked }, [capture(asked)]];
}

const capture = (block: OpenBlock): Effect => ({
  do: 'capture',
  blockId: block.id,
  contractId: block.task.contractId,
  takenAt: block.until - 1,
});

/** Ends the running block where it is; one that has no picture yet is captured as it ends. */
function close([timer, effects]: Step): Step {
  const block = timer.running;
  if (!block) return [timer, effects];
  const stopped = { ...timer, running: null, since: null, endedAt: block.until };
  if (block.until === block.startedAt) return [stopped, effects];
  if (block.asked.length > 0) return [{ ...stopped, closing: [...timer.closing, block] }, effects];
  if (block.shots.length > 0) return [stopped, [...effects, { do: 'save-block', block }]];
  const asked = ask(block);
  return [{ ...stopped, closing: [...timer.closing, asked] }, [...effects, capture(asked)]];
}

/** Sleep is not work: the block ends at the last tick. What the screen shows now is no picture of it. */
function fallAsleep(timer: Timer): Step {
  const block = timer.running;
  if (!block) return [timer, []];
  const unseen = block.until > block.startedAt && block.asked.length === 0 && block.shots.length === 0;
  const ended = unseen ? { ...timer, running: withoutPicture(block) } : timer;
  const [closed, effects] = close([ended, []]);
  return journal([closed, [...effects, { do: 'say-slept' }]]);
}

function captured(timer: Timer, blockId: string, shot: Shot): Step {
  const answer = (block: OpenBlock): OpenBlock => ({
    ...block,
    asked: block.asked.filter(takenAt => takenAt !== shot.takenAt),
    shots: [...block.shots, shot],
  });
  if (timer.running?.id === blockId) return journal([{ ...timer, running: answer(timer.running) }, []]);
  const block = timer.closing.find(({ id }) => id === blockId);
  if (!block) return [timer, []];
  const answered = answer(block);
  const others = timer.closing.filter(({ id }) => id !== blockId);
  if (answered.asked.length > 0) return journal([{ ...timer, closing: [...others, answered] }, []]);
  return journal([{ ...timer, closing: others }, [{ do: 'save-block', block: answered }]]);
}

/** From the last sample to the last input the person was active: as fine as the samples are, and never more than them. */
function countInput(timer: Timer, at: Second, idleSeconds: number): Timer {
  if (!timer.running) return timer;
  const from = Math.max(timer.countedTo, timer.running.startedAt);
  const active = Math.max(0, Math.min(at, at - idleSeconds) - from);
  const inputSeconds = timer.running.inputSeconds + Math.floor(active);
  return { ...timer, running: { ...timer.running, inputSeconds }, countedTo: Math.max(timer.countedTo, at) };
}

/** A click on Stop, or on another project, is a second with input. */
const clicked = (timer: Timer, effects: Effect[]): Step => [
  timer.running ? { ...timer, running: { ...timer.running, inputSeconds: timer.running.inputSeconds + 1 } } : timer,
  effects,
];

function journal([timer, effects]: Step): Step {
  const blocks = unfinished(timer);
  return [{ ...timer, journalledAt: timer.running?.until ?? timer.endedAt }, [...effects, { do: 'journal', blocks }]];
}
