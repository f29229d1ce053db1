/** Comments as rows. They lie beside each other as the blocks they are about do. */
import { rows } from '../db/sequelize.ts';
import type { EpochSeconds } from '../kernel/time.ts';
import type { CommentFacts } from './comment.ts';

type Row = Record<string, number | string | null>;

export type StoredComment = CommentFacts & { author: string; writtenAt: EpochSeconds; words: string };

/** A block's whole thread, oldest first; at most {@link MAX_COMMENTS}. */
export async function commentsOn(block: { freelancerId: number; startedAt: EpochSeconds }): Promise<StoredComment[]> {
  const found = await rows<Row>(
    `SELECT c.number, c.author_id, c.written_at, c.flag, c.resolved_at, c.words, u.name FROM comments c
     JOIN users u ON u.id = c.author_id WHERE c.freelancer_id = $1 AND c.started_at = $2 ORDER BY c.number`,
    [block.freelancerId, block.startedAt],
  );
  return found.map(row => ({
    number: Number(row['number']),
    authorId: Number(row['author_id']),
    author: String(row['name']),
    writtenAt: Number(row['written_at']),
    flag: row['flag'] === 1,
    resolvedAt: row['resolved_at'] === null ? null : Number(row['resolved_at']),
    words: String(row['words']),
  }));
}

export type CommentCount = { comments: number; openFlags: number };

/** Of the blocks that start in [from, to) those with comments: how many, and how many flags are open. */
export async function commentCounts(
  freelancerId: number,
  from: EpochSeconds,
  to: EpochSeconds,
): Promise<Map<EpochSeconds, CommentCount>> {
  const found = await rows<Row>(
    `SELECT started_at, COUNT(*) AS comments, SUM(CASE WHEN flag = 1 AND resolved_at IS NULL THEN 1 ELSE 0 END) AS open_flags
     FROM comments WHERE freelancer_id = $1 AND started_at >= $2 AND started_at < $3 GROUP BY started_at`,
    [freelancerId, from, to],
  );
  return new Map(
    found.map(row => [
      Number(row['started_at']),
      { comments: Number(row['comments']), openFlags: Number(row['open_flags']) },
    ]),
  );
}
