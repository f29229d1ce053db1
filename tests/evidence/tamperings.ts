/**
 * Ways to tamper with a contract's evidence, by somebody who may do anything in the database and the storage but has not our key. Each says which
 * entry is the first that does not fit any more.
 */
import { rows, run } from '../../src/db/sequelize.ts';
import { pictureKey } from '../../src/diary/storage-keys.ts';
import { blocksBetween, type StoredBlock } from '../../src/diary/block-rows.ts';
import { entryStatement, hashOf, headStatement, type Entry } from '../../src/evidence/chain.ts';
import { entriesAfter } from '../../src/evidence/entry-rows.ts';
import { signerOf } from '../../src/evidence/signature.ts';
import type { Dice } from '../support/chance.ts';
import { chainOf, MONDAY, type Story, type Told } from '../support/evidence.ts';

/** @property first the first bad entry; null when no entry is to blame */
export type Tampering = { name: string; first: number | null };
export type Scene = { story: Story; chain: Told[]; blocks: StoredBlock[]; files: Map<string, Buffer> };

export async function sceneOf(story: Story): Promise<Scene> {
  const blocks = await blocksBetween(story.place, MONDAY, MONDAY + 7 * 86_400);
  return { story, chain: await chainOf(story.contract.id), blocks, files: story.storage.files };
}

type Trick = (scene: Scene, dice: Dice) => Promise<Tampering>;

/** The last entry of these kinds about a block. */
function saying({ chain }: Scene, startedAt: number, ...kinds: string[]): number {
  const about = chain.filter(({ kind, facts }) => kinds.includes(kind) && facts.startedAt === startedAt);
  return about.at(-1)!.seq;
}
const keptBy = (scene: Scene, startedAt: number): number => saying(scene, startedAt, 'block.kept');

const FIXED: [column: string, tampered: (value: number) => unknown][] = [
  ['seconds', value => value - 1],
  ['input_seconds', value => value + 1],
  ['received_at', value => value - 60],
  ['terms_id', value => value + 1],
  ['rule_version', value => value + 1],
  ['shot1_offset', value => value + 1],
  ['shot1_sha256', () => Buffer.alloc(32, 1)],
  ['shot1_kept_sha256', () => Buffer.alloc(32, 2)],
  ['shot1_dhash', () => Buffer.alloc(8, 3)],
  ['id', () => Buffer.alloc(16, 4)],
];

const setBlock = (block: StoredBlock, column: string, value: unknown): Promise<void> =>
  run(`UPDATE blocks SET ${column} = $3 WHERE freelancer_id = $1 AND started_at = $2`, [
    ...[block.freelancerId, block.startedAt, value],
  ]);

const fixedPart: Trick = async (scene, dice) => {
  const block = dice.one(scene.blocks.filter(({ shots }) => shots[0]?.received));
  const [column, tampered] = dice.one(FIXED);
  const [row] = await rows<Record<string, number>>(
    'SELECT * FROM blocks WHERE freelancer_id = $1 AND started_at = $2',
    [...[block.freelancerId, block.startedAt]],
  );
  await setBlock(block, column, tampered(Number(row![column] ?? 0)));
  return { name: `${column} of a block`, first: keptBy(scene, block.startedAt) };
};

const verdictPart: Trick = async (scene, dice) => {
  const block = dice.one(scene.blocks);
  const [row] = await rows<{ reasons: number }>(
    'SELECT reasons FROM blocks WHERE freelancer_id = $1 AND started_at = $2',
    [...[block.freelancerId, block.startedAt]],
  );
  await setBlock(block, 'reasons', Number(row!.reasons) ^ (1 << dice.below(12)));
  const kinds = ['block.kept', 'block.judged', 'block.words', 'block.back'];
  return { name: 'a verdict', first: saying(scene, block.startedAt, ...kinds) };
};

const overPart: Trick = async (scene, dice) => {
  const block = dice.one(scene.blocks);
  await setBlock(block, 'over_limit_seconds', block.overLimitSeconds + 1 + dice.below(99));
  const kinds = ['block.kept', 'block.judged', 'block.back'];
  return { name: 'the time beyond the limit', first: saying(scene, block.startedAt, ...kinds) };
};

const wordsPart: Trick = async (scene, dice) => {
  const block = dice.one(scene.blocks);
  const others = await rows<{ id: number }>('SELECT id FROM task_descriptions WHERE contract_id = $1 AND words <> $2', [
    ...[block.contractId, block.description],
  ]);
  if (dice.below(2) === 0) await setBlock(block, 'project_code_id', block.projectCode === 'SHOP-2' ? null : 2_000_000);
  else await setBlock(block, 'description_id', dice.one(others).id);
  return { name: 'a description', first: saying(scene, block.startedAt, 'block.kept', 'block.words') };
};

