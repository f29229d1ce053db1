/** One act, and all that has to be there for it. */
import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import type { BlockFacts } from '../../src/diary/block.ts';
import { noteContact } from '../../src/diary/freelancer-clock.ts';
import { keepBlock } from '../../src/diary/keep-block.ts';
import type { Storage } from '../../src/outside/storage.ts';
import { picture } from '../support/pictures.ts';
import { world, type World } from '../support/world.ts';
import { failingStorage } from './failing-calls.ts';

export type Scene = {
  contractIds: readonly number[];
  /** Where its pictures are, without failures. */
  storage: Storage;
  act(): Promise<unknown>;
  /**
   * For what asks somebody outside between two transactions, and so may rest in between: the ticks that bring it to its end. Without
   * it the act is done as a whole or not at all.
   */
  goOn?: () => Promise<unknown>;
};

/** @property anew whoever does it again has done it twice, and sees both */
export type Act = { name: string; anew?: boolean; scene(): Promise<Scene> };

export const at = (iso: string): number => Date.parse(iso) / 1000;

/** A world whose storage fails when it is told to. */
export async function failingWorld(now = '2026-11-17T07:00:00Z'): Promise<World & { pictures: Storage }> {
  const w = await world({ now });
  // The server has heard from Felix's tracker, so it believes what time has passed since.
  await noteContact(w.felix.id, w.outside.clock.now());
  const pictures = w.outside.storage;
  w.outside.storage = failingStorage(pictures);
  return { ...w, pictures };
}

/** A block of Felix's with one picture, as a tracker has it. */
export async function blockOf(
  contractId: number,
  startedAt: number,
  changes: Partial<BlockFacts> = {},
): Promise<{ facts: BlockFacts; files: Buffer[] }> {
  const file = await picture(startedAt);
  const shot = { takenAt: startedAt + 300, sha256: createHash('sha256').update(file).digest('hex'), mask: null };
  const description = 'Checkout: keep the basket when the session ends';
  const facts: BlockFacts = {
    ...{ id: v7(), contractId, startedAt, seconds: 600, description, projectCode: 'SHOP-1' },
    ...{ inputSeconds: 300, idle: false, shots: [shot], ...changes },
  };
  return { facts, files: [file] };
}

/** Keeps blocks of ten minutes that follow each other. */
export async function keepBlocks(
  w: World & { pictures: Storage },
  starts: readonly number[],
  changes: Partial<BlockFacts> = {},
): Promise<void> {
  for (const startedAt of starts) {
    const { facts, files } = await blockOf(w.contract.id, startedAt, changes);
    await keepBlock(facts, files, w.felix.id, w.pictures, w.outside.clock.now());
  }
}
