/** Where a block's pictures lie. The key says which bytes they are: another picture can never take its place. */
import { utcDay, type EpochSeconds } from '../kernel/time.ts';
import type { StoredBlock } from './block-rows.ts';

type Place = { contractId: number; startedAt: EpochSeconds };

/** @param number 1 or 2 @param received SHA-256 of the picture as it came (bytes) */
export function pictureKey({ contractId, startedAt }: Place, number: number, received: Buffer): string {
  return `${contractId}/${utcDay(startedAt)}/${startedAt}-${number}-${received.toString('hex', 0, 8)}.jpg`;
}

export const thumbKeyOf = (key: string): string => key.replace(/\.jpg$/, '.thumb.jpg');

/** Every file of a block: pictures and thumbnails. */
export function keysOf(block: Pick<StoredBlock, 'contractId' | 'startedAt' | 'shots'>): string[] {
  return block.shots.flatMap(({ number, received }) => {
    if (received === null) return [];
    const key = pictureKey(block, number, received);
    return [key, thumbKeyOf(key)];
  });
}
