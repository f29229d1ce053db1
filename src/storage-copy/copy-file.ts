import { sha256 } from '../diary/picture.ts';
import type { S3Storage } from '../outside/s3-storage.ts';
import { StorageAway, type Storage } from '../outside/storage.ts';
import type { KeptFile } from './kept-files.ts';

/** `there`: it had been copied before. `damaged`: the bytes are not those the database knows. `missing`: they are nowhere. */
export type Outcome = 'copied' | 'there' | 'damaged' | 'missing';

/** Copies one file, unless the same bytes are there already. Nothing is ever copied that is not what the database says. */
export async function copyFile({ key, hash }: KeptFile, from: Storage, to: S3Storage): Promise<Outcome> {
  const there = await to.hashOf(key);
  if (there && hash?.equals(there)) return 'there';
  const bytes = await from.get(key);
  if (!bytes) return there === null ? 'missing' : hash === null ? 'there' : 'damaged';
  const own = sha256(bytes);
  if (hash && !own.equals(hash)) return 'damaged';
  if (there && own.equals(there)) return 'there';
  await to.put(key, bytes);
  if (!(await to.hashOf(key))?.equals(own))
    throw new StorageAway(`put ${key}: the bucket has other bytes than it took`);
  return 'copied';
}
