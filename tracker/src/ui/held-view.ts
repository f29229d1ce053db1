/** What lies on this computer, as the window shows it. */
import { amountFor, money } from '../../../src/kernel/money.ts';
import type { Mask } from '../../../src/wire/tracker.ts';
import type { Second } from '../core/chance.ts';
import type { Shot } from '../core/open-block.ts';
import { heldBlocks, type Held } from '../app/holding.ts';
import type { Model } from '../app/model.ts';
import { captureFailureWords, countWords, dayWords, timeIn } from '../app/words.ts';
import type { Tone } from './view.ts';

/** So many are listed; a week without a connection makes a thousand. */
export const LISTED = 50;

export type HeldPicture = { takenAt: Second; file: string; words: string; mask: Mask | null };

export type HeldBlock = {
  id: string;
  /** Day, time and length. */
  when: string;
  project: string;
  description: string;
  stage: { words: string; tone: Tone };
  /** What is out of the ordinary about it. */
  marks: string[];
  pictures: HeldPicture[];
  changeable: boolean;
  running: boolean;
  /** What goes with it when it is discarded: its time and what that is worth. */
  worth: string;
};

export type HeldView = {
  state: { words: string; tone: Tone; /** Without a countdown, for a screen reader. */ spoken: string };
  /** Newest first. */
  blocks: HeldBlock[];
  /** That older ones are not listed. */
  more: string | null;
  /** Whether any block waits for its hold to end. */
  holds: boolean;
  /** Whether any block waits for a server that cannot be reached. */
  unreached: boolean;
};

/** @param now the server's time */
export function heldView(model: Model, now: Second): HeldView {
  const monotonic = now * 1000 - model.clock.offset;
  const all = heldBlocks(model, monotonic);
  const newest = all.slice(-LISTED).reverse();
  return {
    state: stateOf(model, all, monotonic),
    blocks: newest.map(held => blockView(model, held, monotonic)),
    more:
      all.length > LISTED ? `The newest ${LISTED} of ${all.length} blocks are shown. The older ones go first.` : null,
    holds: all.some(({ stage }) => stage === 'held'),
    unreached: model.reached === false && all.some(({ stage }) => stage === 'ready'),
  };
}

function stateOf(model: Model, all: readonly Held[], now: number): HeldView['state'] {
  const held = all.filter(({ stage }) => stage === 'held');
  const waiting = held.length + all.filter(({ stage }) => stage === 'ready' || stage === 'sending').length;
  if (waiting > held.length) {
    const words = `${waiting} waiting`;
    return { words, spoken: words, tone: model.reached === false ? 'warn' : 'info' };
  }
  if (held.length > 0) {
    const first = Math.min(...held.map(({ sendAfter }) => sendAfter));
    const spoken = `${countWords(held.length, 'block is', 'blocks are')} held on this computer for now`;
    return { words: `${held.length} held ${leftWords(first - now)}`, spoken, tone: 'info' };
  }
  const { closing } = model.timer;
  if (model.writing || closing.some(({ asked }) => asked.length > 0)) {
    return { words: 'Finishing …', spoken: 'Finishing …', tone: 'info' };
  }
  if (closing.length > 0) {
    // A pause that is going on may have begun inside them.
    const spoken = `${countWords(closing.length, 'block stays', 'blocks stay')} here until there is input again`;
    return { words: `${closing.length} kept here`, spoken, tone: 'info' };
  }
  return { words: 'All sent', spoken: 'All sent', tone: 'ok' };
}

function blockView(model: Model, held: Held, now: number): HeldBlock {
  const timeZone = model.session?.person.timeZone ?? 'UTC';
  const contract = model.state?.contracts.find(({ id }) => id === held.contractId);
  const value = contract ? `, ${money(amountFor(held.seconds, contract.rateCents))}` : '';
  const { id, changeable } = held;
  const failures = held.shots.flatMap(shot => ('failure' in shot ? [captureFailureWords[shot.failure]] : []));
  return {
    ...{ id, changeable },
    when: `${dayWords(held.startedAt, timeZone)}, ${timeIn(held.startedAt, timeZone)} · ${exactWords(held.seconds)}`,
    project: contract?.title ?? 'A project no longer listed',
    description: held.description || 'No description',
    stage: stageOf(held, now),
    marks: [...(held.idle ? ['Without input, kept: not protected'] : []), ...failures],
    running: held.stage === 'running',
    worth: `${exactWords(held.seconds)}${value}`,
    pictures: held.shots.flatMap(shot => pictureOf(shot, timeZone)),
  };
}

function pictureOf(shot: Shot, timeZone: string): HeldPicture[] {
  if ('failure' in shot) return [];
  const { takenAt, file, mask = null } = shot;
  return [{ takenAt, file, mask, words: `Screenshot ${timeIn(takenAt, timeZone)}` }];
}

function stageOf({ stage, sendAfter, changeable }: Held, now: number): HeldBlock['stage'] {
  switch (stage) {
    case 'running':
      return { words: 'Running', tone: 'ok' };
    case 'closing':
      return { words: 'Finishing', tone: 'info' };
    case 'held':
      return { words: `Held, ${leftWords(sendAfter - now)} left`, tone: 'info' };
    case 'sending':
      return { words: 'Sending', tone: 'info' };
    case 'ready':
      return { words: changeable ? 'Waiting for the server' : 'Sent, waiting for the answer', tone: 'quiet' };
  }
}

/** `12 % covered`, never less than was covered. */
export const coveredWords = (perMille: number): string => `${Math.ceil(perMille / 10)} % covered`;

/** `8 m 40 s`, to the second. */
export function exactWords(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes} m ${String(seconds % 60).padStart(2, '0')} s`;
}

/** `1:34`, of milliseconds. */
function leftWords(left: number): string {
  const seconds = Math.max(0, Math.ceil(left / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
