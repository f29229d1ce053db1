/** The block tables as rows: the one place where columns become blocks. Hot reads; no models. */
import { rows } from '../db/sequelize.ts';
import { captureFailures, type CaptureFailure, type Mask } from '../wire/tracker.ts';
import { utcDayNumber, type EpochSeconds } from '../kernel/time.ts';
import type { BlockFacts } from './block.ts';
import { fromBits, type ReasonCode } from './verdict.ts';

/** A capture as kept. Hashes are bytes; `kept` is null when the picture was kept as received. */
export type StoredShot = {
  number: 1 | 2;
  takenAt: EpochSeconds;
  failure: CaptureFailure | null;
  received: Buffer | null;
  mask: Mask | null;
  kept: Buffer | null;
  dhash: Buffer | null;
};

export type StoredBlock = {
  id: string;
  freelancerId: number;
  contractId: number;
  startedAt: EpochSeconds;
  seconds: number;
  termsId: number;
  description: string;
  projectCode: string | null;
  inputSeconds: number;
  idle: boolean;
  /** Added by hand, with the client's yes. It has no captures. */
  manual: boolean;
  receivedAt: EpochSeconds;
  ruleVersion: number;
  protected: boolean;
  reasons: ReasonCode[];
  overLimitSeconds: number;
  deletedAt: EpochSeconds | null;
  /** When the client marked it as reviewed. */
  reviewedAt: EpochSeconds | null;
  /** Since when its pictures are gone because they were old. */
  picturesRemovedAt: EpochSeconds | null;
  shots: StoredShot[];
};

const DAY_SECONDS = 86_400;

/** As both databases return it: numbers, buffers and nulls. */
export type Row = Record<string, number | string | Buffer | null>;

export const SELECT = `SELECT b.*, d.words AS description, p.code AS project_code
  FROM blocks b JOIN task_descriptions d ON d.id = b.description_id LEFT JOIN project_codes p ON p.id = b.project_code_id`;

/** @param row all of `blocks`, with `description` and `project_code` */
export const toBlock = (row: Row): StoredBlock => ({
  id: uuidOf(row['id'] as Buffer),
  freelancerId: Number(row['freelancer_id']),
  contractId: Number(row['contract_id']),
  startedAt: Number(row['started_at']),
  seconds: Number(row['seconds']),
  termsId: Number(row['terms_id']),
  description: String(row['description']),
  projectCode: row['project_code'] === null ? null : String(row['project_code']),
  inputSeconds: Number(row['input_seconds']),
  idle: row['idle'] !== null,
  manual: fromBits(Number(row['reasons'])).includes('manual-time'),
  receivedAt: Number(row['received_at']),
  ruleVersion: Number(row['rule_version']),
  protected: row['reasons'] === 0,
  reasons: fromBits(Number(row['reasons'])),
  overLimitSeconds: Number(row['over_limit_seconds'] ?? 0),
  deletedAt: row['deleted_at'] === null ? null : Number(row['deleted_at']),
  picturesRemovedAt: row['pictures_removed_at'] === null ? null : Number(row['pictures_removed_at']),
  reviewedAt: row['reviewed_at'] === null ? null : Number(row['reviewed_at']),
  shots: [toShot(row, 1), toShot(row, 2)].filter(shot => shot !== null),
});

function toShot(row: Row, number: 1 | 2): StoredShot | null {
  const of = (name: string) => row[`shot${number}_${name}`] ?? null;
  const offset = of('offset');
  if (offset === null) return null;
  const failure = of('failure');
  // Only manual time has neither a picture nor the reason why there is none.
  if (failure === null && of('sha256') === null) return null;
  return {
    number,
    takenAt: Number(row['started_at']) + Number(offset),
    failure: failure === null ? null : (captureFailures[Number(failure)] ?? 'capture-failed'),
    received: of('sha256') as Buffer | null,
    mask: of('masked') === null ? null : { perMille: Number(of('masked')), reason: String(of('mask_reason')) },
    kept: of('kept_sha256') as Buffer | null,
    dhash: of('dhash') as Buffer | null,
  };
}

/** The same block in the tracker's words, to compare with what it sends again. */
export function asSent(block: StoredBlock): BlockFacts {
  const { id, contractId, startedAt, seconds, description, projectCode, inputSeconds, idle } = block;
  const shots = block.shots.map(({ takenAt, failure, received, mask }) =>
    received ? { takenAt, sha256: received.toString('hex'), mask } : { takenAt, failure: failure ?? '' },
  );
  return { id, contractId, startedAt, seconds, description, projectCode, inputSeconds, idle, shots };
}

export async function findBlockById(id: string, freelancerId: number): Promise<StoredBlock | null> {
  const [row] = await rows<Row>(`${SELECT} WHERE b.id = $1 AND b.freelancer_id = $2`, [bytesOf(id), freelancerId]);
  return row ? toBlock(row) : null;
}

export async function findBlock(freelancerId: number, startedAt: EpochSeconds): Promise<StoredBlock | null> {
  const [row] = await rows<Row>(`${SELECT} WHERE b.freelancer_id = $1 AND b.started_at = $2`, [
    freelancerId,
    startedAt,
  ]);
  return row ? toBlock(row) : null;
}

