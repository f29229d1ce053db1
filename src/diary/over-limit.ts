/** Which time of a contract's week is billed when there is more of it than its limit. Rules only. */
import { weekOf, type EpochSeconds } from '../kernel/time.ts';
import { toBits } from './verdict.ts';

/** A block that is not deleted, and how it stands. @property late it arrived after its week had closed */
export type LimitedBlock = {
  startedAt: EpochSeconds;
  seconds: number;
  overLimitSeconds: number;
  manual: boolean;
  late: boolean;
};
export type Settled = { startedAt: EpochSeconds; overLimitSeconds: number };

/** Time that was tracked and sent in time comes first, then what was added by hand, then what arrived late. */
const turn = ({ manual, late }: LimitedBlock): number => (late ? 2 : manual ? 1 : 0);

/**
 * The limit goes to the earliest work, whenever it arrived: how a week stands depends only on the blocks that are in it.
 * @param blocks all of one week, in any order @returns those that stand differently now
 */
export function settleLimit(blocks: readonly LimitedBlock[], limitSeconds: number): Settled[] {
  let left = limitSeconds;
  const changes: Settled[] = [];
  for (const block of [...blocks].sort((a, b) => turn(a) - turn(b) || a.startedAt - b.startedAt)) {
    const billed = Math.min(block.seconds, left);
    left -= billed;
    const overLimitSeconds = block.seconds - billed;
    if (overLimitSeconds !== block.overLimitSeconds) changes.push({ startedAt: block.startedAt, overLimitSeconds });
  }
  return changes;
}

/**
 * A closed week has its invoice, so its blocks keep their places.
 * @param nextWeek the contract's first week that is not closed, by its first second; null when all are
 */
export const isWeekClosed = (nextWeek: EpochSeconds | null, at: EpochSeconds): boolean =>
  nextWeek === null || weekOf(at) < nextWeek;

const OVER = toBits(['over-weekly-limit']);
/** @param reasons of a verdict, as bits @returns the same, and whether it is beyond the limit */
export const withLimit = (reasons: number, overLimitSeconds: number): number =>
  overLimitSeconds > 0 ? reasons | OVER : reasons & ~OVER;
