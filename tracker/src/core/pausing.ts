/** Time nobody worked: sleep, a locked screen, a pause. */
import type { CaptureFailure } from '../../../src/wire/tracker.ts';
import { newBlockId } from './block-id.ts';
import type { Chance, Second } from './chance.ts';
import { cutAt, withoutTimeSince } from './cut.ts';
import { ask, isPictured, withoutPicture, type OpenBlock } from './open-block.ts';
import { unfinished, type Effect, type PauseReason, type Step, type Timer } from './timer-state.ts';
import { capture, close, goOn, start } from './working.ts';

/** Without input for so long the running block is pictured, while the screen still shows what was worked on. */
export const PICTURE_BEFORE_PAUSE = 120;
/** A system that has not told its idle time for so long does not tell it. */
const SAMPLES_STALE = 60;

/**
 * Ends the work at the last tick, or at the last input when the question about a pause stands.
 * What the screen shows now is no picture of it.
 */
export function pause(timer: Timer, why: Exclude<PauseReason, 'idle'>): Step {
  const block = timer.running;
  if (!block) return [timer, []];
  if (timer.asking) return stopAtLastInput(timer, timer.asking.since, why);
  const unseen = block.until > block.startedAt && !isPictured(block);
  const failure: CaptureFailure = why === 'slept' ? 'computer-slept' : 'locked-screen';
  const ended = unseen ? { ...timer, running: withoutPicture(block, failure) } : timer;
  return close([ended, [{ do: 'say-paused', why, until: block.until }]]);
}

/** Ends the work at `since`: what came after it is no work. */
export function stopAtLastInput(timer: Timer, since: Second, why: PauseReason): Step {
  const [stopped, effects] = dropSince(timer, since);
  return [stopped, [...effects, { do: 'say-paused', why, until: since }]];
}

/** Stops the timer at `since`, and forgets what came after. */
export function dropSince(timer: Timer, since: Second): Step {
  const { blocks, files } = withoutTimeSince(unfinished(timer), since);
  const stopped = { ...timer, running: null, since: null, dropped: 0, asking: null, closing: blocks, endedAt: since };
  return [stopped, forget(files)];
}

export const forget = (files: readonly string[]): Effect[] =>
  files.length > 0 ? [{ do: 'forget-pictures', files }] : [];

/** Hears of the last input. Asks the person once there was none for long enough. */
export function hearInput(timer: Timer, at: Second, idleSeconds: number): Step {
  const inputTo = Math.max(timer.inputTo, Math.min(at, Math.floor(at - idleSeconds) + 1));
  const heard = { ...countInput(timer, at, idleSeconds), inputTo, sampledAt: at };
  if (!heard.running || heard.asking) return [heard, []];
  const idle = at - inputTo;
  if (idle >= timer.rules.idleAfter)
    return [{ ...heard, asking: { since: inputTo, askedAt: at } }, [{ do: 'ask-idle', since: inputTo }]];
  return idle >= PICTURE_BEFORE_PAUSE ? pictureNow(heard, heard.running) : [heard, []];
}

/** From the last sample to the last input the person was active: as fine as the samples are, and never more than them. */
function countInput(timer: Timer, at: Second, idleSeconds: number): Timer {
  if (!timer.running) return timer;
  const from = Math.max(timer.countedTo, timer.running.startedAt);
  const active = Math.max(0, Math.min(at, at - idleSeconds) - from);
  const inputSeconds = timer.running.inputSeconds + Math.floor(active);
  return { ...timer, running: { ...timer.running, inputSeconds }, countedTo: Math.max(timer.countedTo, at) };
}

/** A block that may turn out to have ended at the last input needs a picture from about then. It replaces a later one. */
function pictureNow(timer: Timer, block: OpenBlock): Step {
  if (isPictured(block) || block.startedAt >= timer.inputTo) return [timer, []];
  const asked = ask({ ...block, moments: block.moments.slice(1) });
  return [{ ...timer, running: asked }, [capture(asked)]];
}

/** The person is back: the pause is kept, marked as what it was, or dropped. Work goes on either way. */
export function answer(timer: Timer, at: Second, keep: boolean, chance: Chance): Step {
  const { asking, running } = timer;
  if (!asking || !running) return [timer, []];
  if (!keep) {
    const [dropped, effects] = dropSince(timer, asking.since);
    return goOn(timer, [dropped, effects], running.task, at, chance);
  }
  const cut = unfinished(timer).flatMap(block => partsAround(block, asking.since, chance));
  const pictured = cut.map(block => {
    if (isPictured(block)) return block;
    // The screen shows the pause, not what was worked before it.
    return block.idle ? ask(block) : withoutPicture(block, 'capture-failed');
  });
  const captures = pictured.filter(block => block.idle && !cut.includes(block)).map(capture);
  const { since, dropped } = timer;
  const kept = { ...timer, running: null, closing: pictured, since, dropped, endedAt: running.until };
  const [opened, more] = start(kept, running.task, at, chance);
  return [opened, [...captures, ...more]];
}

/** What was worked, and what was idle, each a block of its own. */
function partsAround(block: OpenBlock, since: Second, chance: Chance): OpenBlock[] {
  if (block.until <= since) return [block];
  if (block.until === block.startedAt) return [];
  if (block.startedAt >= since) return [{ ...block, idle: true }];
  const [before, after] = cutAt(block, since, newBlockId(since, chance));
  return [before, { ...after, idle: true }];
}

/** Saves what is complete: every picture answered, and certainly worked. */
export function release([timer, effects]: Step): Step {
  const done = timer.closing.filter(block => block.asked.length === 0 && !isDoubtful(timer, block));
  if (done.length === 0) return [timer, effects];
  const closing = timer.closing.filter(block => !done.includes(block));
  return [{ ...timer, closing }, [...effects, ...done.map((block): Effect => ({ do: 'save-block', block }))]];
}

/** Whether a pause that is going on may turn out to have begun inside this block. */
function isDoubtful({ running, sampledAt, inputTo, asking }: Timer, block: OpenBlock): boolean {
  if (asking) return block.until > asking.since;
  return running !== null && running.until - sampledAt <= SAMPLES_STALE && block.until > inputTo;
}
