/**
 * The timer: what happened in, what is to be done out. It knows no clock, no disk and no screen.
 *
 * Always true: blocks do not overlap; each lies in one cell and lasts 1..600 s; from Start to Stop not a second is lost
 * at a cell's edge or when the project changes; a gap in the ticks is never work; a block is saved only once every
 * picture it asked for has been answered, it has asked for at least one, and no pause can reach into it any more.
 */
import type { Chance, Second } from './chance.ts';
import { SLEEP } from './clock.ts';
import { picturesOf, type OpenBlock, type Shot } from './open-block.ts';
import { answer, dropSince, forget, hearInput, pause, release, stopAtLastInput } from './pausing.ts';
import { JOURNAL_SECONDS, unfinished, type Effect, type Step, type Timer, type TimerEvent } from './timer-state.ts';
import { close, goOn, goOnAlone, run, start } from './working.ts';

/** Ticks come every second. One so late, in seconds, was late for a reason: nobody knows what happened in between. */
const LATE_TICK = 10;

/** One step of the timer. `chance` draws block names and capture moments. */
export function step(timer: Timer, event: TimerEvent, chance: Chance): Step {
  const [awake, first] = 'at' in event ? overGap(timer, event.at, chance) : [timer, []];
  const [happened, then] = happen(awake, event, chance);
  return journalled(timer, release([happened, [...first, ...then]]));
}

function happen(timer: Timer, event: TimerEvent, chance: Chance): Step {
  switch (event.type) {
    case 'start':
      return timer.running ? [timer, []] : start(timer, event.task, event.at, chance);
    case 'stop':
      return timer.asking ? dropSince(timer, timer.asking.since) : close(clicked(...run(timer, event.at, chance)));
    case 'switch':
      return switchTo(timer, event, chance);
    case 'describe':
      return timer.running ? [{ ...timer, running: { ...timer.running, task: event.task } }, []] : [timer, []];
    case 'tick':
      return tick(timer, event.at, chance);
    case 'slept':
      return pause(timer, 'slept');
    case 'locked': {
      const [ran, effects] = timer.asking ? [timer, []] : run(timer, event.at, chance);
      const [paused, more] = pause(ran, 'locked');
      return [paused, [...effects, ...more]];
    }
    case 'corrected':
      return correct(timer, event, chance);
    case 'input':
      return hearInput(timer, event.at, event.idleSeconds);
    case 'answered': {
      const [ran, effects] = run(timer, event.at, chance);
      const [answered, more] = answer(ran, event.at, event.keep, chance);
      return [answered, [...effects, ...more]];
    }
    case 'captured':
      return captured(timer, event.blockId, event.shot);
    case 'masked':
      return mask(timer, event);
    case 'discarded':
      return discard(timer, event.at, event.blockId, chance);
  }
}

/** No tick for long means that the machine slept, whatever the person does first after it; a shorter gap is left out. */
function overGap(timer: Timer, at: Second, chance: Chance): Step {
  const { running } = timer;
  const gap = running ? at - running.until : 0;
  if (!running || gap <= LATE_TICK) return [timer, []];
  return gap * 1000 > SLEEP ? pause(timer, 'slept') : goOnAlone(timer, [timer, []], at, chance);
}

function tick(timer: Timer, at: Second, chance: Chance): Step {
  const [ran, effects] = run(timer, at, chance);
  if (!ran.asking || at - ran.asking.askedAt < ran.rules.idleAnswer) return [ran, effects];
  const [stopped, more] = stopAtLastInput(ran, ran.asking.since, 'idle');
  return [stopped, [...effects, ...more]];
}

function switchTo(timer: Timer, { at, task }: Extract<TimerEvent, { type: 'switch' }>, chance: Chance): Step {
  if (!timer.running) return [timer, []];
  const ran = timer.asking ? dropSince(timer, timer.asking.since) : clicked(...run(timer, at, chance));
  return goOn(timer, ran, task, at, chance);
}

