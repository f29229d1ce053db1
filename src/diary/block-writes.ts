/** The SQL around one arriving block. Part of its transaction. */
import { rows, run, runForId } from '../db/sequelize.ts';
import { termsAt, type ContractState } from '../contracts/contract.ts';
import { termsOfWeek } from '../contracts/terms.ts';
import { fromSeconds, utcDayNumber, weekOf, type EpochSeconds } from '../kernel/time.ts';
import { append } from '../evidence/append.ts';
import { keptFacts } from '../evidence/block-facts.ts';
import { captureFailures, type CaptureFailure } from '../wire/tracker.ts';
import type { BlockFacts } from './block.ts';
import { bytesOf, uuidOf } from './block-rows.ts';
import type { ExaminedShot } from './examined-shots.ts';
import { isWeekClosed } from './over-limit.ts';
import { RULE_VERSION, toBits, type ReasonCode, type VerdictFacts } from './verdict.ts';

/** The contract as far as this block is concerned. */
export type ContractNow = {
  state: ContractState;
  freelancerId: number | null;
  acceptedAt: Date | null;
  stoppedThen: boolean;
  termsId: number;
  weeklyLimitSeconds: number;
  projectCodeId: number | null;
  descriptionId: number | null;
  weekBillableSeconds: number;
  weekIsClosed: boolean;
  /** A block of this name is kept already. */
  hasBlock: boolean;
  /** When the client's open payment problem began. */
  paymentProblemSince: Date | null;
  /** One of the pictures asked about came before. */
  pictureCameBefore: boolean;
};

type Row = Record<string, number | string | Buffer | Date | null>;

/**
 * Contract, terms at the block's start, its code and description if they are known, and the week so far: one query. Null when it is
 * not this freelancer's.
 * @param hashes pictures: did this freelancer send one of these very pictures more than 30 minutes before?
 */
export async function contractOf(
  block: BlockFacts,
  freelancerId: number,
  hashes: readonly Buffer[] = [],
): Promise<ContractNow | null> {
  const monday = utcDayNumber(weekOf(block.startedAt));
  const found = await rows<Row>(
    `SELECT c.state, c.freelancer_id, c.accepted_at, c.payment_problem_since, c.next_week, t.id AS terms_id, t.version, t.valid_from, t.weekly_limit_seconds,
       p.id AS project_code_id, d.id AS description_id,
       (SELECT SUM(billable_seconds) FROM day_totals w WHERE w.contract_id = c.id AND w.day >= $5 AND w.day < $6) AS week_seconds,
       EXISTS (SELECT 1 FROM blocks WHERE id = $7 AND freelancer_id = $2) AS has_block,
       EXISTS (SELECT 1 FROM contract_stops s WHERE s.contract_id = c.id AND s.began_at <= $8 AND (s.ended_at IS NULL OR s.ended_at > $8)) AS stopped_then,
       (SELECT extra_seconds FROM overtime o WHERE o.contract_id = c.id AND o.week = $9) AS overtime${cameBefore(hashes)}
     FROM contracts c JOIN contract_terms t ON t.contract_id = c.id
       LEFT JOIN project_codes p ON p.contract_id = c.id AND p.code = $3
       LEFT JOIN task_descriptions d ON d.contract_id = c.id AND d.words = $4
     WHERE c.id = $1 AND c.freelancer_id = $2`,
    [
      block.contractId,
      freelancerId,
      block.projectCode ?? '',
      block.description,
      monday,
      monday + 7,
      bytesOf(block.id),
      block.startedAt,
      weekOf(block.startedAt),
      ...hashes,
    ],
  );
  const versions = found.map(row => ({
    row,
    version: Number(row['version']),
    validFrom: dateOf(row['valid_from']) ?? new Date(0),
  }));
  const row = (termsAt(versions, fromSeconds(block.startedAt)) ?? versions[0])?.row;
  if (!row) return null;
  return {
    state: row['state'] as ContractState,
    freelancerId: numberOf(row['freelancer_id']),
    acceptedAt: dateOf(row['accepted_at']),
    stoppedThen: Number(row['stopped_then']) === 1,
    paymentProblemSince: dateOf(row['payment_problem_since']),
    termsId: Number(row['terms_id']),
    weeklyLimitSeconds:
      Number((termsOfWeek(versions, block.startedAt)?.row ?? row)['weekly_limit_seconds']) +
      Number(row['overtime'] ?? 0),
    projectCodeId: numberOf(row['project_code_id']),
    descriptionId: numberOf(row['description_id']),
    weekBillableSeconds: Number(row['week_seconds'] ?? 0),
    weekIsClosed: isWeekClosed(numberOf(row['next_week']), block.startedAt),
    hasBlock: Number(row['has_block']) === 1,
    pictureCameBefore: Number(row['came_before'] ?? 0) === 1,
  };
}

/** The very same picture may come again within this time: nothing need have changed on the screen. */
const AGAIN_SECONDS = 30 * 60;

