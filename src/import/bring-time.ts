/**
 * Blocks from a file arrive: each goes the very way a block goes that a tracker sends, oldest first, and is judged as
 * if it came now. One that is refused holds up nobody. Bringing a file twice is harmless.
 */
import type { Logger } from 'pino';
import { ConnectionError } from 'sequelize';
import { transaction } from '../db/sequelize.ts';
import { findBlockById } from '../diary/block-rows.ts';
import { factsOf } from '../diary/from-wire.ts';
import { keepBlock, type KeptBlock } from '../diary/keep-block.ts';
import { record } from '../events/record.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import type { EpochSeconds } from '../kernel/time.ts';
import type { Outside } from '../outside/outside.ts';
import type { Actor } from '../policy/policy.ts';
import { exportedBlock, type ExportedBlock } from '../wire/export.ts';
import type { OpenExport } from './open-export.ts';

/** What is known of a block that was not taken; null when it could not be read at all. */
export type NotTaken = {
  block: { contractId: number; startedAt: EpochSeconds; seconds: number } | null;
  words: string;
};
export type TakenBlock = KeptBlock & { startedAt: EpochSeconds };
export type Brought = { taken: TakenBlock[]; already: number; refused: NotTaken[] };

type Item = { from: OpenExport; exported: ExportedBlock };

const UNREADABLE = 'This block is not as a tracker writes it and cannot be read.';
const OUR_MISTAKE =
  'This block could not be taken by a mistake of ours, which is recorded. Bring the file again later.';

/**
 * @param files whose person is `by`
 * @throws ConnectionError when the database cannot be reached; what was taken until then stays
 */
export async function bringTime(
  files: readonly OpenExport[],
  by: Actor,
  { storage, log }: Pick<Outside, 'storage' | 'log'>,
  now: Date,
): Promise<Brought> {
  const brought: Brought = { taken: [], already: 0, refused: [] };
  try {
    for (const item of oldestFirst(files, brought)) await bring(item, by, storage, now, brought, log);
  } finally {
    await recordBrought(brought.taken, by, now);
  }
  return brought;
}

function oldestFirst(files: readonly OpenExport[], brought: Brought): Item[] {
  const items: Item[] = [];
  for (const from of files) {
    for (const item of from.manifest.items) {
      const parsed = exportedBlock.safeParse(item);
      if (parsed.success) items.push({ from, exported: parsed.data });
      else brought.refused.push({ block: null, words: UNREADABLE });
    }
  }
  return items.sort((a, b) => Date.parse(a.exported.block.startedAt) - Date.parse(b.exported.block.startedAt));
}

async function bring(
  { from, exported }: Item,
  by: Actor,
  storage: Outside['storage'],
  now: Date,
  brought: Brought,
  log: Logger,
): Promise<void> {
  const facts = factsOf(exported.id, exported.block);
  const { contractId, startedAt, seconds } = facts;
  try {
    const known = await findBlockById(facts.id, by.id);
    // Whether a block that is here is the same needs no picture.
    const kept = await keepBlock(facts, known ? [] : await picturesOf(exported, from), by.id, storage, now);
    if (known) brought.already += 1;
    else brought.taken.push({ ...kept, startedAt });
  } catch (error) {
    if (error instanceof ConnectionError) throw error;
    brought.refused.push({ block: { contractId, startedAt, seconds }, words: wordsOf(error) });
    if (!isNo(error)) log.error({ err: error, block: facts.id }, 'a block from a file could not be taken');
  }
}

/** What is missing is noticed by whoever compares the pictures with the block. */
async function picturesOf({ pictures }: ExportedBlock, from: OpenExport): Promise<Buffer[]> {
  const read: (Buffer | null)[] = [];
  for (const name of pictures) read.push(await from.picture(name));
  return read.filter(bytes => bytes !== null);
}

const isNo = (error: unknown): error is Refused | NotFound => error instanceof Refused || error instanceof NotFound;
const wordsOf = (error: unknown): string => {
  if (error instanceof Refused) return error.words;
  return error instanceof NotFound ? 'This project is not one of yours.' : OUR_MISTAKE;
};

/** The contract's timeline tells both sides how this time came. */
async function recordBrought(taken: readonly TakenBlock[], by: Actor, now: Date): Promise<void> {
  await transaction(async () => {
    for (const contractId of new Set(taken.map(block => block.contractId))) {
      const blocks = taken.filter(block => block.contractId === contractId);
      const facts = { by: by.name, blocks: blocks.length, seconds: secondsOf(blocks) };
      await record('queue.imported', { contractId, actorId: by.id, now, facts });
    }
  });
}

export const secondsOf = (blocks: readonly { seconds: number }[]): number =>
  blocks.reduce((sum, { seconds }) => sum + seconds, 0);
