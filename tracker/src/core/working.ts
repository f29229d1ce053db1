/** How blocks begin, grow and end. */
import type { Chance, Second } from './chance.ts';
import { ask, cellEnd, isPictured, openBlock, type OpenBlock, type Task } from './open-block.ts';
import type { Effect, Step, Timer } from './timer-state.ts';

/** A click: the person is there. The work begins, or goes on with something else. */
export function start(timer: Timer, task: Task, at: Second, chance: Chance): Step {
  const begun = begin(timer, task, at, chance);
  const { startedAt } = begun.running;
  // The click is itself a second with input.
  const running = { ...begun.running, inputSeconds: 1 };
  return [{ ...begun, running, asking: null, countedTo: startedAt + 1, inputTo: startedAt + 1 }, []];
}

/** Opens a block at `at`, or where the last one ended if that is later. */
function begin(timer: Timer, task: Task, at: Second, chance: Chance): Timer & { running: OpenBlock } {
  const startedAt = Math.max(at, timer.endedAt);
  const running = openBlock(task, startedAt, chance, timer.rules.secondCapture);
  return { ...timer, running, since: timer.since ?? startedAt, journalledAt: startedAt };
}

/** Ends the block and begins the next, by a click: the running clock does not start anew, and leaves out what lies between. */
export function goOn(before: Timer, ran: Step, task: Task, at: Second, chance: Chance): Step {
  const [closed, effects] = closeFor(before, ran, at);
  const [opened, more] = start(closed, task, at, chance);
  return [opened, [...effects, ...more]];
}

/** The same without a click: nobody need be there. */
export function goOnAlone(before: Timer, ran: Step, at: Second, chance: Chance): Step {
  if (!before.running) return ran;
  const [closed, effects] = closeFor(before, ran, at);
  return [begin({ ...closed, asking: before.asking }, before.running.task, at, chance), effects];
}

function closeFor({ since, dropped }: Timer, ran: Step, at: Second): Step {
  const [closed, effects] = close(ran);
  return [{ ...closed, since, dropped: dropped + Math.max(0, at - closed.endedAt) }, effects];
}

/** Counts work up to `at`, over the cell's edge when it lies before, and asks for the pictures that are due. */
export function run(timer: Timer, at: Second, chance: Chance): Step {
  const block = timer.running;
  if (!block) return [timer, []];
  const edge = cellEnd(block.startedAt);
  const [ran, effects] = work(timer, block, Math.min(at, edge));
  if (at < edge) return [ran, effects];
  const [closed, more] = close([ran, effects]);
  const { since, dropped, asking } = timer;
  const running = openBlock(block.task, edge, chance, timer.rules.secondCapture);
  const [later, rest] = run({ ...closed, running, since, dropped, asking }, at, chance);
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

/** Has a picture taken of a block that just asked for one. */
export const capture = (block: OpenBlock): Effect => ({
  do: 'capture',
  blockId: block.id,
  contractId: block.task.contractId,
  takenAt: block.asked.at(-1) ?? block.until - 1,
});

/** Ends the running block where it is; one that has no picture yet is captured as it ends. */
export function close([timer, effects]: Step): Step {
  const block = timer.running;
  if (!block) return [timer, effects];
  const stopped = { ...timer, running: null, since: null, dropped: 0, asking: null, endedAt: block.until };
  if (block.until === block.startedAt) return [stopped, effects];
  if (isPictured(block)) return [{ ...stopped, closing: [...timer.closing, block] }, effects];
  const asked = ask(block);
  return [{ ...stopped, closing: [...timer.closing, asked] }, [...effects, capture(asked)]];
}
