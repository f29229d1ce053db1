/** Does a freelancer with 20 years of blocks cost the same as one with a single day? The same server, asked alternately. */
import { dayPage, type Cast, type Uploader } from './cast.ts';
import { clientOf, type Client } from './load.ts';
import { percentile } from './numbers.ts';
import { startServer } from './server-process.ts';
import type { Target } from './targets.ts';
import { uploadsOf } from './uploads.ts';

/** Medians in milliseconds of one request after the other. */
export type HistoryCost = { pageMs: number; blockMs: number };

const [WARM, TIMES] = [40, 120];

/** @returns what a page and a block cost with one day of history and with 20 years */
export async function twentyYears({ program, cast }: Target, pictures: Buffer[]) {
  const server = await startServer(program);
  const client = clientOf(server.port);
  try {
    const newcomer = measured(client, cast, cast.newcomer, pictures);
    const veteran = measured(client, cast, cast.veteran, pictures);
    for (let n = 0; n < TIMES; n++) {
      for (const one of n % 2 ? [newcomer, veteran] : [veteran, newcomer]) await one.once();
    }
    return { newcomer: newcomer.cost(), veteran: veteran.cost() };
  } finally {
    client.close();
    await server.stop();
  }
}

function measured(client: Client, cast: Cast, worker: Uploader, pictures: Buffer[]) {
  const queue = uploadsOf(worker, cast.days.free);
  const [pages, blocks]: [number[], number[]] = [[], []];
  const middle = (times: number[]): number => percentile(times.slice(WARM), 0.5);
  return {
    once: async (): Promise<void> => {
      pages.push((await client.get(dayPage(cast, worker), cast.clientCookie)).ms);
      blocks.push((await client.put(queue(pictures[blocks.length % pictures.length]!))).ms);
    },
    cost: (): HistoryCost => ({ pageMs: middle(pages), blockMs: middle(blocks) }),
  };
}
