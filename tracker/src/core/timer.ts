/**
 * The timer: what happened in, what is to be done out. It knows no clock, no disk and no screen.
 *
 * Always true: blocks do not overlap; each lies in one cell and lasts 1..600 s; from Start to Stop not a second is lost
 * at a cell's edge or when the project changes; a block ends at the last tick when the machine slept; a block is saved
 * only once every picture it asked for has been answered, and it has asked for at least one.
 */
import type { Chance, Second } from './chance.ts';
import { SLEEP } from './clock.ts';
import type { OpenBlock, Shot } from './open-block.ts';
import { JOURNAL_SECONDS, type Effect, type Step, type Timer, type TimerEvent } from './timer-state.ts';
import { close, fallAsleep, goOn, journal, run, start } from './working.ts';

/** One step of the timer. `chance` draws block names and capture moments. */
export function step(timer: Timer, event: TimerEvent, chance: Chance): Step {
  if (event.type !== 'input' && 'at' in event && sleptUntil(timer, event.at)) return fallAsleep(timer);
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

/** No tick for so long means that the machine slept, whatever the person does first after it. */
const sleptUntil = (timer: Timer, at: Second) => timer.running !== null && (at - timer.running.until) * 1000 > SLEEP;

function tick(timer: Timer, at: Second, chance: Chance): Step {
  if (!timer.running) return [timer, []];
  const [ran, effects] = run(timer, at, chance);
  const due = at - ran.journalledAt >= JOURNAL_SECONDS || ran.running?.id !== timer.running.id;
  return due ? journal([ran, effects]) : [ran, effects];
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
