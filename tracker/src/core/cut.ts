/** Cuts blocks in time, and says which pictures then belong to which part. */
import { PICTURE_AFTER_END_SECONDS } from '../../../src/wire/tracker.ts';
import type { Second } from './chance.ts';
import { isPictured, picturesOf, withoutPicture, type OpenBlock } from './open-block.ts';

/**
 * The part before `at` keeps the name, the part after it gets `id`. Neither is empty: `startedAt < at < until`.
 * Input is counted up to the last input, which is where blocks are cut. Pictures go where they were taken; a part before
 * that has none takes the first one after it, when that is young enough to speak for it.
 */
export function cutAt(block: OpenBlock, at: Second, id: string): [before: OpenBlock, after: OpenBlock] {
  const isBefore = (takenAt: Second) => takenAt < at;
  const taken = [...block.shots.map(({ takenAt }) => takenAt), ...block.asked].sort((a, b) => a - b);
  const spare = taken.find(takenAt => !isBefore(takenAt) && takenAt <= at + PICTURE_AFTER_END_SECONDS);
  const belongs = taken.some(isBefore) ? isBefore : (takenAt: Second) => takenAt === spare;
  const part = (mine: (takenAt: Second) => boolean) => ({
    ...block,
    moments: [],
    asked: block.asked.filter(mine),
    shots: block.shots.filter(({ takenAt }) => mine(takenAt)),
  });
  return [
    { ...part(belongs), until: at },
    { ...part(takenAt => !belongs(takenAt)), id, startedAt: at, inputSeconds: 0 },
  ];
}

/**
 * Takes out all time at and after `since`. What is left has a picture, waits for one or says that it has none; `files` are
 * pictures that nothing names any more.
 */
export function withoutTimeSince(
  blocks: readonly OpenBlock[],
  since: Second,
): { blocks: OpenBlock[]; files: string[] } {
  const left: OpenBlock[] = [];
  const files: string[] = [];
  for (const block of blocks) {
    if (block.until <= since) left.push(block);
    else if (block.startedAt >= since) files.push(...picturesOf(block));
    else {
      const [before, after] = cutAt(block, since, block.id);
      left.push(isPictured(before) ? before : withoutPicture(before, 'capture-failed'));
      files.push(...picturesOf(after));
    }
  }
  return { blocks: left, files };
}
