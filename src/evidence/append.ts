/**
 * Something happened on a contract: it becomes the next entry of its chain, in the very transaction of what happened. So both are there or
 * neither is. Entries are written at the end of the act: the chain's end is held only while they are.
 */
import { atTheEnd, FOR_UPDATE, orLeave, rows, run, transaction } from '../db/sequelize.ts';
import { whatWasThere } from './began.ts';
import { canonical, type Facts } from './canonical.ts';
import { entryStatement, hashOf, headStatement, NOTHING_BEFORE } from './chain.ts';
import { signer } from './our-keys.ts';

export type NewEntry = { contractId: number; kind: string; at: Date; facts: Facts };

/** Joins the running act; outside of one it is an act by itself. @throws TypeError when facts have no canonical text */
export async function append({ contractId, kind, at, facts }: NewEntry): Promise<void> {
  await atTheEnd(write, { contractId, kind, at, facts: canonical(facts) });
}

type Written = Omit<NewEntry, 'facts'> & { facts: string };
type Place = { seq: number; hash: Buffer };

async function write(entries: readonly Written[]): Promise<void> {
  const contracts = [...new Set(entries.map(({ contractId }) => contractId))].sort((a, b) => a - b);
  for (const id of contracts) {
    const own = entries.filter(({ contractId }) => contractId === id);
    await extend(id, own, own[0]!.at);
  }
}

/** A contract that is older than the evidence gets its chain, unless it has one. */
export const beginChain = (contractId: number, now: Date): Promise<void> =>
  transaction(async () => {
    if (!(await held(contractId))) await extend(contractId, [], now);
  });

async function extend(contractId: number, entries: readonly Written[], now: Date): Promise<void> {
  let place = (await held(contractId)) ?? (await begin(contractId, entries, now));
  for (const entry of entries) place = await link(entry, place);
  const head = { contractId, ...place };
  const { signature, keyId } = signer.sign(headStatement(head));
  await run('UPDATE evidence_heads SET seq = $2, hash = $3, signature = $4, key_id = $5 WHERE contract_id = $1', [
    ...[contractId, place.seq, place.hash, signature, keyId],
  ]);
}

/** Whoever holds the end of a chain is the only one who can lengthen it. */
async function held(contractId: number): Promise<Place | null> {
  const sql = `SELECT seq, hash FROM evidence_heads WHERE contract_id = $1${FOR_UPDATE}`;
  const [head] = await rows<Place>(sql, [contractId]);
  return head ? { seq: Number(head.seq), hash: head.hash } : null;
}

const NEW_HEAD = `INSERT INTO evidence_heads (contract_id, seq, hash, signature, key_id) VALUES ($1, 0, $2, $3, $4)${orLeave('seq')}`;

/** A chain begins with the contract's offer. A contract older than the evidence begins with what was there. */
async function begin(contractId: number, entries: readonly Written[], at: Date): Promise<Place> {
  await run(NEW_HEAD, [contractId, NOTHING_BEFORE, Buffer.alloc(64), signer.keyId]);
  const place = (await held(contractId))!;
  if (place.seq > 0 || entries[0]?.kind === 'contract.offered') return place;
  const facts = canonical(await whatWasThere(contractId, entries));
  return link({ contractId, kind: 'chain.began', at, facts }, place);
}

const INSERT = `INSERT INTO evidence (contract_id, seq, kind, happened_at, facts, previous, hash, signature, key_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

async function link(entry: Written, { seq, hash: previous }: Place): Promise<Place> {
  const { contractId, kind, at, facts } = entry;
  const place = { seq: seq + 1, hash: hashOf({ ...entry, seq: seq + 1, previous }) };
  const { signature, keyId } = signer.sign(entryStatement({ contractId, ...place }));
  await run(INSERT, [
    ...[contractId, place.seq, kind, at.getTime(), facts],
    ...[previous, place.hash, signature, keyId],
  ]);
  return place;
}
