/** Job: each UTC day gets its signed root, once, by however many processes; days nobody signed are made up. */
import { UniqueConstraintError } from 'sequelize';
import { rows, transaction } from '../db/sequelize.ts';
import { untilEnding } from '../kernel/ending.ts';
import { oneByOne } from '../kernel/one-by-one.ts';
import { DAY } from '../kernel/time.ts';
import { beginChain } from './append.ts';
import { NOTHING_BEFORE } from './chain.ts';
import { rootOf } from './merkle.ts';
import { signer } from './our-keys.ts';
import { dayNumbered, lastDayToSign, leafOf, numberOfDay, rootHash, rootStatement, type Leaf } from './root.ts';
import { leavesOn, newestRoot, saveLeaves, saveRoot } from './root-rows.ts';

const DAYS_A_TICK = 100;

/** @returns how many days were signed */
export async function signRoots(now: Date): Promise<number> {
  const last = lastDayToSign(now);
  const newest = await newestRoot();
  if (newest && numberOfDay(newest.day) >= last) return 0;
  await beginOlderChains(now);
  const first = newest ? numberOfDay(newest.day) + 1 : await firstDay();
  if (first === null) return 0;
  const until = Math.min(last, first + DAYS_A_TICK - 1);
  let signed = 0;
  for (const day of untilEnding(daysFrom(first, until))) {
    if (!(await signDay(day, now))) break;
    signed += 1;
  }
  return signed;
}

/** In their order: each root names the one before. */
const daysFrom = (first: number, until: number): number[] =>
  Array.from({ length: Math.max(0, until - first + 1) }, (_, place) => first + place);

async function firstDay(): Promise<number | null> {
  const [first] = await rows<{ at: number | null }>('SELECT MIN(happened_at) AS at FROM evidence WHERE seq = 1', []);
  return first?.at == null ? null : Math.floor(Number(first.at) / DAY);
}

/** Contracts that are older than the evidence, and on which nothing has happened since. */
async function beginOlderChains(now: Date): Promise<void> {
  const sql = `SELECT c.id FROM contracts c LEFT JOIN evidence_heads h ON h.contract_id = c.id
    WHERE h.contract_id IS NULL ORDER BY c.id`;
  await oneByOne(await rows<{ id: number }>(sql, []), ({ id }) => beginChain(Number(id), now));
}

/** @returns false when another process was quicker */
async function signDay(number: number, now: Date): Promise<boolean> {
  try {
    await transaction(async () => {
      const day = dayNumbered(number);
      await saveLeaves(day, await grownUntil((number + 1) * DAY));
      const leaves = await leavesOn(day);
      const previous = (await newestRoot())?.hash ?? NOTHING_BEFORE;
      const facts = { day, root: rootOf(leaves.map(leafOf)), chains: leaves.length, madeAt: now, previous };
      const hash = rootHash(facts);
      await saveRoot({ ...facts, hash, ...signer.sign(rootStatement({ hash })) });
    });
    return true;
  } catch (error) {
    if (error instanceof UniqueConstraintError) return false;
    throw error;
  }
}

/**
 * From the end of each chain backwards to the first entry before midnight: a few rows. Not as a join with the entries, which SQLite would
 * read from the first to the last, asking for the end of the chain at each of them.
 */
const GROWN = `SELECT last.contract_id, last.seq,
    (SELECT e.hash FROM evidence e WHERE e.contract_id = last.contract_id AND e.seq = last.seq) AS hash
  FROM (SELECT h.contract_id, (SELECT b.seq FROM evidence b WHERE b.contract_id = h.contract_id AND b.happened_at < $1
    ORDER BY b.seq DESC LIMIT 1) AS seq FROM evidence_heads h) last
  WHERE last.seq IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM evidence_leaves l WHERE l.contract_id = last.contract_id AND l.seq >= last.seq)`;

async function grownUntil(midnight: number): Promise<Leaf[]> {
  const found = await rows<Record<'contract_id' | 'seq', number> & { hash: Buffer }>(GROWN, [midnight]);
  return found.map(row => ({ contractId: Number(row.contract_id), seq: Number(row.seq), hash: row.hash }));
}
