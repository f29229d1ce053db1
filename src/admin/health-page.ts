/** How this installation is, in words a person can act on. */
import { migrationsRun } from '../db/migrations-run.ts';
import { databaseBytes } from '../db/size.ts';
import type { Health, RoundTrip } from '../health/health.ts';
import { duration } from '../kernel/time.ts';

/** Below so much room on the disk somebody has to do something. */
const LITTLE_ROOM = 1_000_000_000;

export type Sign = { label: string; icon: string; tone: 'ok' | 'warn' };
const fine = (label: string): Sign => ({ label, icon: 'circle-check', tone: 'ok' });
const wrong = (label: string): Sign => ({ label, icon: 'triangle-alert', tone: 'warn' });
const answered = ({ trouble }: RoundTrip): Sign => (trouble === null ? fine('Answers') : wrong('Does not answer'));

export async function healthLocals({ database, storage, disk, process, decodes, queues, ledgerSum }: Health) {
  const [size, migrations] = await Promise.all([databaseBytes().catch(() => null), migrationsRun().catch(() => null)]);
  return {
    parts: [
      {
        name: 'Database',
        sign: answered(database),
        trouble: database.trouble,
        facts: [
          ['Kind', database.kind],
          ['Round trip', `${database.ms} ms`],
          ['Size', size === null ? 'Not known' : bytes(size)],
          ['Newest migration', migrations?.newest ?? 'Not known'],
          ['Migrations', migrations === null ? 'Not known' : String(migrations.count)],
        ],
      },
      {
        name: 'Pictures',
        sign: answered(storage),
        trouble: storage.trouble,
        facts: [
          ['Kept', storage.kind === 'disk' ? 'On this computer’s disk' : 'In a bucket'],
          ['Written, read back and deleted in', `${storage.ms} ms`],
          ['Failed calls since the start', String(storage.failures)],
        ],
      },
      {
        name: 'This computer’s disk',
        sign: disk.freeBytes < LITTLE_ROOM ? wrong('Almost full') : fine('Has room'),
        trouble: null,
        facts: [
          ['Free', bytes(disk.freeBytes)],
          ['Of', bytes(disk.totalBytes)],
        ],
      },
      {
        name: 'Ledger',
        sign: ledgerSum === 0 ? fine('Adds up to zero') : wrong(ledgerSum === null ? 'Not known' : 'Does not add up'),
        trouble: null,
        facts: [],
      },
      {
        name: 'This process',
        sign: fine('Runs'),
        trouble: null,
        facts: [
          ['Version', process.version],
          ['Node', process.node],
          ['For', duration(process.uptimeSeconds)],
          ['Memory', bytes(process.memoryBytes)],
          ['Pictures being looked at', `${decodes.running} now, ${decodes.waiting} wait`],
        ],
      },
    ],
    queues: (queues ?? []).map(queue => ({ ...queue, name: queue.name.charAt(0).toUpperCase() + queue.name.slice(1) })),
  };
}

/** `1.4 GB` */
export function bytes(count: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, count)) / 3)));
  const shown = count / 1000 ** power;
  return `${power === 0 || shown >= 100 ? Math.round(shown) : shown.toFixed(1)} ${units[power]}`;
}
