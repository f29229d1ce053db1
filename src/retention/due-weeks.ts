/** Which weeks of which contracts have pictures that are old enough to go. */
import { rows } from '../db/sequelize.ts';
import { utcDayNumber, type EpochSeconds } from '../kernel/time.ts';
import { newestDueWeek } from './retention.ts';

export type DueWeek = { contractId: number; freelancerId: number; monday: EpochSeconds };

/** Weeks go oldest first, so nothing is due before the newest that went. 1970-01-05 was a Monday: day 4. */
const DUE = `SELECT d.contract_id, c.freelancer_id, d.monday
  FROM (SELECT DISTINCT contract_id, day - (day - 4) % 7 AS monday FROM day_totals WHERE day >= $1 AND day < $2 AND blocks > 0) d
  JOIN contracts c ON c.id = d.contract_id
  WHERE NOT EXISTS (SELECT 1 FROM removed_pictures r WHERE r.week = d.monday * 86400 AND r.contract_id = d.contract_id)
  ORDER BY d.monday, d.contract_id LIMIT $3`;

/** @param most so many at once: the next tick takes the next ones */
export async function dueWeeks(now: Date, most: number): Promise<DueWeek[]> {
  const [newest] = await rows<{ week: number | null }>('SELECT MAX(week) AS week FROM removed_pictures', []);
  const [from, to] = [utcDayNumber(Number(newest?.week ?? 0)), utcDayNumber(newestDueWeek(now)) + 7];
  const found = await rows<Record<'contract_id' | 'freelancer_id' | 'monday', number>>(DUE, [from, to, most]);
  return found.map(row => ({
    contractId: Number(row.contract_id),
    freelancerId: Number(row.freelancer_id),
    monday: Number(row.monday) * 86_400,
  }));
}
