/** How blocks begin, grow and end. */
import type { Chance, Second } from './chance.ts';
import { ask, cellEnd, openBlock, withoutPicture, type OpenBlock, type Task } from './open-block.ts';
import { unfinished, type Effect, type Step, type Timer } from './timer-state.ts';

/** Opens a block at `at`, or where the last one ended if that is later. */
export function start(timer: Timer, task: Task, at: Second, chance: Chance): Step {
  const startedAt = Math.max(at, timer.endedAt);
  // The click on Start is itself a second with input.
  const running = { ...openBlock(task, startedAt, chance, timer.secondCapture), inputSeconds: 1 };
  return journal([{ ...timer, running, since: timer.since ?? startedAt, countedTo: startedAt + 1 }, []]);
}

/** Ends the block and begins the next at once: the running clock does not start anew. */
export function goOn(before: Timer, ran: Step, task: Task, at: Second, chance: Chance): Step {
  const [closed, effects] = close(ran);
  const [opened, more] = start({ ...closed, since: before.since }, task, at, chance);
  return [opened, [...effects, ...more]];
}

/** Counts work up to `at`, over the cell's edge when it lies before, and asks for the pictures that are due. */
export function run(timer: Timer, at: Second, chance: Chance): Step {
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
export function close([timer, effects]: Step): Step {
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
export function fallAsleep(timer: Timer): Step {
  const block = timer.running;
  if (!block) return [timer, []];
  const unseen = block.until > block.startedAt && block.asked.length === 0 && block.shots.length === 0;
  const ended = unseen ? { ...timer, running: withoutPicture(block) } : timer;
  const [closed, effects] = close([ended, []]);
  return journal([closed, [...effects, { do: 'say-slept' }]]);
}

/** Has every unfinished block written down as it is now. */
export function journal([timer, effects]: Step): Step {
  const blocks = unfinished(timer);
  return [{ ...timer, journalledAt: timer.running?.until ?? timer.endedAt }, [...effects, { do: 'journal', blocks }]];
}
