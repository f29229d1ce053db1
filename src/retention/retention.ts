/** How long pictures are kept. Rules only. */
import { DAY, reviewEnds, toSeconds, weekOf, type EpochSeconds } from '../kernel/time.ts';

/** Days that pictures are kept after their week's review has ended. Hashes, times and words stay for good. */
export const KEPT_DAYS = 90;
const DAY_SECONDS = DAY / 1000;

/** From when on the pictures of a block's week are removed. */
export const picturesGoAt = (startedAt: EpochSeconds): EpochSeconds => reviewEnds(startedAt) + KEPT_DAYS * DAY_SECONDS;

/** The Monday of the newest week whose pictures have been kept long enough. */
export function newestDueWeek(now: Date): EpochSeconds {
  const at = toSeconds(now);
  const monday = weekOf(at);
  return weekOf(at - (picturesGoAt(monday) - monday));
}