const deletion: Trick = async (scene, dice) => {
  const block = dice.one(scene.blocks);
  await setBlock(block, 'deleted_at', block.deletedAt === null ? block.startedAt + 900 : null);
  const kinds = ['block.kept', 'block.tombstone', 'block.back'];
  return { name: 'a deletion', first: saying(scene, block.startedAt, ...kinds) };
};

const removal: Trick = async (scene, dice) => {
  const block = dice.one(scene.blocks.filter(({ deletedAt }) => deletedAt === null));
  await setBlock(block, 'pictures_removed_at', block.startedAt + 900);
  return { name: 'a removal of pictures', first: keptBy(scene, block.startedAt) };
};

const goneBlock: Trick = async (scene, dice) => {
  const { freelancerId, startedAt } = dice.one(scene.blocks);
  await run('DELETE FROM blocks WHERE freelancer_id = $1 AND started_at = $2', [freelancerId, startedAt]);
  return { name: 'a block that is gone', first: keptBy(scene, startedAt) };
};

const movedBlock: Trick = async (scene, dice) => {
  const block = dice.one(scene.blocks);
  await setBlock(block, 'started_at', block.startedAt + 3 * 3600);
  return { name: 'a block at another time', first: keptBy(scene, block.startedAt) };
};

const inventedBlock: Trick = async (scene, dice) => {
  const { freelancerId, startedAt } = dice.one(scene.blocks);
  const names = await columnsOf('blocks');
  const values = names.map(name => (name === 'started_at' ? 'started_at + 14400' : name === 'id' ? '$3' : name));
  await run(
    `INSERT INTO blocks (${names.join(', ')}) SELECT ${values.join(', ')} FROM blocks WHERE freelancer_id = $1 AND started_at = $2`,
    [freelancerId, startedAt, Buffer.alloc(16, 9)],
  );
  return { name: 'a block that was never received', first: null };
};

async function columnsOf(table: string): Promise<string[]> {
  const [row] = await rows<object>(`SELECT * FROM ${table} LIMIT 1`, []);
  return Object.keys(row!);
}

// -- tables around the blocks

const aroundBlocks: Trick = async (scene, dice) => {
  const { id } = scene.story.contract;
  const of = (kind: string, place = -1): number => scene.chain.filter(told => told.kind === kind).at(place)!.seq;
  const mine = `freelancer_id = ${scene.story.freelancer.id}`;
  const acts: [name: string, sql: string, first: number | null][] = [
    [
      'a rate',
      `UPDATE contract_terms SET rate_cents = rate_cents + 1 WHERE contract_id = ${id} AND version = 1`,
      of('terms.agreed', 0),
    ],
    [
      'a limit',
      `UPDATE contract_terms SET weekly_limit_seconds = 9001 WHERE contract_id = ${id} AND version = 2`,
      of('terms.agreed'),
    ],
    ['overtime', `UPDATE overtime SET extra_seconds = 1200 WHERE contract_id = ${id}`, of('overtime.granted')],
    ['a comment', `UPDATE comments SET words = 'No.' WHERE ${mine} AND number = 2`, of('comment.written')],
    ['an answer', `UPDATE comments SET resolved_at = NULL WHERE ${mine} AND number = 1`, of('comment.resolved')],
    ['a former text', `DELETE FROM corrections WHERE ${mine} AND number = 2`, of('block.words')],
    [
      'when it was corrected',
      `UPDATE corrections SET corrected_at = corrected_at - 1 WHERE ${mine} AND number = 2`,
      of('block.words'),
    ],
    ['a late yes', `UPDATE late_answers SET accepted = 0 WHERE ${mine}`, of('block.late-answer')],
    [
      'an invoice',
      `UPDATE invoices SET amount_cents = amount_cents + 1 WHERE contract_id = ${id}`,
      of('invoice.issued'),
    ],
    [
      'what a block was billed with',
      `UPDATE invoiced_blocks SET amount_cents = amount_cents - 1 WHERE ${mine}`,
      of('invoice.issued'),
    ],
    [
      'which blocks were billed',
      `DELETE FROM invoiced_blocks WHERE ${mine} AND started_at < ${MONDAY + 86_400}`,
      of('invoice.issued'),
    ],
    ['a sum', `UPDATE day_totals SET billable_seconds = billable_seconds - 1 WHERE contract_id = ${id}`, null],
    [
      'a protected sum',
      `UPDATE day_totals SET protected_seconds = protected_seconds - 1 WHERE contract_id = ${id}`,
      null,
    ],
  ];
  const [name, sql, first] = dice.one(acts);
  await run(sql, []);
  return { name, first };
};

