/** Flags that still wait for an answer. An index knows them, so years of answered ones are not read. */
import { rows } from '../db/sequelize.ts';
import type { EpochSeconds } from '../kernel/time.ts';

type Place = { id: number; freelancerId: number };

export const FLAGS_ON_A_PAGE = 50;
/** Beyond this many nobody counts. */
export const MANY_FLAGS = 100;

const OPEN = `FROM comments c JOIN blocks b ON b.freelancer_id = c.freelancer_id AND b.started_at = c.started_at
  JOIN users u ON u.id = c.author_id JOIN task_descriptions d ON d.id = b.description_id
  LEFT JOIN project_codes p ON p.id = b.project_code_id
  WHERE c.freelancer_id = $1 AND c.flag = 1 AND c.resolved_at IS NULL AND b.contract_id = $2`;

/** How many of a contract's flags are open; {@link MANY_FLAGS} when there are at least so many. */
export async function openFlagCount({ freelancerId, id }: Place): Promise<number> {
  const [found] = await rows<{ flags: number }>(
    `SELECT COUNT(*) AS flags FROM (SELECT c.number ${OPEN} LIMIT ${MANY_FLAGS}) o`,
    [freelancerId, id],
  );
  return Number(found?.flags ?? 0);
}

/** Where a page ended: the flag after which the next one goes on. */
export type FlagPlace = { startedAt: EpochSeconds; number: number };
export type OpenFlag = FlagPlace & {
  seconds: number;
  deleted: boolean;
  description: string;
  code: string | null;
  authorId: number;
  author: string;
  writtenAt: EpochSeconds;
  words: string;
};

/** A place as an address names it, `1763463000-2`; null when it is none. */
export function flagPlaceFrom(text: unknown): FlagPlace | null {
  const match = typeof text === 'string' ? /^(\d{1,10})-(\d{1,4})$/.exec(text) : null;
  return match ? { startedAt: Number(match[1]), number: Number(match[2]) } : null;
}

type Row = Record<string, number | string | null>;

/** A contract's open flags, those on its oldest blocks first: they wait longest. One more than a page when there are more. */
export async function openFlags({ freelancerId, id }: Place, after: FlagPlace | null): Promise<OpenFlag[]> {
  const { startedAt, number } = after ?? { startedAt: 0, number: 0 };
  const found = await rows<Row>(
    `SELECT c.started_at, c.number, c.author_id, c.written_at, c.words, u.name, b.seconds, b.deleted_at, d.words AS description, p.code
     ${OPEN} AND c.started_at >= $3 AND (c.started_at > $3 OR c.number > $4)
     ORDER BY c.started_at, c.number LIMIT ${FLAGS_ON_A_PAGE + 1}`,
    [freelancerId, id, startedAt, number],
  );
  return found.map(row => ({
    startedAt: Number(row['started_at']),
    number: Number(row['number']),
    seconds: Number(row['seconds']),
    deleted: row['deleted_at'] !== null,
    description: String(row['description']),
    code: row['code'] === null ? null : String(row['code']),
    authorId: Number(row['author_id']),
    author: String(row['name']),
    writtenAt: Number(row['written_at']),
    words: String(row['words']),
  }));
}
