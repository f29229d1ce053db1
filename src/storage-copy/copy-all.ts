/** Copies everything the database says is kept. What was copied before is found there, so it may be run again at any time. */
import { isEnding } from '../kernel/ending.ts';
import { atMost } from '../kernel/at-most.ts';
import type { S3Storage } from '../outside/s3-storage.ts';
import { StorageAway, type Storage } from '../outside/storage.ts';
import { copyFile, type Outcome } from './copy-file.ts';
import type { KeptFile } from './kept-files.ts';

/** @property failed the bucket or the disk did not answer; another run may succeed */
export type Tally = Record<Outcome | 'failed', number>;
type Told = { progress(tally: Tally): void; trouble(what: keyof Tally, key: string, why: string): void };

const AT_ONCE = 8;
/** So many in a row, and the others would fail too. */
const ENOUGH = 20;

export async function copyAll(
  pages: AsyncIterable<KeptFile[]>,
  from: Storage,
  to: S3Storage,
  told: Told,
): Promise<Tally> {
  const tally: Tally = { copied: 0, there: 0, damaged: 0, missing: 0, failed: 0 };
  const some = atMost(AT_ONCE);
  let inARow = 0;

  async function one(file: KeptFile): Promise<void> {
    if (isEnding() || inARow >= ENOUGH) return;
    try {
      const outcome = await copyFile(file, from, to);
      inARow = 0;
      tally[outcome] += 1;
      if (outcome === 'damaged') told.trouble(outcome, file.key, 'its bytes are not those that were received');
      if (outcome === 'missing') told.trouble(outcome, file.key, 'it is neither on the disk nor in the bucket');
    } catch (error) {
      if (!(error instanceof StorageAway)) throw error;
      inARow += 1;
      tally.failed += 1;
      told.trouble('failed', file.key, error.message);
    }
  }

  for await (const page of pages) {
    await Promise.all(page.map(file => some(() => one(file))));
    told.progress(tally);
    if (isEnding() || inARow >= ENOUGH) break;
  }
  return tally;
}
