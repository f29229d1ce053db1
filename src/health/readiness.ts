/** Whether this process can do its work now: what a load balancer asks. */
import { statfs } from 'node:fs/promises';
import { isSqlite, rows } from '../db/sequelize.ts';
import type { Outside } from '../outside/outside.ts';
import { within } from './within.ts';

/** Words for a machine, without a reason: anybody may ask. Reasons are in the log and on the admins' page. */
export type Check = 'well' | 'away' | 'not used';
export type Readiness = { ready: boolean; database: Check; storage: Check; disk: Check };

const NOT_USED: Check = 'not used';
const CHECK_MS = 2_500;
/** Below this the disk counts as full: room for some hours of screenshots of a small team. */
export const LEAST_FREE_BYTES = 200 * 1024 * 1024;

export async function readiness({ storage }: Pick<Outside, 'storage'>, dataFolder: string): Promise<Readiness> {
  const usesDisk = isSqlite || storage.state().kind === 'disk';
  const [database, pictures, disk] = await Promise.all([
    well(rows('SELECT 1', [])),
    well(storage.has('health.jpg')),
    usesDisk ? well(hasRoom(dataFolder)) : NOT_USED,
  ]);
  return { ready: ![database, pictures, disk].includes('away'), database, storage: pictures, disk };
}

const well = (check: Promise<unknown>): Promise<Check> =>
  within(CHECK_MS, check).then(
    () => 'well',
    () => 'away',
  );

/** @throws Error when the disk is as good as full */
async function hasRoom(folder: string): Promise<void> {
  const { freeBytes } = await diskAt(folder);
  if (freeBytes < LEAST_FREE_BYTES) throw new Error('the disk is full');
}

/** In bytes; free is what this user may still write. */
export async function diskAt(folder: string): Promise<{ freeBytes: number; totalBytes: number }> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}
