/** Blocks that a filter shows, and what they add up to. One condition decides for every page. */
import { rows } from '../db/sequelize.ts';
import type { EpochSeconds } from '../kernel/time.ts';
import { SELECT, toBlock, type Row, type StoredBlock } from './block-rows.ts';
import type { Totals } from './block-sums.ts';
import type { Filter } from './filter.ts';
import { reasonCodes, toBits } from './verdict.ts';

type Place = { id: number; freelancerId: number };
export type Span = { from: EpochSeconds; to: EpochSeconds };

const COMMENTED = `EXISTS (SELECT 1 FROM comments c WHERE c.freelancer_id = b.freelancer_id AND c.started_at = b.started_at`;
const WITHIN = 'b.freelancer_id = $1 AND b.started_at >= $2 AND b.started_at < $3 AND b.contract_id = $4';
const CODES = 'LEFT JOIN project_codes p ON p.id = b.project_code_id';
/** A deleted block is no answer to any question. */
const MATCHES = `b.deleted_at IS NULL
  AND CASE $5 WHEN 'any' THEN 1 WHEN 'none' THEN p.code IS NULL ELSE p.code IS NOT NULL AND p.code = $6 END
  AND CASE $7 WHEN 'any' THEN 1 WHEN 'protected' THEN b.reasons = 0 WHEN 'unprotected' THEN b.reasons <> 0
    WHEN 'flagged' THEN ${COMMENTED} AND c.flag = 1 AND c.resolved_at IS NULL)
    WHEN 'commented' THEN ${COMMENTED})
    WHEN 'without-picture' THEN b.shot1_sha256 IS NULL AND b.shot2_sha256 IS NULL
    ELSE (b.reasons & $8) <> 0 END`;

const bound = ({ id, freelancerId }: Place, { from, to }: Span, { code, kind }: Filter) => {
  const which = code === '' ? 'any' : code === '=' ? 'none' : 'one';
  const bits = toBits(reasonCodes.filter(reason => reason === kind));
  return [freelancerId, from, to, id, which, code.slice(1), kind === '' ? 'any' : kind, bits];
};

/** When the blocks of a span that a filter shows began. */
export async function shownStarts(contract: Place, span: Span, filter: Filter): Promise<Set<EpochSeconds>> {
  const sql = `SELECT b.started_at FROM blocks b ${CODES} WHERE ${WITHIN} AND ${MATCHES}`;
  const found = await rows<{ started_at: number }>(sql, bound(contract, span, filter));
  return new Set(found.map(row => Number(row.started_at)));
}

/** A page of the blocks that a filter shows, oldest first. Without a filter deleted ones are among them. */
export async function pageOfBlocks(
  contract: Place,
  span: Span,
  filter: Filter | null,
  page: { size: number; number: number },
): Promise<StoredBlock[]> {
  const asked = filter ? bound(contract, span, filter) : bound(contract, span, { code: '', kind: '' }).slice(0, 4);
  const cut = `ORDER BY b.started_at LIMIT ${page.size} OFFSET ${page.size * (page.number - 1)}`;
  const sql = `${SELECT} WHERE ${WITHIN}${filter ? ` AND ${MATCHES}` : ''} ${cut}`;
  return (await rows<Row>(sql, asked)).map(toBlock);
}

export type TermsSums = Totals & { termsId: number; shown: boolean; deleted: number };

/** What the blocks of a span add up to, apart by terms and by whether the filter shows them. */
export async function sumsBetween(contract: Place, span: Span, filter: Filter): Promise<TermsSums[]> {
  const live = (what: string): string => `SUM(CASE WHEN b.deleted_at IS NULL THEN ${what} ELSE 0 END)`;
  const found = await rows<Record<string, number | string>>(
    `SELECT b.terms_id, CASE WHEN ${MATCHES} THEN 1 ELSE 0 END AS shown, COUNT(*) AS rows_of, ${live('1')} AS blocks,
       ${live('b.seconds')} AS seconds, ${live('b.seconds - COALESCE(b.over_limit_seconds, 0)')} AS billable,
       ${live('CASE WHEN b.reasons = 0 THEN b.seconds ELSE 0 END')} AS safe
     FROM blocks b ${CODES} WHERE ${WITHIN} GROUP BY b.terms_id, shown`,
    bound(contract, span, filter),
  );
  return found.map(row => ({
    termsId: Number(row['terms_id']),
    shown: Number(row['shown']) === 1,
    deleted: Number(row['rows_of']) - Number(row['blocks']),
    blocks: Number(row['blocks']),
    seconds: Number(row['seconds']),
    billable: Number(row['billable']),
    protected: Number(row['safe']),
  }));
}

/** What the page of a week needs of a block. */
export type WeekBlock = {
  startedAt: EpochSeconds;
  seconds: number;
  termsId: number;
  overLimitSeconds: number;
  reasons: number;
  protected: boolean;
  deletedAt: EpochSeconds | null;
  reviewedAt: EpochSeconds | null;
  shown: boolean;
};

/** Every block of at most a few days, oldest first, without its words and pictures. */
export async function slimBlocks(contract: Place, span: Span, filter: Filter): Promise<WeekBlock[]> {
  const found = await rows<Record<string, number | null>>(
    `SELECT b.started_at, b.seconds, b.terms_id, b.over_limit_seconds, b.reasons, b.deleted_at, b.reviewed_at,
       CASE WHEN ${MATCHES} THEN 1 ELSE 0 END AS shown
     FROM blocks b ${CODES} WHERE ${WITHIN} ORDER BY b.started_at`,
    bound(contract, span, filter),
  );
  return found.map(row => ({
    startedAt: Number(row['started_at']),
    seconds: Number(row['seconds']),
    termsId: Number(row['terms_id']),
    overLimitSeconds: Number(row['over_limit_seconds'] ?? 0),
    reasons: Number(row['reasons']),
    protected: Number(row['reasons']) === 0,
    deletedAt: row['deleted_at'] === null ? null : Number(row['deleted_at']),
    reviewedAt: row['reviewed_at'] === null ? null : Number(row['reviewed_at']),
    shown: Number(row['shown']) === 1,
  }));
}