/** The block ends by the old time, the next begins by the new one. */
function correct(timer: Timer, { at, to }: Extract<TimerEvent, { type: 'corrected' }>, chance: Chance): Step {
  if (!timer.running) return [timer, []];
  const [moved, effects] = goOnAlone(timer, run(timer, at, chance), to, chance);
  const startedAt = moved.running?.startedAt ?? to;
  const by = startedAt - at;
  // A changed clock is no time that passed, and no input.
  const { dropped, inputTo, countedTo, sampledAt } = timer;
  const shifted = {
    dropped: dropped + by,
    inputTo: inputTo + by,
    countedTo: countedTo + by,
    sampledAt: sampledAt + by,
  };
  return [{ ...moved, ...shifted }, effects];
}

function captured(timer: Timer, blockId: string, shot: Shot): Step {
  const asked = unfinished(timer).filter(block => block.asked.includes(shot.takenAt));
  // A block may have been cut since it asked, and its part goes by another name.
  const block = asked.find(({ id }) => id === blockId) ?? asked[0];
  if (!block) return [timer, forget('file' in shot ? [shot.file] : [])];
  return replace(timer, block, {
    ...block,
    asked: block.asked.filter(takenAt => takenAt !== shot.takenAt),
    shots: [...block.shots, shot],
  });
}

function mask(timer: Timer, event: Extract<TimerEvent, { type: 'masked' }>): Step {
  const block = unfinished(timer).find(({ id }) => id === event.blockId);
  const shot = block?.shots.find(({ takenAt }) => takenAt === event.takenAt);
  if (!block || !shot || !('file' in shot)) return [timer, forget([event.file])];
  const { takenAt, file, sha256, mask } = event;
  const shots = block.shots.map(other => (other === shot ? { takenAt, file, sha256, mask } : other));
  const [masked, effects] = replace(timer, block, { ...block, shots });
  return [masked, [...effects, ...forget([shot.file])]];
}

function discard(timer: Timer, at: Second, blockId: string, chance: Chance): Step {
  const { running } = timer;
  if (running?.id === blockId) {
    const dropped = { ...timer, running: null, endedAt: running.startedAt };
    return goOn(timer, [dropped, forget(picturesOf(running))], running.task, at, chance);
  }
  const block = timer.closing.find(({ id }) => id === blockId);
  if (!block) return [timer, []];
  const closing = timer.closing.filter(other => other !== block);
  const seconds = block.until - block.startedAt;
  // Of this run of the timer: the running clock leaves it out.
  const mine = timer.since !== null && block.startedAt >= timer.since ? seconds : 0;
  return [{ ...timer, closing, dropped: timer.dropped + mine }, forget(picturesOf(block))];
}

const replace = (timer: Timer, old: OpenBlock, block: OpenBlock): Step => [
  timer.running === old
    ? { ...timer, running: block }
    : { ...timer, closing: timer.closing.map(other => (other === old ? block : other)) },
  [],
];

/** A click on Stop, or on another project, is a second with input. */
const clicked = (timer: Timer, effects: Effect[]): Step => [
  timer.running ? { ...timer, running: { ...timer.running, inputSeconds: timer.running.inputSeconds + 1 } } : timer,
  effects,
];

/**
 * Has the unfinished blocks written down when another block is among them or another picture, and now and then. It stands
 * after the blocks that are saved and before the pictures that are forgotten: a kill in between loses neither.
 */
function journalled(before: Timer, [timer, effects]: Step): Step {
  const at = timer.running?.until ?? timer.endedAt;
  const due = timer.running !== null && at - timer.journalledAt >= JOURNAL_SECONDS;
  if (!due && marks(before) === marks(timer)) return [timer, effects];
  const blocks = unfinished(timer);
  const journal: Effect = { do: 'journal', blocks, since: timer.asking?.since ?? null };
  const isForgetting = ({ do: what }: Effect) => what === 'forget-pictures';
  const ordered = [...effects.filter(effect => !isForgetting(effect)), journal, ...effects.filter(isForgetting)];
  return [{ ...timer, journalledAt: at }, ordered];
}

const marks = (timer: Timer): string =>
  JSON.stringify([
    timer.asking,
    unfinished(timer).map(({ id, asked, shots }) => [id, asked.length, shots.map(shot => 'file' in shot && shot.file)]),
  ]);
