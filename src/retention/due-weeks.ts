/** Which weeks of which contracts have pictures that are old enough to go. */
import { asColumn } from '../db/column.ts';
import { rows } from '../db/sequelize.ts';
import { addMs, DAY, utcDayNumber, type EpochSeconds } from '../kernel/time.ts';
import { KEPT_DAYS, newestDueWeek } from './retention.ts';

export type DueWeek = { contractId: number; freelancerId: number; monday: EpochSeconds };

/**
 * Weeks go oldest first, so nothing is due before the newest that went, but for those that a dispute has kept. 1970-01-05 was a Monday:
 * day 4.
 */
const DUE = `SELECT d.contract_id, c.freelancer_id, d.monday
  FROM (SELECT DISTINCT contract_id, day - (day - 4) % 7 AS monday FROM day_totals WHERE day >= $1 AND day < $2 AND blocks > 0) d
  JOIN contracts c ON c.id = d.contract_id
  WHERE NOT EXISTS (SELECT 1 FROM removed_pictures r WHERE r.week = d.monday * 86400 AND r.contract_id = d.contract_id)
    AND NOT EXISTS (SELECT 1 FROM dispute_weeks w JOIN disputes s ON s.id = w.dispute_id WHERE w.contract_id = d.contract_id
      AND w.week = d.monday * 86400 AND (s.closed_at IS NULL OR s.closed_at >= $4))
  ORDER BY d.monday, d.contract_id LIMIT $3`;

/** The newest week that went, or an older one that a dispute keeps or has kept. */
const FROM = `SELECT MAX(week) AS week,
  (SELECT MIN(w.week) FROM dispute_weeks w LEFT JOIN removed_pictures r ON r.week = w.week AND r.contract_id = w.contract_id
   WHERE r.week IS NULL) AS kept FROM removed_pictures`;

/** @param most so many at once: the next tick takes the next ones */
export async function dueWeeks(now: Date, most: number): Promise<DueWeek[]> {
  const [first] = await rows<Record<'week' | 'kept', number | null>>(FROM, []);
  const newest = Number(first?.week ?? 0);
  const oldest = Math.min(newest, Number(first?.kept ?? newest));
  const [from, to] = [utcDayNumber(oldest), utcDayNumber(newestDueWeek(now)) + 7];
  const keptFrom = asColumn(addMs(now, 1 - KEPT_DAYS * DAY));
  const found = await rows<Record<'contract_id' | 'freelancer_id' | 'monday', number>>(DUE, [from, to, most, keptFrom]);
  return found.map(row => ({
    contractId: Number(row.contract_id),
    freelancerId: Number(row.freelancer_id),
    monday: Number(row.monday) * 86_400,
  }));
}