function cameBefore(hashes: readonly Buffer[]): string {
  if (hashes.length === 0) return '';
  const places = hashes.map((_, place) => `$${place + 10}`).join(', ');
  const inColumn = (column: string): string =>
    `EXISTS (SELECT 1 FROM blocks WHERE freelancer_id = $2 AND ${column} IN (${places}) AND started_at < $8 - ${AGAIN_SECONDS})`;
  return `,\n       ${inColumn('shot1_sha256')} OR ${inColumn('shot2_sha256')} AS came_before`;
}

const numberOf = (value: Row[string] | undefined): number | null =>
  value === null || value === undefined ? null : Number(value);
/** SQLite returns instants as text, MySQL as dates. */
const dateOf = (value: Row[string] | undefined): Date | null =>
  value === null || value === undefined ? null : value instanceof Date ? value : new Date(String(value));

export type Neighbour = {
  id: string;
  startedAt: EpochSeconds;
  seconds: number;
  inputSeconds: number;
  dhash: Buffer | null;
  maskedPerMille: number;
};

const CELL = 600;
const LOOK_BACK = 6 * CELL;

/** Blocks of any contract that could overlap, and those shortly before; newest first. */
export async function neighboursOf(
  freelancerId: number,
  span: { startedAt: EpochSeconds; seconds: number },
): Promise<Neighbour[]> {
  const found = await rows<Row>(
    `SELECT id, started_at, seconds, input_seconds, shot1_dhash, shot1_masked FROM blocks
     WHERE freelancer_id = $1 AND started_at > $2 AND started_at < $3 ORDER BY started_at DESC LIMIT 40`,
    [freelancerId, span.startedAt - LOOK_BACK - CELL, span.startedAt + span.seconds],
  );
  return found.map(row => ({
    id: uuidOf(row['id'] as Buffer),
    startedAt: Number(row['started_at']),
    seconds: Number(row['seconds']),
    inputSeconds: Number(row['input_seconds']),
    dhash: row['shot1_dhash'] as Buffer | null,
    maskedPerMille: Number(row['shot1_masked'] ?? 0),
  }));
}

/** Remembers a description once for each contract. @throws UniqueConstraintError when it has just been remembered */
export async function describe(block: Pick<BlockFacts, 'contractId' | 'description'>): Promise<number> {
  const sql = 'INSERT INTO task_descriptions (contract_id, words) VALUES ($1, $2)';
  return runForId(sql, [block.contractId, block.description]);
}

/** @property judged what the verdict was made from */
type Kept = {
  freelancerId: number;
  termsId: number;
  descriptionId: number;
  projectCodeId: number | null;
  receivedAt: EpochSeconds;
  reasons: ReasonCode[];
  overLimitSeconds: number;
  judged: VerdictFacts;
};

const SHOT_COLUMNS = ['offset', 'failure', 'sha256', 'kept_sha256', 'dhash', 'masked', 'mask_reason'];
const NO_SHOT = SHOT_COLUMNS.map(() => null);
/** Of manual time: it began, and nothing was captured. */
const NOTHING_CAPTURED = [0, ...NO_SHOT.slice(1)];
const COLUMNS = [
  ...['freelancer_id', 'started_at', 'seconds', 'id', 'contract_id', 'terms_id', 'description_id', 'project_code_id'],
  ...['input_seconds', 'received_at', 'rule_version', 'reasons', 'over_limit_seconds', 'idle'],
  ...SHOT_COLUMNS.map(name => `shot1_${name}`),
  ...SHOT_COLUMNS.map(name => `shot2_${name}`),
];
const INSERT = `INSERT INTO blocks (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map((_, place) => `$${place + 1}`).join(', ')})`;

/** The row, and its entry in the contract's chain of evidence. */
export async function insertBlock(block: BlockFacts, shots: ExaminedShot[], kept: Kept): Promise<void> {
  const shotValues = (shot: ExaminedShot | undefined): unknown[] => {
    if (!shot) return NO_SHOT;
    const offset = shot.takenAt - block.startedAt;
    if ('failure' in shot) {
      const failed = [offset, captureFailures.indexOf(shot.failure as CaptureFailure)];
      return [...failed, ...NO_SHOT.slice(failed.length)];
    }
    const { picture, mask } = shot;
    const hashes = [picture.received, picture.keptHash, picture.dhash];
    return [offset, null, ...hashes, mask?.perMille ?? null, mask?.reason ?? null];
  };
  await run(INSERT, [
    ...[kept.freelancerId, block.startedAt, block.seconds, bytesOf(block.id), block.contractId, kept.termsId],
    ...[
      kept.descriptionId,
      kept.projectCodeId,
      block.inputSeconds,
      kept.receivedAt,
      RULE_VERSION,
      toBits(kept.reasons),
    ],
    kept.overLimitSeconds === 0 ? null : kept.overLimitSeconds,
    block.idle ? 1 : null,
    ...(shots.length === 0 ? NOTHING_CAPTURED : shotValues(shots[0])),
    ...shotValues(shots[1]),
  ]);
  const { contractId } = block;
  const facts = keptFacts(block, shots, { ...kept, ruleVersion: RULE_VERSION });
  await append({ contractId, kind: 'block.kept', at: fromSeconds(kept.receivedAt), facts });
}
