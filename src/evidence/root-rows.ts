/** Roots and their leaves as rows. */
import { rows, run } from '../db/sequelize.ts';
import type { Day } from '../kernel/time.ts';
import { dayNumbered, numberOfDay, type Leaf, type Root } from './root.ts';

type Row = Record<string, number | string | Buffer>;

const toRoot = (row: Row): Root => ({
  day: dayNumbered(Number(row['day'])),
  chains: Number(row['chains']),
  madeAt: new Date(Number(row['made_at'])),
  ...{ root: row['root'] as Buffer, previous: row['previous'] as Buffer, hash: row['hash'] as Buffer },
  ...{ signature: row['signature'] as Buffer, keyId: row['key_id'] as Buffer },
});
const toLeaf = (row: Row): Leaf => ({
  ...{ contractId: Number(row['contract_id']), seq: Number(row['seq']), hash: row['hash'] as Buffer },
});

/** Newest first. @param before only those of days before this one */
export async function newestRoots(most: number, before?: Day): Promise<Root[]> {
  const sql = `SELECT * FROM evidence_roots WHERE day < $1 ORDER BY day DESC LIMIT ${Number(most)}`;
  const day = before === undefined ? 4_294_967_295 : numberOfDay(before);
  return (await rows<Row>(sql, [day])).map(toRoot);
}

export const newestRoot = async (): Promise<Root | null> => (await newestRoots(1))[0] ?? null;

/** The root over the ends of all chains at the end of a UTC day. */
export async function rootOfDay(day: Day): Promise<Root | null> {
  const [row] = await rows<Row>('SELECT * FROM evidence_roots WHERE day = $1', [numberOfDay(day)]);
  return row ? toRoot(row) : null;
}

export async function saveRoot(root: Root): Promise<void> {
  await run(
    `INSERT INTO evidence_roots (day, root, chains, made_at, previous, hash, signature, key_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ...[numberOfDay(root.day), root.root, root.chains, root.madeAt.getTime()],
      ...[root.previous, root.hash, root.signature, root.keyId],
    ],
  );
}

/** Where each chain stood at the end of a UTC day, by contract. */
const LEAVES = `SELECT l.contract_id, l.seq, l.hash FROM evidence_leaves l
  JOIN (SELECT contract_id, MAX(day) AS day FROM evidence_leaves WHERE day <= $1 GROUP BY contract_id) newest
    ON newest.contract_id = l.contract_id AND newest.day = l.day ORDER BY l.contract_id`;

export const leavesOn = async (day: Day): Promise<Leaf[]> => (await rows<Row>(LEAVES, [numberOfDay(day)])).map(toLeaf);

/** Each day on which a contract's chain has grown, oldest first, and how far. */
export async function leavesOf(contractId: number): Promise<(Leaf & { day: Day })[]> {
  const sql = 'SELECT * FROM evidence_leaves WHERE contract_id = $1 ORDER BY day';
  return (await rows<Row>(sql, [contractId])).map(row => ({ ...toLeaf(row), day: dayNumbered(Number(row['day'])) }));
}

const AT_ONCE = 100;

export async function saveLeaves(day: Day, leaves: readonly Leaf[]): Promise<void> {
  for (let from = 0; from < leaves.length; from += AT_ONCE) {
    const part = leaves.slice(from, from + AT_ONCE);
    const places = part.map((_, row) => `($${row * 4 + 1}, $${row * 4 + 2}, $${row * 4 + 3}, $${row * 4 + 4})`);
    await run(
      `INSERT INTO evidence_leaves (contract_id, day, seq, hash) VALUES ${places.join(', ')}`,
      part.flatMap(({ contractId, seq, hash }) => [contractId, numberOfDay(day), seq, hash]),
    );
  }
}

const PAGE = 100;

/** Oldest first. */
export async function* allRoots(): AsyncGenerator<Root> {
  for (let after = -1; ;) {
    const sql = `SELECT * FROM evidence_roots WHERE day > $1 ORDER BY day LIMIT ${PAGE}`;
    const page = (await rows<Row>(sql, [after])).map(toRoot);
    yield* page;
    if (page.length < PAGE) return;
    after = numberOfDay(page.at(-1)!.day);
  }
}
