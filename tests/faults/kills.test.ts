import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { build, startServer, type ServerProcess } from '../support/server-process.ts';
import { mulberry } from './chance.ts';
import { crewOf, type Crew } from './crew.ts';
import { FULL } from './dose.ts';
import { figure } from './figures.ts';
import { Gifts } from './gifts.ts';
import { killPoints, type KillPoint } from './kill-points.ts';
import { Load } from './load.ts';
import { keptOnce, unsound } from './soundness.ts';

/** For each of disk and bucket. */
const KILLS = Number(process.env['SERVER_KILLS'] ?? (FULL ? 250 : 4));
/** The usual tests share the machine with others. */
const READY_MS = FULL ? 5_000 : 15_000;
const CHECK_EVERY = 25;
/** Before its moment is waited for, a server works for up to so long. */
const LIVES_MS = 800;

for (const pictures of ['disk', 'bucket'] as const) {
  describe(`A server that is killed again and again, with pictures ${pictures === 'disk' ? 'on a disk' : 'in a bucket'}`, function () {
    this.timeout(FULL ? 3_600_000 : 120_000);
    const chance = mulberry(20_261_124);
    const by = new Map<string, number>();
    let crew: Crew;
    let load: Load;
    let gifts: Gifts;
    /** Until ready again, in ms. */
    const waits: number[] = [];
    let checked = 0;

    before(async () => {
      build();
      crew = await crewOf({ trackers: 3, pictures });
      load = await Load.to(crew.url);
      gifts = new Gifts(crew);
    });
    after(() => {
      load.abandon();
      gifts.abandon();
      return crew.goHome();
    });

    it(`is ready again in ${READY_MS / 1000} s, and has everything it said it has, once (${KILLS} kills)`, async () => {
      load.begin(crew.workers);
      gifts.begin();
      for (let kill = 1; kill <= KILLS; kill += 1) {
        await live();
        await expectKept();
        if (kill % CHECK_EVERY === 0)
          expect(await unsound(crew.contractIds, crew.storage), `kill ${kill}`).to.deep.equal([]);
      }
      const last = await ready();
      await Promise.all([load.end(), gifts.end()]);
      await last.stop();
      await expectKept();
      expect(await unsound(crew.contractIds, crew.storage)).to.deep.equal([]);
      await gifts.expectOnce();
      expect(load.taken.length, 'blocks that were taken').to.be.above(FULL ? KILLS : 0);
      tell();
      expect(
        waits.filter(took => took > READY_MS),
        'ready too late, in ms',
      ).to.deep.equal([]);
    });

    /** One life of a server, up to a moment that chance has chosen. */
    async function live(): Promise<void> {
      if (chance() < 0.1) return dieYoung();
      const points = killPoints(crew);
      const point = points[Math.floor(chance() * points.length)]!;
      const { process } = await ready();
      await wait(chance() * LIVES_MS);
      await point.moment(crew, chance());
      await kill(process, point);
    }

    /** Killed before it is ready. */
    async function dieYoung(): Promise<void> {
      let child: ChildProcess | null = null;
      const started = startServer(crew.env, begun => (child = begun)).catch(() => null);
      await wait(chance() * 800);
      await kill(child!, { name: 'while it starts' });
      await started;
    }

    async function kill(child: ChildProcess, { name }: Pick<KillPoint, 'name'>): Promise<void> {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      for (const line of [crew.toServer, crew.toDatabase, crew.toBucket]) if (line) line.watch = () => true;
      by.set(name, (by.get(name) ?? 0) + 1);
    }

    async function ready(): Promise<ServerProcess> {
      const began = performance.now();
      const server = await startServer(crew.env);
      const answer = await fetch(`${server.url}/readyz`);
      const took = performance.now() - began;
      expect(answer.status, await answer.text()).to.equal(200);
      waits.push(took);
      return server;
    }

    /** What was acknowledged since we last looked. */
    async function expectKept(): Promise<void> {
      const ids = load.taken.slice(checked).map(({ id }) => id);
      checked += ids.length;
      const kept = await keptOnce(ids);
      expect(
        ids.filter(id => !kept.has(id)),
        'acknowledged, and not there once',
      ).to.deep.equal([]);
    }

    function tell(): void {
      const part = `Killed, pictures ${pictures === 'disk' ? 'on disk' : 'in a bucket'}`;
      for (const [name, times] of [...by].sort()) figure(part, `kills ${name}`, times);
      figure(part, 'kills', KILLS);
      waits.sort((a, b) => a - b);
      const seconds = (share: number): string => (waits[Math.ceil(waits.length * share) - 1]! / 1000).toFixed(1);
      figure(part, 'ready again after (median, slowest)', `${seconds(0.5)} s, ${seconds(1)} s`);
      figure(part, 'blocks acknowledged, each there once', load.taken.length);
      figure(part, 'bonuses acknowledged, each charged once', gifts.given);
    }
  });
}
