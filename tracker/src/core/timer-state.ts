import type { Mask } from '../../../src/wire/tracker.ts';
import type { Second } from './chance.ts';
import type { OpenBlock, Shot, Task } from './open-block.ts';

/** The question whether time without input is to be kept. */
export type Asking = {
  /** The end of the last second with input; up to here the work is certain. */
  since: Second;
  askedAt: Second;
};

export type Timer = {
  running: OpenBlock | null;
  /** Ended blocks that still wait for a picture, or for the certainty that they were worked. */
  closing: readonly OpenBlock[];
  /** When the person pressed Start; the running clock counts from here. */
  since: Second | null;
  /** Seconds since then that do not count: pauses and what was discarded. */
  dropped: number;
  /** Where the last block ended: the next one starts here or later. */
  endedAt: Second;
  journalledAt: Second;
  /** Up to here seconds with input have been counted. */
  countedTo: Second;
  /** The end of the last second with input. */
  inputTo: Second;
  /** When the system last told its idle time; 0 when it never did. */
  sampledAt: Second;
  asking: Asking | null;
  rules: TimerRules;
};

export type TimerRules = {
  /** How often a block gets a second picture, so that no moment after a picture is known to be free. The server says. */
  secondCapture: number;
  /** Seconds without input after which the person is asked. */
  idleAfter: number;
  /** Seconds the question stands; silence stops the timer at the last input. */
  idleAnswer: number;
};

export const idleTimer: Timer = {
  running: null,
  closing: [],
  since: null,
  dropped: 0,
  endedAt: 0,
  journalledAt: 0,
  countedTo: 0,
  inputTo: 0,
  sampledAt: 0,
  asking: null,
  rules: { secondCapture: 1 / 4, idleAfter: 300, idleAnswer: 60 },
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
  | { type: 'locked'; at: Second }
  /** The server's time turned out to be `to`, not `at`. */
  | { type: 'corrected'; at: Second; to: Second }
  /** The system's idle time, sampled every few seconds. */
  | { type: 'input'; at: Second; idleSeconds: number }
  /** The person is back and says what the time without input was. */
  | { type: 'answered'; at: Second; keep: boolean }
  | { type: 'captured'; blockId: string; shot: Shot }
  /** A picture of an unfinished block was covered in part; `file` is the covered one. */
  | { type: 'masked'; blockId: string; takenAt: Second; file: string; sha256: string; mask: Mask }
  /** An unfinished block goes, its time with it. The timer goes on. */
  | { type: 'discarded'; at: Second; blockId: string };

/** Why the timer stopped by itself. */
export type PauseReason = 'slept' | 'locked' | 'idle';

export type Effect =
  | { do: 'capture'; blockId: string; contractId: number; takenAt: Second }
  | { do: 'save-block'; block: OpenBlock }
  /** Write these unfinished blocks down, replacing what was written before. */
  | { do: 'journal'; blocks: readonly OpenBlock[]; /** Of `Asking`. */ since: Second | null }
  /** Nothing names these pictures any more. */
  | { do: 'forget-pictures'; files: readonly string[] }
  | { do: 'ask-idle'; since: Second }
  | { do: 'say-paused'; why: PauseReason; until: Second };

/** How often the running block is written down. A kill loses no more than this and a tick. */
export const JOURNAL_SECONDS = 10;

/** The timer afterwards, and what is to be done. */
export type Step = [Timer, Effect[]];

/** Every unfinished block: what the journal holds. */
export const unfinished = (timer: Timer): OpenBlock[] => [...timer.closing, ...(timer.running ? [timer.running] : [])];

/** Seconds worked since Start: what the running clock shows. */
export const workedSeconds = ({ running, since, dropped }: Timer): number =>
  running && since !== null ? running.until - since - dropped : 0;
