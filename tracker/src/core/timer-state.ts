import type { Second } from './chance.ts';
import type { OpenBlock, Shot, Task } from './open-block.ts';

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

/** The timer afterwards, and what is to be done. */
export type Step = [Timer, Effect[]];

/** Every unfinished block: what the journal holds. */
export const unfinished = (timer: Timer): OpenBlock[] => [...timer.closing, ...(timer.running ? [timer.running] : [])];
