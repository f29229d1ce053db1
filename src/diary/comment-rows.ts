/** Comments as rows. They lie beside each other as the blocks they are about do. */
import { rows } from '../db/sequelize.ts';
import type { EpochSeconds } from '../kernel/time.ts';
import type { CommentFacts } from './comment.ts';

type Row = Record<string, number | string | null>;

export type StoredComment = CommentFacts & {
  author: string;
  writtenAt: EpochSeconds;
  words: string;
  /** Who settled it; null while nobody has, and for what was settled before this was kept. */
  resolver: string | null;
};

/** A block's whole thread, oldest first; at most {@link MAX_COMMENTS}. */
export async function commentsOn(block: { freelancerId: number; startedAt: EpochSeconds }): Promise<StoredComment[]> {
  const found = await rows<Row>(
    `SELECT c.number, c.author_id, c.written_at, c.flag, c.resolved_at, c.words, u.name, r.name AS resolver FROM comments c
     JOIN users u ON u.id = c.author_id LEFT JOIN users r ON r.id = c.resolved_by_id WHERE c.freelancer_id = $1 AND c.started_at = $2 ORDER BY c.number`,
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
    resolver: row['resolver'] === null ? null : String(row['resolver']),
  }));
}

export type CommentCount = { comments: number; openFlags: number };

/** Of a contract's blocks that start in [from, to) those with comments: how many, and how many flags are open. */
export async function commentCounts(
  contract: { id: number; freelancerId: number },
  from: EpochSeconds,
  to: EpochSeconds,
): Promise<Map<EpochSeconds, CommentCount>> {
  const found = await rows<Row>(
    `SELECT c.started_at, COUNT(*) AS comments, SUM(CASE WHEN c.flag = 1 AND c.resolved_at IS NULL THEN 1 ELSE 0 END) AS open_flags
     FROM comments c JOIN blocks b ON b.freelancer_id = c.freelancer_id AND b.started_at = c.started_at
     WHERE c.freelancer_id = $1 AND c.started_at >= $2 AND c.started_at < $3 AND b.contract_id = $4 GROUP BY c.started_at`,
    [contract.freelancerId, from, to, contract.id],
  );
  return new Map(
    found.map(row => [
      Number(row['started_at']),
      { comments: Number(row['comments']), openFlags: Number(row['open_flags']) },
    ]),
  );
}