/** One contract's blocks that start in [from, to), oldest first, deleted ones as well. At most a few days. */
export async function blocksBetween(
  contract: { id: number; freelancerId: number },
  from: EpochSeconds,
  to: EpochSeconds,
) {
  const sql = `${SELECT} WHERE b.freelancer_id = $1 AND b.started_at >= $2 AND b.started_at < $3 AND b.contract_id = $4 ORDER BY b.started_at`;
  return (await rows<Row>(sql, [contract.freelancerId, from, to, contract.id])).map(toBlock);
}

/**
 * Where the same contract's next block with pictures or a tombstone is, before or after one: on the same UTC day, or on the
 * nearest on which the contract has any. Years of other contracts in between are not read.
 */
export async function neighbour(
  { freelancerId, contractId }: { freelancerId: number; contractId: number },
  startedAt: EpochSeconds,
  side: 'before' | 'after',
): Promise<EpochSeconds | null> {
  const today = utcDayNumber(startedAt);
  const [compare, nearest] = side === 'before' ? ['<', 'MAX'] : ['>', 'MIN'];
  const days = `SELECT ${nearest}(day) AS day FROM day_totals WHERE contract_id = $1 AND day ${compare} $2`;
  const [other] = await rows<{ day: number | null }>(days, [contractId, today]);
  const day = Number(other?.day ?? today) * DAY_SECONDS;
  const here: [EpochSeconds, EpochSeconds] =
    side === 'before' ? [today * DAY_SECONDS, startedAt] : [startedAt + 1, (today + 1) * DAY_SECONDS];
  const within = (from: string, to: string): string =>
    `(SELECT ${nearest}(started_at) FROM blocks WHERE freelancer_id = $1 AND contract_id = $2 AND started_at >= ${from} AND started_at < ${to})`;
  const [found] = await rows<{ found: number | null }>(
    `SELECT COALESCE(${within('$3', '$4')}, ${other?.day == null ? 'NULL' : within('$5', '$6')}) AS found`,
    [freelancerId, contractId, ...here, ...(other?.day == null ? [] : [day, day + DAY_SECONDS])],
  );
  return found?.found == null ? null : Number(found.found);
}

export const bytesOf = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');
export const uuidOf = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** Seconds logged in [from, to) by contract, deleted blocks left out. */
export async function secondsBetween(
  freelancerId: number,
  from: EpochSeconds,
  to: EpochSeconds,
): Promise<Map<number, number>> {
  const found = await rows<{ contract_id: number; seconds: number | string }>(
    `SELECT contract_id, SUM(seconds) AS seconds FROM blocks
     WHERE freelancer_id = $1 AND started_at >= $2 AND started_at < $3 AND deleted_at IS NULL GROUP BY contract_id`,
    [freelancerId, from, to],
  );
  return new Map(found.map(row => [Number(row.contract_id), Number(row.seconds)]));
}

/**
 * When the contract's newest block began, or null before the first. Its last day is asked first, so that what the
 * freelancer did for others since is not read.
 */
export async function lastStartOf(contract: { freelancerId: number; id: number }): Promise<EpochSeconds | null> {
  const [last] = await rows<{ day: number }>(
    'SELECT day FROM day_totals WHERE contract_id = $1 AND blocks > 0 ORDER BY day DESC LIMIT 1',
    [contract.id],
  );
  const from = Number(last?.day ?? 0) * DAY_SECONDS;
  const sql = `SELECT started_at FROM blocks WHERE freelancer_id = $1 AND started_at >= $2 AND started_at < $3
    AND contract_id = $4 AND deleted_at IS NULL ORDER BY started_at DESC LIMIT 1`;
  const [row] = await rows<{ started_at: number }>(sql, [contract.freelancerId, from, from + DAY_SECONDS, contract.id]);
  return row ? Number(row.started_at) : null;
}

/** Of one contract in each of the spans between neighbouring `edges`: seconds, and blocks not reviewed. Deleted ones left out. */
export async function secondsByDay(
  contract: { id: number; freelancerId: number },
  edges: readonly EpochSeconds[],
): Promise<{ seconds: number; unreviewed: number }[]> {
  const spans = edges.slice(1);
  const slot = spans.map((_, place) => `WHEN started_at < $${place + 5} THEN ${place}`).join(' ');
  const found = await rows<{ slot: number; seconds: number | string; unreviewed: number | string }>(
    `SELECT CASE ${slot} END AS slot, SUM(seconds) AS seconds,
       SUM(CASE WHEN reviewed_at IS NULL THEN 1 ELSE 0 END) AS unreviewed FROM blocks
     WHERE freelancer_id = $1 AND started_at >= $2 AND started_at < $3 AND contract_id = $4 AND deleted_at IS NULL GROUP BY slot`,
    [contract.freelancerId, edges[0], edges.at(-1), contract.id, ...spans],
  );
  const bySlot = new Map(
    found.map(row => [Number(row.slot), { seconds: Number(row.seconds), unreviewed: Number(row.unreviewed) }]),
  );
  return spans.map((_, place) => bySlot.get(place) ?? { seconds: 0, unreviewed: 0 });
}
