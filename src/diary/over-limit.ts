/** Time beyond the weekly limit, when the limit goes up. Rules only. */
import type { EpochSeconds } from '../kernel/time.ts';
import { fromBits, toBits } from './verdict.ts';

export type OverLimitBlock = { startedAt: EpochSeconds; seconds: number; overLimitSeconds: number; reasons: number };
/** @property reasons as bits @property nowProtected whether this made the block protected */
export type Raised = { startedAt: EpochSeconds; overLimitSeconds: number; reasons: number; nowProtected: boolean };

const OVER = toBits(['over-weekly-limit']);

/**
 * Which blocks a raised limit pays for, the oldest first. A verdict can only get better by it.
 * @param freeSeconds what may be billed in the week beyond what is
 */
export function raised(blocks: readonly OverLimitBlock[], freeSeconds: number): Raised[] {
  let left = freeSeconds;
  const changes: Raised[] = [];
  for (const { startedAt, overLimitSeconds: over, reasons } of blocks) {
    const billed = Math.min(over, left);
    if (billed <= 0) break;
    left -= billed;
    const rest = over - billed;
    const reasonsLeft = rest === 0 ? reasons & ~OVER : reasons;
    const nowProtected = rest === 0 && fromBits(reasonsLeft).length === 0;
    changes.push({ startedAt, overLimitSeconds: rest, reasons: reasonsLeft, nowProtected });
  }
  return changes;
}
