/** Chains as rows. */
import { rows } from '../db/sequelize.ts';
import type { Entry, Head } from './chain.ts';

type Row = Record<string, number | string | Buffer>;
const PAGE = 500;

const toEntry = (row: Row): Entry => ({
  contractId: Number(row['contract_id']),
  seq: Number(row['seq']),
  kind: String(row['kind']),
  at: new Date(Number(row['happened_at'])),
  facts: String(row['facts']),
  ...{ previous: row['previous'] as Buffer, hash: row['hash'] as Buffer },
  ...{ signature: row['signature'] as Buffer, keyId: row['key_id'] as Buffer },
});

const AFTER = `SELECT * FROM evidence WHERE contract_id = $1 AND seq > $2 ORDER BY seq LIMIT ${PAGE}`;

/** A chain from its entry after `seq` on, a page at a time. */
export async function* entriesAfter(contractId: number, seq = 0): AsyncGenerator<Entry[]> {
  for (let after = seq; ;) {
    const page = (await rows<Row>(AFTER, [contractId, after])).map(toEntry);
    if (page.length > 0) yield page;
    if (page.length < PAGE) return;
    after = page.at(-1)!.seq;
  }
}

/** The newest entries, newest first. @param before only those before this one */
export async function newestEntries(contractId: number, most: number, before = 4_294_967_295): Promise<Entry[]> {
  const sql = `SELECT * FROM evidence WHERE contract_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT ${Number(most)}`;
  return (await rows<Row>(sql, [contractId, before])).map(toEntry);
}

export async function headOf(contractId: number): Promise<Head | null> {
  const [row] = await rows<Row>('SELECT * FROM evidence_heads WHERE contract_id = $1', [contractId]);
  if (!row) return null;
  return {
    ...{ contractId, seq: Number(row['seq']), hash: row['hash'] as Buffer },
    ...{ signature: row['signature'] as Buffer, keyId: row['key_id'] as Buffer },
  };
}

/** Every contract that has a chain. */
export const chainedContracts = async (): Promise<number[]> =>
  (await rows<Row>('SELECT contract_id FROM evidence_heads ORDER BY contract_id', [])).map(row =>
    Number(row['contract_id']),
  );
