/** The diary's tables, read from the oldest row to the newest, a page at a time. */
import { rows } from '../db/sequelize.ts';
import { toBlock, type Row, type StoredBlock } from '../diary/block-rows.ts';
import { BEFORE_ALL, placeOf, viewerWords } from '../diary/views-of.ts';
import type { CentsPerHour } from '../kernel/money.ts';
import type { EpochSeconds } from '../kernel/time.ts';
import { paged } from './paged.ts';
import type { Scope } from './scope.ts';

const PAGE = 500;

/** @property lateAnswer what the client said to time that came after its week had closed */
export type OwnBlock = StoredBlock & { title: string; rate: CentsPerHour; lateAnswer: boolean | null };
/** Something about a block: the block's place, and a number that tells it from the others there. */
type About = { startedAt: EpochSeconds; number: number; contractId: number; title: string };
export type OwnCorrection = About & { until: EpochSeconds; words: string; code: string | null };
export type OwnComment = About & {
  author: string;
  writtenAt: EpochSeconds;
  flag: boolean;
  resolvedAt: EpochSeconds | null;
  words: string;
};
export type OwnView = About & { viewer: string; viewedAt: EpochSeconds };

export const blockPages = (scope: Scope): AsyncGenerator<OwnBlock[]> =>
  paged(PAGE, async (after: OwnBlock | null, limit) => {
    const found = await rows<Row>(
      `SELECT b.*, d.words AS description, p.code AS project_code, c.title, t.rate_cents, a.accepted
       FROM blocks b JOIN task_descriptions d ON d.id = b.description_id JOIN contracts c ON c.id = b.contract_id
         JOIN contract_terms t ON t.id = b.terms_id LEFT JOIN project_codes p ON p.id = b.project_code_id
         LEFT JOIN late_answers a ON a.freelancer_id = b.freelancer_id AND a.started_at = b.started_at
       WHERE b.freelancer_id = $1 AND b.started_at > $2${ofContract(scope, 3)} ORDER BY b.started_at LIMIT ${limit}`,
      [scope.freelancerId, after?.startedAt ?? 0, ...inContract(scope)],
    );
    return found.map(row => ({
      ...toBlock(row),
      title: String(row['title']),
      rate: Number(row['rate_cents']),
      lateAnswer: row['accepted'] === null ? null : Number(row['accepted']) === 1,
    }));
  });

/** What a deleted block said before is for the freelancer alone. */
export const correctionPages = (scope: Scope): AsyncGenerator<OwnCorrection[]> =>
  aboutBlocks(
    scope,
    `SELECT x.started_at, x.number AS place, b.contract_id, c.title, x.corrected_at, d.words, p.code
     FROM corrections x JOIN blocks b ON b.freelancer_id = x.freelancer_id AND b.started_at = x.started_at
       JOIN contracts c ON c.id = b.contract_id JOIN task_descriptions d ON d.id = x.description_id
       LEFT JOIN project_codes p ON p.id = x.project_code_id
     WHERE x.freelancer_id = $1${scope.contractId === null ? '' : ' AND b.deleted_at IS NULL'}`,
    'x.number',
    row => ({ until: Number(row['corrected_at']), words: String(row['words']), code: textOrNull(row['code']) }),
  );

export const commentPages = (scope: Scope): AsyncGenerator<OwnComment[]> =>
  aboutBlocks(
    scope,
    `SELECT x.started_at, x.number AS place, b.contract_id, c.title, u.name, x.written_at, x.flag, x.resolved_at, x.words
     FROM comments x JOIN blocks b ON b.freelancer_id = x.freelancer_id AND b.started_at = x.started_at
       JOIN contracts c ON c.id = b.contract_id JOIN users u ON u.id = x.author_id WHERE x.freelancer_id = $1`,
    'x.number',
    row => ({
      author: String(row['name']),
      writtenAt: Number(row['written_at']),
      flag: Number(row['flag']) === 1,
      resolvedAt: row['resolved_at'] === null ? null : Number(row['resolved_at']),
      words: String(row['words']),
    }),
  );

/** Who looked at pictures in full. @param viewerId only this person's looks */
export const viewPages = (scope: Scope, viewerId: number | null): AsyncGenerator<OwnView[]> =>
  aboutBlocks(
    scope,
    `SELECT x.started_at, ${placeOf('x')} AS place, b.contract_id, c.title, u.name, x.look_id, y.reason, x.viewed_at
     FROM screenshot_views x LEFT JOIN audit_entries y ON y.id = x.look_id JOIN blocks b ON b.freelancer_id = x.freelancer_id AND b.started_at = x.started_at
       JOIN contracts c ON c.id = b.contract_id JOIN users u ON u.id = x.viewer_id
     WHERE x.freelancer_id = $1${viewerId === null ? '' : ` AND x.viewer_id = ${Number(viewerId)}`}`,
    placeOf('x'),
    row => ({
      viewer: viewerWords(String(row['name']), Number(row['look_id']), textOrNull(row['reason'])),
      viewedAt: Number(row['viewed_at']),
    }),
  );

/** @param number what tells apart the rows of one block */
function aboutBlocks<Own>(
  scope: Scope,
  select: string,
  number: string,
  toOwn: (row: Row) => Own,
): AsyncGenerator<(About & Own)[]> {
  return paged(PAGE, async (after: (About & Own) | null, limit) => {
    const found = await rows<Row>(
      `${select} AND x.started_at >= $2 AND (x.started_at > $2 OR ${number} > $3)${ofContract(scope, 4)}
       ORDER BY x.started_at, place LIMIT ${limit}`,
      [scope.freelancerId, after?.startedAt ?? 0, after?.number ?? BEFORE_ALL, ...inContract(scope)],
    );
    return found.map(row => ({
      startedAt: Number(row['started_at']),
      number: Number(row['place']),
      contractId: Number(row['contract_id']),
      title: String(row['title']),
      ...toOwn(row),
    }));
  });
}

const ofContract = ({ contractId }: Scope, place: number): string =>
  contractId === null ? '' : ` AND b.contract_id = $${place}`;
const inContract = ({ contractId }: Scope): number[] => (contractId === null ? [] : [contractId]);
const textOrNull = (value: Row[string] | undefined): string | null => (value == null ? null : String(value));
