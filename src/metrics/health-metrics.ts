/** The numbers of the admins' page, for Prometheus. Rules only. */
import type { Health } from '../health/health.ts';
import type { Metric } from './exposition.ts';

type Values = [labels: Record<string, string>, value: number][];

/** What could not be asked is left out: an absent number raises an alarm, a made-up zero does not. */
export function healthMetrics(health: Health): Metric[] {
  const { database, storage, disk, process, decodes, queues, ledgerSum } = health;
  const { open, used, waiting } = database.pool;
  return [
    gauge('database_up', 'Whether the database answers.', [[{}, upOf(database.trouble)]]),
    gauge('database_seconds', 'One round trip to the database.', [[{}, database.ms / 1000]]),
    gauge('database_connections', 'Connections of this process, and acts that wait for one.', [
      [{ state: 'open' }, open],
      [{ state: 'used' }, used],
      [{ state: 'waiting' }, waiting],
    ]),
    gauge('storage_up', 'Whether a few bytes could be written, read and deleted.', [[{}, upOf(storage.trouble)]]),
    gauge('storage_seconds', 'Writing, reading and deleting them.', [[{}, storage.ms / 1000]]),
    gauge(
      'storage_breaker',
      'Whether the storage is left alone after repeated failures.',
      (['closed', 'half-open', 'open'] as const).map(state => [{ state }, Number(storage.breaker === state)]),
    ),
    counter('storage_failures_total', 'Calls to the storage that failed.', [[{}, storage.failures]]),
    gauge('disk_free_bytes', 'Room on the disk of the data folder.', [[{}, disk.freeBytes]]),
    gauge('decodes', 'Pictures being examined, and waiting for it.', [
      [{ state: 'running' }, decodes.running],
      [{ state: 'waiting' }, decodes.waiting],
    ]),
    gauge(
      'jobs_due',
      'What is due for the jobs.',
      (queues ?? []).map(({ name, due }) => [{ queue: name }, due]),
    ),
    gauge(
      'jobs_late',
      'Of that, due for more than ten minutes.',
      (queues ?? []).map(({ name, late }) => [{ queue: name }, late]),
    ),
    gauge(
      'ledger_sum_cents',
      'Of all lines of the ledger. Anything but zero is a mistake.',
      ledgerSum === null ? [] : [[{}, ledgerSum]],
    ),
    gauge('memory_bytes', 'Resident memory of this process.', [[{}, process.memoryBytes]]),
    gauge('uptime_seconds', 'Since this process began.', [[{}, process.uptimeSeconds]]),
    gauge('build_info', 'Which version this is.', [[{ version: process.version, node: process.node }, 1]]),
  ];
}

const upOf = (trouble: string | null): number => (trouble === null ? 1 : 0);

const metric =
  (type: 'gauge' | 'counter') =>
  (name: string, help: string, values: Values): Metric => ({
    ...{ name: `impact_time_${name}`, help, type },
    samples: values.map(([labels, value]) => ({ labels, value })),
  });
const gauge = metric('gauge');
const counter = metric('counter');
