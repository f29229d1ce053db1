import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import sharp from 'sharp';
import { startServer, build, type ServerProcess } from '../support/server-process.ts';
import { picture } from '../support/pictures.ts';
import { call } from './call.ts';
import { crewOf, type Crew } from './crew.ts';
import { FULL } from './dose.ts';
import { figure } from './figures.ts';
import { Load } from './load.ts';
import { keptOnce, unsound } from './soundness.ts';

const TRACKERS = 5;
/** Of each. */
const BLOCKS = FULL ? 200 : 6;
const WITHIN_MS = 180_000;
/** The usual tests share the machine with others. */
const QUICK_MS = FULL ? 300 : 3_000;
const LOOK_EVERY_MS = 200;

const SCREENS = FULL ? 12 : 2;

/** As large as a tracker sends them. */
const screen = async (seed: number): Promise<Buffer> =>
  sharp(await picture(seed * 7))
    .resize(1600, 900)
    .jpeg({ quality: 90 })
    .toBuffer();

describe('Trackers that were offline come back', function () {
  this.timeout(WITHIN_MS + 120_000);
  let crew: Crew;
  let load: Load;
  let process: ServerProcess;

  before(async () => {
    build();
    crew = await crewOf({ trackers: TRACKERS });
    load = await Load.to(crew.url, await Promise.all(Array.from({ length: SCREENS }, (_, seed) => screen(seed))));
    process = await startServer(crew.env);
  });
  after(async () => {
    load.abandon();
    await process.stop();
    await crew.goHome();
  });

  it(`send ${TRACKERS * BLOCKS} blocks within 3 minutes, and pages of others stay quick`, async () => {
    await looks(10);
    const began = performance.now();
    load.begin(crew.workers, BLOCKS);
    let sending = true;
    const sent = load.drained().then(() => (sending = false));
    const took: number[] = [];
    while (sending) took.push(...(await looks(1)));
    await sent;
    const drained = performance.now() - began;
    expect(load.taken.length).to.equal(TRACKERS * BLOCKS);
    expect(drained, 'all were sent after, in ms').to.be.below(WITHIN_MS);
    expect(load.refused, 'sent away').to.deep.equal([]);
    const p95 = took.sort((a, b) => a - b)[Math.ceil(took.length * 0.95) - 1]!;
    const part = `${TRACKERS * BLOCKS} blocks that were offline`;
    figure(part, 'sent within', `${(drained / 1000).toFixed(0)} s`);
    figure(part, 'pages of others, p95', `${p95.toFixed(0)} ms`);
    figure(part, 'the server’s memory, most', `${(process.peakMemory() / 1024 ** 2).toFixed(0)} MB`);
    expect(p95, 'pages of others, p95 in ms').to.be.below(QUICK_MS);
    expect((await keptOnce(load.taken.map(({ id }) => id))).size).to.equal(load.taken.length);
    expect(await unsound(crew.contractIds, crew.storage)).to.deep.equal([]);
  });

  /** @returns how long each page took, in ms */
  async function looks(times: number): Promise<number[]> {
    const took: number[] = [];
    const day = new Date((crew.workers[0]!.from + 3600) * 1000).toISOString().slice(0, 10);
    for (let nth = 0; nth < times; nth += 1) {
      for (const page of ['/my-jobs', `/contracts/${crew.contract.id}/diary/${day}`]) {
        const answer = await call(`${crew.url}${page}`, { headers: { Cookie: crew.carla.cookie } });
        expect(answer?.status, page).to.equal(200);
        took.push(answer!.tookMs);
        await wait(LOOK_EVERY_MS);
      }
    }
    return took;
  }
});
