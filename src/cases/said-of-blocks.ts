/** What was said of blocks: comments, and descriptions before they were corrected. As rows, for many blocks at once. */
import { rows } from '../db/sequelize.ts';
import type { EpochSeconds } from '../kernel/time.ts';

/** Blocks of one contract that began in [from, to). */
export type Span = { contractId: number; freelancerId: number; from: EpochSeconds; to: EpochSeconds };
export type SaidComment = {
  startedAt: EpochSeconds;
  author: string;
  at: EpochSeconds;
  words: string;
  flag: boolean;
  resolved: boolean;
};
/** @property until when it was corrected */
export type SaidBefore = { startedAt: EpochSeconds; until: EpochSeconds; words: string; code: string | null };

type Row = Record<string, number | string | null>;
const ofContract = `JOIN blocks b ON b.freelancer_id = s.freelancer_id AND b.started_at = s.started_at
  WHERE s.freelancer_id = $1 AND s.started_at >= $2 AND s.started_at < $3 AND b.contract_id = $4`;
const given = ({ freelancerId, from, to, contractId }: Span): number[] => [freelancerId, from, to, contractId];

/** Oldest first. */
export async function commentsIn(span: Span): Promise<SaidComment[]> {
  const found = await rows<Row>(
    `SELECT s.started_at, s.written_at, s.words, s.flag, s.resolved_at, u.name FROM comments s
     JOIN users u ON u.id = s.author_id ${ofContract} ORDER BY s.written_at, s.number`,
    given(span),
  );
  return found.map(row => ({
    startedAt: Number(row['started_at']),
    author: String(row['name']),
    at: Number(row['written_at']),
    words: String(row['words']),
    flag: Number(row['flag']) === 1,
    resolved: row['resolved_at'] !== null,
  }));
}

/** Oldest first. */
export async function formerWordsIn(span: Span): Promise<SaidBefore[]> {
  const found = await rows<Row>(
    `SELECT s.started_at, s.corrected_at, d.words, p.code FROM corrections s
     JOIN task_descriptions d ON d.id = s.description_id LEFT JOIN project_codes p ON p.id = s.project_code_id
     ${ofContract} ORDER BY s.corrected_at, s.started_at`,
    given(span),
  );
  return found.map(row => ({
    startedAt: Number(row['started_at']),
    until: Number(row['corrected_at']),
    words: String(row['words']),
    code: row['code'] === null ? null : String(row['code']),
  }));
}