// -- pictures

const liveBlocks = ({ blocks }: Scene): StoredBlock[] =>
  blocks.filter(({ deletedAt, shots }) => deletedAt === null && shots[0]?.received);
const keyOf = (block: StoredBlock): string => pictureKey(block, 1, block.shots[0]!.received!);

const changedPicture: Trick = async (scene, dice) => {
  const block = dice.one(liveBlocks(scene));
  const bytes = Buffer.from(scene.files.get(keyOf(block))!);
  bytes[dice.below(bytes.length)]! ^= 1 << dice.below(8);
  scene.files.set(keyOf(block), bytes);
  return Promise.resolve({ name: 'a bit of a picture', first: keptBy(scene, block.startedAt) });
};

const gonePicture: Trick = async (scene, dice) => {
  const block = dice.one(liveBlocks(scene));
  scene.files.delete(keyOf(block));
  return Promise.resolve({ name: 'a picture that is gone', first: keptBy(scene, block.startedAt) });
};

const swappedPictures: Trick = async (scene, dice) => {
  const [one, other] = [dice.one(liveBlocks(scene)), dice.one(liveBlocks(scene))];
  if (one === other) return changedPicture(scene, dice);
  const [a, b] = [scene.files.get(keyOf(one))!, scene.files.get(keyOf(other))!];
  scene.files.set(keyOf(one), b).set(keyOf(other), a);
  const first = Math.min(keptBy(scene, one.startedAt), keptBy(scene, other.startedAt));
  return { name: 'two pictures in each other’s place', first };
};

// -- the chain itself

const ENTRY: [column: string, tampered: string][] = [
  ['kind', "'contract.ended'"],
  ['happened_at', 'happened_at + 1000'],
  ['facts', 'REPLACE(facts, \'"by"\', \'"BY"\')'],
  ['facts', "'{}'"],
  ['previous', '$3'],
  ['hash', '$3'],
  ['signature', '$4'],
  ['key_id', '$5'],
];

const changedEntry: Trick = async ({ story, chain }, dice) => {
  const told = dice.one(chain);
  const [column, value] = dice.one(ENTRY);
  // Nothing is tampered with where there is nobody who did it.
  if (value.startsWith('REPLACE') && !told.text.includes('"by"')) return changedEntry({ story, chain } as Scene, dice);
  const bytes = { $3: Buffer.alloc(32, 5), $4: Buffer.alloc(64, 6), $5: Buffer.alloc(8, 7) }[value];
  const sql = `UPDATE evidence SET ${column} = ${bytes ? '$3' : value} WHERE contract_id = $1 AND seq = $2`;
  await run(sql, [story.contract.id, told.seq, ...(bytes ? [bytes] : [])]);
  return { name: `${column} of an entry`, first: told.seq };
};

const goneEntry: Trick = async ({ story, chain }, dice) => {
  const { seq } = dice.one(chain);
  await run('DELETE FROM evidence WHERE contract_id = $1 AND seq = $2', [story.contract.id, seq]);
  return { name: 'an entry that is gone', first: seq };
};

const swappedEntries: Trick = async ({ story, chain }, dice) => {
  const [a, b] = [dice.below(chain.length) + 1, dice.below(chain.length) + 1];
  if (a === b) return goneEntry({ story, chain } as Scene, dice);
  const move = (from: number, to: number): Promise<void> =>
    run('UPDATE evidence SET seq = $3 WHERE contract_id = $1 AND seq = $2', [story.contract.id, from, to]);
  await move(a, 1_000_000);
  await move(b, a);
  await move(1_000_000, b);
  return { name: 'two entries in each other’s place', first: Math.min(a, b) };
};

/** Everything behind an entry is hashed anew, and signed with a key of the attacker's own. */
const rechained: Trick = async ({ story, chain }, dice) => {
  const from = dice.below(chain.length) + 1;
  const entries = await allEntries(story.contract.id);
  const key = signerOf(Buffer.alloc(32, dice.below(255)));
  let previous = entries[from - 2]?.hash ?? Buffer.alloc(32);
  for (const entry of entries.slice(from - 1)) {
    const facts = entry.seq === from ? '{"by":"somebody else"}' : entry.facts;
    const hash = hashOf({ ...entry, facts, previous });
    const signature = dice.below(2) === 0 ? entry.signature : key.sign(entryStatement({ ...entry, hash })).signature;
    await rewrite({ ...entry, facts, previous, hash, signature });
    previous = hash;
  }
  await moveHead(story.contract.id, entries.length, previous, key);
  return { name: 'all entries from one on, hashed anew', first: from };
};

