/**
 * Many blocks, quickly: two true blocks (one with one picture, one with two) are kept by the product and read back as rows; copies
 * of these rows get times, names and fingerprints of their own. So the columns are the product's, whatever they are.
 */
import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { rows, sequelize, transaction } from '../../src/db/sequelize.ts';
import { bytesOf } from '../../src/diary/block-rows.ts';
import { describe } from '../../src/diary/block-writes.ts';
import { nothing, plus, totalsOf, type Totals } from '../../src/diary/block-sums.ts';
import { count } from '../../src/diary/day-totals.ts';
import { keepBlock } from '../../src/diary/keep-block.ts';
import { sha256 } from '../../src/diary/picture.ts';
import { utcDayNumber } from '../../src/kernel/time.ts';
import { diskStorage } from '../../src/outside/storage.ts';
import { picture } from '../support/pictures.ts';
import { BLOCKS_PER_DESCRIPTION, description } from './uploads.ts';

export type Worker = { freelancerId: number; contractId: number };
type Row = Record<string, number | string | Buffer | null>;
/** @property patterns rows to copy: one picture, and two */
export type Patterns = { one: Row; two: Row };

const CELL = 600;

/** Has the product keep two blocks of this freelancer, who is not used for anything else. @param day midnight @param folder for their pictures */
export async function patternsOf({ freelancerId, contractId }: Worker, day: number, folder: string): Promise<Patterns> {
  const storage = diskStorage(folder);
  for (const [place, pictures] of [1, 2].entries()) {
    const startedAt = day + place * CELL;
    const files = await Promise.all(Array.from({ length: pictures }, (_, seed) => picture(place * 2 + seed)));
    const shots = files.map(file => ({ takenAt: startedAt + 300, sha256: sha256(file).toString('hex'), mask: null }));
    const facts = { id: v7(), contractId, startedAt, seconds: CELL, description: description(0) };
    const block = { ...facts, projectCode: 'SHOP-1', inputSeconds: 300, idle: false, shots };
    await keepBlock(block, files, freelancerId, storage, new Date((startedAt + CELL) * 1000));
  }
  const sql = 'SELECT * FROM blocks WHERE freelancer_id = $1 ORDER BY started_at';
  const [one, two] = await rows<Row>(sql, [freelancerId]);
  return { one: one!, two: two! };
}

/** What differs from contract to contract in a block's row. */
export type Written = Worker & { termsId: number; projectCodeId: number; descriptionIds: number[] };

/** @param stretches how many different descriptions this contract's blocks have */
export async function written({ freelancerId, contractId }: Worker, stretches: number): Promise<Written> {
  const [contract] = await rows<{ terms: number; code: number }>(
    'SELECT t.id AS terms, p.id AS code FROM contract_terms t JOIN project_codes p ON p.contract_id = t.contract_id WHERE t.contract_id = $1',
    [contractId],
  );
  const descriptionIds: number[] = [];
  await transaction(async () => {
    for (let stretch = 0; stretch < stretches; stretch++) {
      descriptionIds.push(await describe({ contractId, description: description(stretch) }));
    }
  });
  return { freelancerId, contractId, termsId: contract!.terms, projectCodeId: contract!.code, descriptionIds };
}

/** A copy of a block for one contract, its n-th. One in four has two pictures, as the tracker takes them. */
export function copyOf(patterns: Patterns, of: Written, startedAt: number, n: number): Row {
  const pattern = n % 4 === 3 ? patterns.two : patterns.one;
  const received = startedAt + CELL + 130;
  const copy: Row = {
    ...pattern,
    freelancer_id: of.freelancerId,
    contract_id: of.contractId,
    terms_id: of.termsId,
    project_code_id: of.projectCodeId,
    description_id: of.descriptionIds[Math.floor(n / BLOCKS_PER_DESCRIPTION) % of.descriptionIds.length]!,
    started_at: startedAt,
    received_at: received,
    id: bytesOf(v7({ msecs: received * 1000 })),
  };
  for (const [name, value] of Object.entries(pattern)) {
    if (name !== 'id' && Buffer.isBuffer(value)) copy[name] = randomBytes(value.length);
  }
  return copy;
}

const AT_ONCE = 500;

/** Writes the rows in their order, and the day totals that belong to them. */
export async function insertCopies(copies: Iterable<Row>): Promise<void> {
  const days = new Map<string, { place: { contractId: number; termsId: number; startedAt: number }; totals: Totals }>();
  let waiting: Row[] = [];
  const write = async (): Promise<void> => {
    if (waiting.length === 0) return;
    const values = waiting.map(row => `(${Object.values(row).map(literal).join(',')})`).join(',');
    await sequelize.query(`INSERT INTO blocks (${Object.keys(waiting[0]!).join(',')}) VALUES ${values}`);
    waiting = [];
  };
  await transaction(async () => {
    for (const row of copies) {
      waiting.push(row);
      addTo(days, row);
      if (waiting.length === AT_ONCE) await write();
    }
    await write();
    for (const { place, totals } of days.values()) await count(place, totals, 1);
  });
}

function addTo(days: Parameters<typeof addDay>[0], row: Row): void {
  const [contractId, termsId, startedAt] = [row['contract_id'], row['terms_id'], row['started_at']] as number[];
  const seconds = Number(row['seconds']);
  const totals = totalsOf({ seconds, overLimitSeconds: 0, protected: row['reasons'] === 0 });
  addDay(days, { contractId: contractId!, termsId: termsId!, startedAt: startedAt! }, totals);
}

type Place = { contractId: number; termsId: number; startedAt: number };
function addDay(days: Map<string, { place: Place; totals: Totals }>, place: Place, totals: Totals): void {
  const key = `${place.contractId} ${utcDayNumber(place.startedAt)} ${place.termsId}`;
  days.set(key, { place, totals: plus(days.get(key)?.totals ?? nothing, totals) });
}

function literal(value: Row[string]): string {
  if (value === null) return 'NULL';
  if (Buffer.isBuffer(value)) return `x'${value.toString('hex')}'`;
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`;
}
