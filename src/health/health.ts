/** How this installation is, in numbers: the admins' page and the metrics show the same. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../config.ts';
import { poolNow, type Pool } from '../db/pool.ts';
import { isSqlite, rows } from '../db/sequelize.ts';
import { decoding } from '../diary/picture.ts';
import type { Cents } from '../kernel/money.ts';
import type { Clock } from '../outside/clock.ts';
import type { Outside } from '../outside/outside.ts';
import type { Storage, StorageState } from '../outside/storage.ts';
import { ledgerSum } from './ledger-sum.ts';
import { queuesAt, type Queue } from './queues.ts';
import { diskAt } from './readiness.ts';
import { within } from './within.ts';

/** @property ms of one round trip @property trouble why there was none, for admins */
export type RoundTrip = { ms: number; trouble: string | null };

/** What the database is needed for is null when it does not answer. */
export type Health = {
  database: RoundTrip & { kind: 'SQLite' | 'MySQL'; pool: Pool };
  /** Its round trip writes a few bytes, reads them back and deletes them. */
  storage: RoundTrip & StorageState;
  disk: { freeBytes: number; totalBytes: number };
  process: { version: string; node: string; uptimeSeconds: number; memoryBytes: number };
  decodes: { running: number; waiting: number };
  queues: Queue[] | null;
  /** Of all lines of the ledger: anything but zero is a mistake of ours. */
  ledgerSum: Cents | null;
};

const PATIENCE_MS = 4_000;
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };

export async function healthNow({ clock, storage }: Outside, dataFolder: string): Promise<Health> {
  const now = clock.now();
  const [database, kept, disk, queues, sum] = await Promise.all([
    timed(clock, () => rows('SELECT 1', [])),
    timed(clock, () => probe(storage, now)),
    diskAt(dataFolder),
    orNull(queuesAt(now)),
    orNull(ledgerSum(now)),
  ]);
  return {
    database: { ...database, kind: isSqlite ? 'SQLite' : 'MySQL', pool: poolNow() },
    storage: { ...kept, ...storage.state() },
    disk,
    process: {
      ...{ version, node: process.version },
      ...{ uptimeSeconds: Math.round(process.uptime()), memoryBytes: process.memoryUsage.rss() },
    },
    decodes: { running: decoding.running(), waiting: decoding.waiting() },
    queues,
    ledgerSum: sum,
  };
}

async function timed(clock: Clock, check: () => Promise<unknown>): Promise<RoundTrip> {
  const begun = clock.now().getTime();
  const trouble = await within(PATIENCE_MS, check()).then(
    () => null,
    (error: unknown) => (error as Error).message,
  );
  return { ms: clock.now().getTime() - begun, trouble };
}

/** Under a key of this process, so that two that look at once do not meet. */
async function probe(storage: Storage, now: Date): Promise<void> {
  const key = `health/${process.pid}-${now.getTime()}.txt`;
  const bytes = Buffer.from(now.toISOString());
  await storage.put(key, bytes);
  const read = await storage.get(key);
  await storage.delete(key);
  if (!read?.equals(bytes)) throw new Error('other bytes came back than were written');
}

const orNull = <T>(answer: Promise<T>): Promise<T | null> => within(PATIENCE_MS, answer).catch(() => null);