const cutOff: Trick = async ({ story, chain }, dice) => {
  const length = dice.below(chain.length - 1) + 1;
  const entries = await allEntries(story.contract.id);
  await run('DELETE FROM evidence WHERE contract_id = $1 AND seq > $2', [story.contract.id, length]);
  const key = signerOf(Buffer.alloc(32, dice.below(255)));
  if (dice.below(2) === 0) await moveHead(story.contract.id, length, entries[length - 1]!.hash, key);
  return { name: 'the end of the chain', first: length + 1 };
};

const addedEntry: Trick = async ({ story, chain }, dice) => {
  const entries = await allEntries(story.contract.id);
  const last = entries.at(-1)!;
  const key = signerOf(Buffer.alloc(32, dice.below(255)));
  const facts = { ...last, seq: last.seq + 1, previous: last.hash, facts: '{"by":"somebody else"}' };
  const hash = hashOf(facts);
  await run(
    `INSERT INTO evidence (contract_id, seq, kind, happened_at, facts, previous, hash, signature, key_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[facts.contractId, facts.seq, facts.kind, facts.at.getTime(), facts.facts, facts.previous, hash],
      ...[key.sign(entryStatement({ ...facts, hash })).signature, last.keyId],
    ],
  );
  if (dice.below(2) === 0) await moveHead(story.contract.id, facts.seq, hash, key);
  return { name: 'an entry more', first: chain.length + 1 };
};

const changedHead: Trick = async ({ story, chain }, dice) => {
  const acts = [
    ['seq = seq - 1', []],
    ['seq = seq + 1', []],
    ['hash = $2', [Buffer.alloc(32, 8)]],
    ['signature = $2', [Buffer.alloc(64, 8)]],
    ['key_id = $2', [Buffer.alloc(8, 8)]],
  ] as const;
  const [set, values] = dice.one(acts);
  await run(`UPDATE evidence_heads SET ${set} WHERE contract_id = $1`, [story.contract.id, ...values]);
  return { name: `the end: ${set}`, first: chain.length + 1 };
};

const changedLeaf: Trick = async ({ story }) => {
  const [leaf] = await rows<{ seq: number }>('SELECT seq FROM evidence_leaves WHERE contract_id = $1', [
    story.contract.id,
  ]);
  await run('UPDATE evidence_leaves SET hash = $2 WHERE contract_id = $1', [story.contract.id, Buffer.alloc(32, 8)]);
  return { name: 'a leaf', first: Number(leaf!.seq) };
};

const changedRoot: Trick = async (_, dice) => {
  const set = dice.one(['root', 'previous', 'hash']);
  await run(`UPDATE evidence_roots SET ${set} = $1`, [Buffer.alloc(32, 8)]);
  return { name: `a root: ${set}`, first: null };
};

async function allEntries(contractId: number): Promise<Entry[]> {
  const all: Entry[] = [];
  for await (const page of entriesAfter(contractId)) all.push(...page);
  return all;
}

const rewrite = ({ contractId, seq, facts, previous, hash, signature }: Entry): Promise<void> =>
  run('UPDATE evidence SET facts = $3, previous = $4, hash = $5, signature = $6 WHERE contract_id = $1 AND seq = $2', [
    ...[contractId, seq, facts, previous, hash, signature],
  ]);

/** As somebody would who has a key, but not ours. */
const moveHead = (contractId: number, seq: number, hash: Buffer, key: ReturnType<typeof signerOf>): Promise<void> =>
  run('UPDATE evidence_heads SET seq = $2, hash = $3, signature = $4 WHERE contract_id = $1', [
    ...[contractId, seq, hash, key.sign(headStatement({ contractId, seq, hash })).signature],
  ]);

export const tricks: readonly Trick[] = [
  ...[fixedPart, fixedPart, verdictPart, overPart, wordsPart, deletion, removal, goneBlock, movedBlock, inventedBlock],
  ...[aroundBlocks, aroundBlocks, changedPicture, gonePicture, swappedPictures],
  ...[changedEntry, changedEntry, goneEntry, swappedEntries, rechained, rechained, cutOff, addedEntry],
  ...[changedHead, changedLeaf, changedRoot],
];
