/** One life of one server: started, asked for pages, given blocks, asked for pages meanwhile, stopped. */
import { setTimeout as wait } from 'node:timers/promises';
import { dayPage } from './cast.ts';
import { atPace, clientOf, inParallel, type Client } from './load.ts';
import { cpuMs, memoryMb } from './machine.ts';
import { percentile } from './numbers.ts';
import { startServer } from './server-process.ts';
import type { Target } from './targets.ts';
import { uploadsOf, type Upload } from './uploads.ts';

/** Painted before anything is measured. */
export type Screens = { fullHd: Buffer[]; fourK: Buffer[] };
/** Makes the next block of one of the eight. Goes on from life to life of a server. */
export type Queue = (picture: Buffer) => Upload;

export const queuesOf = ({ cast }: Target): Queue[] =>
  cast.uploaders.map(uploader => uploadsOf(uploader, cast.days.first));

/** Milliseconds, megabytes, blocks per second, bytes. */
export type Life = {
  idleMb: number;
  peakMb: number;
  pageMs: number;
  pageBytes: number;
  fullHdPerSecond: number;
  fullHdCpuMs: number;
  fullHdDatabaseCpuMs: number;
  fourKPerSecond: number;
  fourKCpuMs: number;
  busyPageMs: number;
  busyPageWorstMs: number;
};

const IDLE_MS = 3_000;
const WARM = { pages: 100, blocks: 32 };
const COUNTS = { pages: 200, fullHd: 240, fourK: 80 };
const BUSY = { everyMs: 50, forMs: 10_000 };

export async function oneLife(
  target: Target,
  queues: Queue[],
  screens: Screens,
  databasePid: number | null,
): Promise<Life> {
  const server = await startServer(target.program);
  const client = clientOf(server.port);
  try {
    const page = () => client.get(dayPage(target.cast), target.cast.clientCookie);
    await page();
    await wait(IDLE_MS);
    const idleMb = memoryMb(server.pid).now;
    await inTurn(page, WARM.pages);
    const pages = await inTurn(page, COUNTS.pages);
    await ingest(client, queues, screens.fullHd, upTo(WARM.blocks));
    const processes = [server.pid, databasePid];
    const fullHd = await metered(processes, () => ingest(client, queues, screens.fullHd, upTo(COUNTS.fullHd)));
    const fourK = await metered(processes, () => ingest(client, queues, screens.fourK, upTo(COUNTS.fourK)));
    const busy = await busyPages(client, queues, screens.fullHd, page);
    return {
      idleMb,
      peakMb: memoryMb(server.pid).peak,
      pageMs: percentile(
        pages.map(({ ms }) => ms),
        0.5,
      ),
      pageBytes: pages[0]!.bytes,
      ...{ fullHdPerSecond: fullHd.perSecond, fullHdCpuMs: fullHd.cpuMs[0]!, fullHdDatabaseCpuMs: fullHd.cpuMs[1]! },
      ...{ fourKPerSecond: fourK.perSecond, fourKCpuMs: fourK.cpuMs[0]! },
      ...{ busyPageMs: percentile(busy, 0.5), busyPageWorstMs: percentile(busy, 0.99) },
    };
  } finally {
    client.close();
    await server.stop();
  }
}

export async function inTurn<T>(act: () => Promise<T>, times: number): Promise<T[]> {
  const all: T[] = [];
  for (let n = 0; n < times; n++) all.push(await act());
  return all;
}

const upTo = (count: number) => () => count-- > 0;

/** Every freelancer's tracker sends one block after the other, all trackers at once. */
function ingest(client: Client, queues: Queue[], pictures: Buffer[], more: () => boolean): Promise<number> {
  let next = 0;
  const senders = queues.map(queue => () => client.put(queue(pictures[next++ % pictures.length]!)));
  return inParallel(senders, more);
}

/** @returns blocks per second, and processor time per block of each process (0 where there is none) */
async function metered(pids: (number | null)[], work: () => Promise<number>) {
  const used = () => pids.map(pid => (pid === null ? 0 : (cpuMs(pid) ?? 0)));
  const [startedAt, before] = [performance.now(), used()];
  const blocks = await work();
  const [ms, after] = [performance.now() - startedAt, used()];
  return { perSecond: (blocks * 1000) / ms, cpuMs: after.map((spent, place) => (spent - before[place]!) / blocks) };
}

async function busyPages(
  client: Client,
  queues: Queue[],
  pictures: Buffer[],
  page: () => Promise<unknown>,
): Promise<number[]> {
  let asking = true;
  const uploading = ingest(client, queues, pictures, () => asking);
  const pages = atPace(page, BUSY.everyMs, BUSY.forMs).finally(() => (asking = false));
  const [waited] = await Promise.all([pages, uploading]);
  return waited;
}
