/** What holds at every moment, whatever failed: the ledger, the chains of evidence, the totals, and a picture for every block. */
import { createHash } from 'node:crypto';
import { rows } from '../../src/db/sequelize.ts';
import { bytesOf, SELECT, toBlock, type Row, type StoredBlock } from '../../src/diary/block-rows.ts';
import { sumOf } from '../../src/diary/block-sums.ts';
import { keysOf } from '../../src/diary/storage-keys.ts';
import {
  entryStatement,
  hashOf,
  headStatement,
  NOTHING_BEFORE,
  type Entry,
  type Head,
} from '../../src/evidence/chain.ts';
import { believed } from '../../src/evidence/our-keys.ts';
import { isSigned } from '../../src/evidence/signature.ts';
import { utcDayNumber } from '../../src/kernel/time.ts';
import type { Storage } from '../../src/outside/storage.ts';

/** @returns what does not hold, in words; nothing when all is well */
export async function unsound(contractIds: readonly number[], storage: Storage): Promise<string[]> {
  const complaints = await unsoundLedger();
  for (const id of contractIds) {
    const blocks = await blocksOf(id);
    complaints.push(...(await unsoundChain(id)), ...(await unsoundTotals(id, blocks)));
    complaints.push(...(await unsoundPictures(blocks, storage)));
  }
  return complaints;
}

type Sum = { id: number | string; sum: number | string };

/** Each transfer adds up to nothing, and so does all of it; nobody has less than nothing but those who may owe. */
export async function unsoundLedger(): Promise<string[]> {
  const broken = await rows<Sum>(
    'SELECT transfer_id AS id, SUM(amount_cents) AS sum FROM ledger_lines GROUP BY transfer_id HAVING SUM(amount_cents) <> 0',
    [],
  );
  const empty = await rows<Sum>(
    'SELECT t.id, 0 AS sum FROM ledger_transfers t LEFT JOIN ledger_lines l ON l.transfer_id = t.id WHERE l.id IS NULL',
    [],
  );
  const short = await rows<Sum & { kind: string }>(
    `SELECT account_kind AS kind, account_owner_id AS id, SUM(amount_cents) AS sum FROM ledger_lines
     WHERE account_kind NOT IN ('outside', 'client') GROUP BY account_kind, account_owner_id HAVING SUM(amount_cents) < 0`,
    [],
  );
  return [
    ...broken.map(({ id, sum }) => `transfer ${id} adds up to ${sum}`),
    ...empty.map(({ id }) => `transfer ${id} has no lines`),
    ...short.map(({ kind, id, sum }) => `${kind}:${id} has ${sum}`),
  ];
}

type EntryRow = Omit<Entry, 'contractId' | 'seq' | 'at'> & { seq: number; at: number | string; keyId: Buffer };
const ENTRIES = `SELECT seq, kind, happened_at AS at, facts, previous, hash, signature, key_id AS keyId FROM evidence
  WHERE contract_id = $1 ORDER BY seq`;
const HEAD = 'SELECT seq, hash, signature, key_id AS keyId FROM evidence_heads WHERE contract_id = $1';

/** Every entry is bound to the one before and signed, and the end is where the contract says it is. */
export async function unsoundChain(contractId: number): Promise<string[]> {
  const entries = await rows<EntryRow>(ENTRIES, [contractId]);
  let [previous, place]: [Buffer, number] = [NOTHING_BEFORE, 0];
  for (const row of entries) {
    place += 1;
    const entry: Entry = { ...row, contractId, seq: Number(row.seq), at: new Date(Number(row.at)) };
    const wrong = `contract ${contractId}: entry ${entry.seq}`;
    if (entry.seq !== place) return [`${wrong} stands at place ${place}`];
    if (!entry.previous.equals(previous)) return [`${wrong} follows another one`];
    if (!hashOf(entry).equals(entry.hash)) return [`${wrong} was changed`];
    if (!(await isSigned(entryStatement(entry), entry, believed))) return [`${wrong} is not signed`];
    previous = entry.hash;
  }
  const [head] = await rows<Omit<Head, 'contractId'>>(HEAD, [contractId]);
  if (!head) return place === 0 ? [] : [`contract ${contractId}: its chain has no end`];
  if (Number(head.seq) !== place || !head.hash.equals(previous)) return [`contract ${contractId}: its chain was cut`];
  const signed = await isSigned(headStatement({ ...head, contractId, seq: place }), head, believed);
  return signed ? [] : [`contract ${contractId}: its end is not signed`];
}

async function blocksOf(contractId: number): Promise<StoredBlock[]> {
  return (await rows<Row>(`${SELECT} WHERE b.contract_id = $1`, [contractId])).map(toBlock);
}

type DayRow = Record<'day' | 'blocks' | 'seconds' | 'billable' | 'safe', number | string>;

/** What the days say is what their blocks add up to, and each block has its entry in the chain. */
async function unsoundTotals(contractId: number, blocks: readonly StoredBlock[]): Promise<string[]> {
  const days = await rows<DayRow>(
    `SELECT day, SUM(blocks) AS blocks, SUM(seconds) AS seconds, SUM(billable_seconds) AS billable, SUM(protected_seconds) AS safe
     FROM day_totals WHERE contract_id = $1 GROUP BY day`,
    [contractId],
  );
  const said = new Map(
    days.map(row => [Number(row.day), [row.blocks, row.seconds, row.billable, row.safe].map(Number)]),
  );
  const complaints: string[] = [];
  for (const day of new Set([...said.keys(), ...blocks.map(({ startedAt }) => utcDayNumber(startedAt))])) {
    const {
      blocks: number,
      seconds,
      billable,
      protected: safe,
    } = sumOf(blocks.filter(({ startedAt }) => utcDayNumber(startedAt) === day));
    const [is, says] = [[number, seconds, billable, safe], said.get(day) ?? []];
    if (is.join() !== says.join())
      complaints.push(`contract ${contractId}: day ${day} is ${is.join()}, says ${says.join()}`);
  }
  const kept = await rows<{ number: number }>(
    "SELECT COUNT(*) AS number FROM evidence WHERE contract_id = $1 AND kind = 'block.kept'",
    [contractId],
  );
  if (Number(kept[0]?.number) !== blocks.length)
    complaints.push(`contract ${contractId}: ${blocks.length} blocks, ${kept[0]?.number} entries of blocks`);
  return complaints;
}

/** What was not deleted and is not old opens, and is the very picture that came. */
export async function unsoundPictures(blocks: readonly StoredBlock[], storage: Storage): Promise<string[]> {
  const complaints: string[] = [];
  for (const block of blocks.filter(one => one.deletedAt === null && one.picturesRemovedAt === null)) {
    const shots = block.shots.filter(({ received }) => received !== null);
    for (const [place, key] of keysOf(block).entries()) {
      const bytes = await storage.get(key);
      const shot = shots[Math.floor(place / 2)]!;
      const isThumb = place % 2 === 1;
      if (bytes === null) complaints.push(`${key} is not there`);
      else if (!isThumb && !sha256(bytes).equals((shot.kept ?? shot.received)!))
        complaints.push(`${key} is another picture`);
    }
  }
  return complaints;
}

const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();

/** Of these names, those that are kept in one row each. */
export async function keptOnce(ids: readonly string[]): Promise<Set<string>> {
  const kept = new Set<string>();
  for (const id of ids) {
    const [row] = await rows<{ number: number }>('SELECT COUNT(*) AS number FROM blocks WHERE id = $1', [bytesOf(id)]);
    if (Number(row?.number) === 1) kept.add(id);
  }
  return kept;
}
