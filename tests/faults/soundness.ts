/** What holds at every moment, whatever failed: the ledger, the evidence as the product checks it, and a picture for every block. */
import { createHash } from 'node:crypto';
import { rows } from '../../src/db/sequelize.ts';
import { bytesOf, SELECT, toBlock, type Row, type StoredBlock } from '../../src/diary/block-rows.ts';
import { keysOf } from '../../src/diary/storage-keys.ts';
import { checkContract } from '../../src/evidence/check-contract.ts';
import type { Storage } from '../../src/outside/storage.ts';

/** @returns what does not hold, in words; nothing when all is well */
export async function unsound(contractIds: readonly number[], storage: Storage): Promise<string[]> {
  const complaints = await unsoundLedger(contractIds);
  for (const id of contractIds) {
    const { fault } = await checkContract(id, { storage });
    if (fault) complaints.push(`contract ${id}: ${fault.words}`);
    complaints.push(...(await unsoundPictures(await blocksOf(id), storage)));
  }
  return complaints;
}

type Sum = { id: number | string; sum: number | string };

/** Each transfer of these contracts has lines, all of them add up to nothing; nobody has less than nothing but those who may owe. */
async function unsoundLedger(contractIds: readonly number[]): Promise<string[]> {
  const broken = await rows<Sum>(
    'SELECT transfer_id AS id, SUM(amount_cents) AS sum FROM ledger_lines GROUP BY transfer_id HAVING SUM(amount_cents) <> 0',
    [],
  );
  const empty = await rows<Sum>(
    `SELECT t.id, 0 AS sum FROM ledger_transfers t LEFT JOIN ledger_lines l ON l.transfer_id = t.id
     WHERE l.id IS NULL AND t.contract_id IN (${contractIds.join(', ')})`,
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

async function blocksOf(contractId: number): Promise<StoredBlock[]> {
  return (await rows<Row>(`${SELECT} WHERE b.contract_id = $1`, [contractId])).map(toBlock);
}

/** What was not deleted and is not old opens, and is the very picture that came. */
async function unsoundPictures(blocks: readonly StoredBlock[], storage: Storage): Promise<string[]> {
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
