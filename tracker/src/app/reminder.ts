/** Words that have stood for long: the client reads them once for every ten minutes, and learns nothing new from them. */
import type { Second } from '../core/chance.ts';
import { workedSeconds, type Timer } from '../core/timer-state.ts';

/** Twelve blocks: two full rows of the diary that say the same. Shorter, and it would interrupt honest long work. */
export const OLD_AFTER_SECONDS = 2 * 3600;
/** A person who says that the words still hold is left alone for so long. */
export const QUIET_SECONDS = 3600;

/** How long the same words have been worked on, in seconds of work; pauses and stops add nothing. */
export type Standing = {
  contractId: number;
  description: string;
  seconds: number;
  /** From so many seconds on the person is reminded. */
  remindAt: number;
  /** What the running clock showed at the last look. */
  clock: Second;
};

/** Follows the timer, look after look. `null` while nothing has run yet. */
export function lookAtWords(standing: Standing | null, timer: Timer): Standing | null {
  const task = timer.running?.task;
  const clock = workedSeconds(timer);
  if (!task) return standing && { ...standing, clock: 0 };
  const { contractId, description } = task;
  if (!standing || standing.contractId !== contractId || standing.description !== description) {
    return { contractId, description, seconds: 0, remindAt: OLD_AFTER_SECONDS, clock };
  }
  return { ...standing, seconds: standing.seconds + Math.max(0, clock - standing.clock), clock };
}

export const isOld = (standing: Standing | null): boolean =>
  standing !== null && standing.description !== '' && standing.seconds >= standing.remindAt;

/** The person says that the words still hold. */
export const stillHolds = (standing: Standing | null): Standing | null =>
  standing && { ...standing, remindAt: standing.seconds + QUIET_SECONDS };
