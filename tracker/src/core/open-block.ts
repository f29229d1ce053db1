import { CELL_SECONDS, type Block, type CaptureFailure, type Mask } from '../../../src/wire/tracker.ts';
import { between, type Chance, type Second } from './chance.ts';
import { newBlockId } from './block-id.ts';

/** What the person works on. */
export type Task = { contractId: number; projectCode: string | null; description: string };

/** A screenshot on disk, or why there is none. */
export type Shot =
  { takenAt: Second; file: string; sha256: string; mask?: Mask } | { takenAt: Second; failure: CaptureFailure };

/** A block being worked, or closed and waiting for its last picture. */
export type OpenBlock = {
  id: string;
  task: Task;
  startedAt: Second;
  /** The work is certain up to here: the last tick. `startedAt <= until <= end of the cell`. */
  until: Second;
  inputSeconds: number;
  /** Time without input that was kept on purpose, and nothing else. */
  idle: boolean;
  /** Random seconds at which pictures are still to be taken. */
  moments: readonly Second[];
  /** Pictures asked for and not yet answered, by their `takenAt`. */
  asked: readonly Second[];
  shots: readonly Shot[];
};

/** The end of the UTC-aligned ten minutes in which `at` lies. A block never crosses it. */
export const cellEnd = (at: Second): Second => (Math.floor(at / CELL_SECONDS) + 1) * CELL_SECONDS;

/**
 * Opens a block at `at` and draws its capture moments, uniform over what is left of the cell: one, and with probability
 * `secondCapture` another.
 */
export function openBlock(task: Task, at: Second, chance: Chance, secondCapture: number): OpenBlock {
  const id = newBlockId(at, chance);
  const end = cellEnd(at);
  const moments = new Set([between(at, end, chance)]);
  if (chance() < secondCapture) moments.add(between(at, end, chance));
  return {
    id,
    task,
    startedAt: at,
    until: at,
    inputSeconds: 0,
    idle: false,
    moments: [...moments].sort((a, b) => a - b),
    asked: [],
    shots: [],
  };
}

/** Whether it has a picture, or will. */
export const isPictured = (block: OpenBlock): boolean => block.shots.length > 0 || block.asked.length > 0;

/** Asks for a picture of the second that has just passed, the last one before `until`. */
export const ask = (block: OpenBlock): OpenBlock => ({ ...block, asked: [...block.asked, block.until - 1] });

/** The same block with no picture and the reason, at its last second. For work whose screen nobody saw. */
export const withoutPicture = (block: OpenBlock, failure: CaptureFailure): OpenBlock => ({
  ...block,
  asked: [],
  shots: [...block.shots, { takenAt: block.until - 1, failure }],
});

const iso = (at: Second) => new Date(at * 1000).toISOString();

/** What travels. Only for a closed block: at least one second long, with every picture answered. */
export function toWire(block: OpenBlock): Block {
  const seconds = block.until - block.startedAt;
  const shots = [...block.shots].sort((a, b) => a.takenAt - b.takenAt);
  return {
    contractId: block.task.contractId,
    startedAt: iso(block.startedAt),
    seconds,
    description: block.task.description,
    projectCode: block.task.projectCode,
    inputSeconds: Math.min(block.inputSeconds, seconds),
    idle: block.idle,
    captures: shots.map(shot => {
      const takenAt = iso(shot.takenAt);
      if ('failure' in shot) return { takenAt, failure: shot.failure };
      return { takenAt, sha256: shot.sha256, ...(shot.mask && { mask: shot.mask }) };
    }),
  };
}

/** The files of its pictures, in the order of their captures. */
export const picturesOf = (block: OpenBlock): string[] =>
  [...block.shots].sort((a, b) => a.takenAt - b.takenAt).flatMap(shot => ('file' in shot ? [shot.file] : []));
