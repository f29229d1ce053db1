/** What blocks said before they were corrected. */
import { rows } from '../db/sequelize.ts';
import type { EpochSeconds } from '../kernel/time.ts';
import type { Words } from './correction.ts';

type Place = { freelancerId: number; startedAt: EpochSeconds };
type Row = { corrected_at: number; words: string; code: string | null };

/** @property until when it was corrected */
export type FormerWords = Words & { until: EpochSeconds };

/** Oldest first; at most {@link MAX_CORRECTIONS}. */
export async function formerWords({ freelancerId, startedAt }: Place): Promise<FormerWords[]> {
  const found = await rows<Row>(
    `SELECT c.corrected_at, d.words, p.code FROM corrections c JOIN task_descriptions d ON d.id = c.description_id
     LEFT JOIN project_codes p ON p.id = c.project_code_id WHERE c.freelancer_id = $1 AND c.started_at = $2 ORDER BY c.number`,
    [freelancerId, startedAt],
  );
  return found.map(row => ({ until: Number(row.corrected_at), description: row.words, projectCode: row.code }));
}

/** What the tracker sent, when it was corrected since. */
export async function firstWords(place: Place): Promise<Words | null> {
  const [first] = await formerWords(place);
  return first ? { description: first.description, projectCode: first.projectCode } : null;
}
