import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { isSqlite } from '../../src/db/sequelize.ts';
import { build, startServer, type ServerProcess } from '../support/server-process.ts';
import { call, type Answer } from './call.ts';
import { crewOf, type Crew } from './crew.ts';
import { FULL } from './dose.ts';
import { figure } from './figures.ts';
import { Load } from './load.ts';
import { outages } from './outage.ts';
import { keptOnce, unsound } from './soundness.ts';

const AWAY_MS = FULL ? 60_000 : 8_000;
/** What waits in each of three trackers. */
const WAITING = FULL ? 60 : 8;
const TOLD_WITHIN_MS = FULL ? 6_000 : 9_000;
const DRAINED_WITHIN_MS = 120_000;
const PAGES = ['/my-jobs', '/notices', '/readyz'];
const ASK_EVERY_MS = 400;

describe('A database whose server goes away', function () {
  this.timeout(AWAY_MS + DRAINED_WITHIN_MS + 60_000);
  let crew: Crew;
  let load: Load;
  let process: ServerProcess;

  before(async function () {
    // A file has no server that could go away.
    if (isSqlite) return this.skip();
    build();
    crew = await crewOf({ trackers: 3 });
    process = await startServer(crew.env);
  });
  after(async () => {
    if (isSqlite) return;
    load.abandon();
    await process.stop();
    await crew.goHome();
  });

  for (const [place, outage] of outages.entries()) {
    it(`is ${outage.name} for ${AWAY_MS / 1000} s: everybody is told so soon, and trackers send what they have afterwards`, async () => {
      load = await Load.to(crew.url);
      const free = place * WAITING * 120;
      load.begin(
        crew.workers.map(worker => ({ ...worker, from: worker.from + free })),
        WAITING,
      );
      while (load.taken.length === 0) await wait(50);
      await outage.begin(crew);
      const told = await whileAway();
      const before = load.taken.length;
      expect(before, 'there is something left to be sent').to.be.below(WAITING * 3);
      await outage.end(crew);
      const took = await drained();
      expect(process.process.exitCode, 'no crash').to.equal(null);
      expectTold([...told, ...load.refused]);
      expect(load.taken.length).to.equal(WAITING * 3);
      const ids = load.taken.map(({ id }) => id);
      expect((await keptOnce(ids)).size, 'acknowledged, there once').to.equal(ids.length);
      expect(await unsound(crew.contractIds, crew.storage)).to.deep.equal([]);
      const part = `The database is ${outage.name} for ${AWAY_MS / 1000} s`;
      const slowest = Math.max(...[...told, ...load.refused].map(({ tookMs }) => tookMs));
      figure(part, 'answers 503, each with Retry-After', told.length + load.refused.length);
      figure(part, 'slowest of them', `${(slowest / 1000).toFixed(1)} s`);
      figure(part, `trackers have sent all (${WAITING * 3 - before} blocks) after`, `${(took / 1000).toFixed(1)} s`);
    });
  }

  /** Somebody signed in looks at pages all the time. */
  async function whileAway(): Promise<Answer[]> {
    const until = performance.now() + AWAY_MS;
    const asked: Promise<Answer | null>[] = [];
    for (let nth = 0; performance.now() < until; nth += 1) {
      const headers = { Cookie: crew.carla.cookie };
      asked.push(call(`${crew.url}${PAGES[nth % PAGES.length]!}`, { headers }));
      await wait(ASK_EVERY_MS);
    }
    const answers = await Promise.all(asked);
    expect(answers.includes(null), 'somebody got no answer').to.equal(false);
    return answers.filter(answer => answer !== null);
  }

  async function drained(): Promise<number> {
    const began = performance.now();
    await Promise.race([load.drained(), wait(DRAINED_WITHIN_MS, null, { ref: false })]);
    expect(load.waiting, 'blocks that are still waiting').to.equal(0);
    return performance.now() - began;
  }

  function expectTold(answers: readonly Answer[]): void {
    expect(answers.length).to.be.above(5);
    for (const { status, retryAfter, tookMs } of answers) {
      expect([status, retryAfter]).to.deep.equal([503, '10']);
      expect(tookMs, 'told after, in ms').to.be.below(TOLD_WITHIN_MS);
    }
  }
});
