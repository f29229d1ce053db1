/** What belongs on the invoice of a week. */
import { rows } from '../db/sequelize.ts';
import { fromBits, toBits } from '../diary/verdict.ts';
import { DAY, weekEnd, type EpochSeconds } from '../kernel/time.ts';
import type { Place } from './late-rows.ts';
import { invoiceWeek } from './late-time.ts';

const NEEDED_A_YES = toBits(['late-upload', 'manual-time']);
/** A block is at most 14 days old when it arrives; the Friday after the week of its arrival is at most 12 days later. */
const ANSWERED_WITHIN_SECONDS = (28 * DAY) / 1000;

/** @property seconds what is billed of it @property protected whether nothing speaks against its protection */
export type Billable = {
  startedAt: EpochSeconds;
  seconds: number;
  termsId: number;
  projectCodeId: number | null;
  protected: boolean;
};

type Row = Record<string, number | string | null>;

/**
 * Its own blocks, and those of earlier weeks that got their yes since the invoice before. Seconds beyond the weekly
 * limit are left out. Ask when the week has closed: only then is the answer final.
 * @param week its first second
 */
export async function billableIn({ id, freelancerId }: Place, week: EpochSeconds): Promise<Billable[]> {
  const found = await rows<Row>(
    `SELECT b.started_at, b.seconds, b.over_limit_seconds, b.terms_id, b.project_code_id, b.received_at, b.reasons, a.accepted, a.answered_at
     FROM blocks b LEFT JOIN late_answers a ON a.freelancer_id = b.freelancer_id AND a.started_at = b.started_at
     WHERE b.freelancer_id = $1 AND b.started_at >= $2 AND b.started_at < $3 AND b.contract_id = $4 AND b.deleted_at IS NULL
       AND (b.started_at >= $5 OR (b.reasons & ${NEEDED_A_YES}) <> 0) ORDER BY b.started_at`,
    [freelancerId, week - ANSWERED_WITHIN_SECONDS, weekEnd(week), id, week],
  );
  return found
    .filter(row => invoiceWeek(billedFacts(row)) === week)
    .map(row => ({
      startedAt: Number(row['started_at']),
      seconds: Number(row['seconds']) - Number(row['over_limit_seconds'] ?? 0),
      termsId: Number(row['terms_id']),
      projectCodeId: row['project_code_id'] === null ? null : Number(row['project_code_id']),
      protected: Number(row['reasons']) === 0,
    }))
    .filter(({ seconds }) => seconds > 0);
}

function billedFacts(row: Row) {
  const reasons = fromBits(Number(row['reasons']));
  return {
    startedAt: Number(row['started_at']),
    receivedAt: Number(row['received_at']),
    ...{ manual: reasons.includes('manual-time'), late: reasons.includes('late-upload') },
    accepted: row['accepted'] === null ? null : Number(row['accepted']) === 1,
    answeredAt: row['answered_at'] === null ? null : Number(row['answered_at']),
  };
}
