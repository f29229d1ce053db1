import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { build, freePort, startServer, type ServerProcess } from '../support/server-process.ts';
import { crewOf, type Crew } from './crew.ts';
import { FULL } from './dose.ts';
import { figure } from './figures.ts';
import { Gifts } from './gifts.ts';
import { Load } from './load.ts';
import { keptOnce, unsound } from './soundness.ts';

const ROUNDS = FULL ? 20 : 2;
const LEAVE_MS = 20_000;
/** How long both are there before the old one is told to leave. */
const BESIDE_MS = FULL ? 1_500 : 300;

describe('A new version takes the place of the old one, under load', function () {
  this.timeout(FULL ? 600_000 : 90_000);
  let crew: Crew;
  let load: Load;
  let gifts: Gifts;
  let old: ServerProcess;

  before(async () => {
    build();
    crew = await crewOf({ trackers: 3 });
    load = await Load.to(crew.url);
    gifts = new Gifts(crew);
    old = await startServer(crew.env);
  });
  after(async () => {
    load.abandon();
    gifts.abandon();
    await old.stop();
    await crew.goHome();
  });

  const start = async (): Promise<ServerProcess> => startServer({ ...crew.env, PORT: String(await freePort()) });
  const portOf = ({ url }: ServerProcess): number => Number(new URL(url).port);

  /** @returns how long the process took to leave, in ms */
  async function leave({ process }: ServerProcess): Promise<number> {
    const began = performance.now();
    process.kill('SIGTERM');
    await once(process, 'exit');
    expect(process.exitCode, 'left in peace').to.equal(0);
    return performance.now() - began;
  }

  it(`finishes what it has begun within 20 s, and nobody notices (${ROUNDS} times)`, async () => {
    load.begin(crew.workers);
    gifts.begin();
    let slowest = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const fresh = await start();
      await wait(BESIDE_MS / 2);
      crew.toServer.leadTo(portOf(fresh));
      await wait(BESIDE_MS / 2);
      slowest = Math.max(slowest, await leave(old));
      old = fresh;
    }
    await Promise.all([load.end(), gifts.end()]);
    expect(slowest, 'longest farewell in ms').to.be.below(LEAVE_MS);
    expect([load.unanswered, load.refused], 'questions without an answer, and with a wrong one').to.deep.equal([0, []]);
    expect((await keptOnce(load.taken.map(({ id }) => id))).size).to.equal(load.taken.length);
    expect(await unsound(crew.contractIds, crew.storage)).to.deep.equal([]);
    await gifts.expectOnce();
    const part = 'Old and new version beside each other';
    figure(part, 'SIGTERM under load', ROUNDS);
    figure(part, 'slowest farewell', `${(slowest / 1000).toFixed(1)} s`);
    figure(part, 'blocks taken meanwhile, bonuses given', `${load.taken.length}, ${gifts.given}`);
    figure(part, 'questions without an answer', load.unanswered);
  });

  it('waits for an upload that is on its way', async () => {
    const server = await start();
    const { contractId, token, from } = crew.workers[0]!;
    const { body, headers, path } = await load.uploadOf({ contractId, token, from: from + 5 * 86_400 });
    const asked = request({ port: portOf(server), path, method: 'PUT', headers });
    asked.write(body.subarray(0, body.length / 2));
    await wait(200);
    const left = leave(server);
    await wait(300);
    asked.end(body.subarray(body.length / 2));
    const [answer] = (await once(asked, 'response')) as [{ statusCode: number; resume(): void }];
    answer.resume();
    expect(answer.statusCode).to.equal(200);
    expect(await left).to.be.below(LEAVE_MS);
  });

  it('does not wait for ever for somebody who sends nothing more', async function () {
    // It takes as long as a server may take.
    if (!FULL) return this.skip();
    const server = await start();
    const { contractId, token, from } = crew.workers[0]!;
    const { body, headers, path } = await load.uploadOf({ contractId, token, from: from + 6 * 86_400 });
    const asked = request({ port: portOf(server), path, method: 'PUT', headers });
    asked.on('error', () => undefined);
    asked.write(body.subarray(0, body.length / 2));
    await wait(200);
    const began = performance.now();
    server.process.kill('SIGTERM');
    await once(server.process, 'exit');
    const took = performance.now() - began;
    expect(took).to.be.below(LEAVE_MS + 2_000);
    figure(
      'Old and new version beside each other',
      'farewell to somebody who sends nothing more',
      `${(took / 1000).toFixed(1)} s`,
    );
  });

  it('runs each job in one of the two', async function () {
    // Jobs tick once a minute.
    if (!FULL) return this.skip();
    const beside = await start();
    await crew.offer();
    await crew.offer({ title: 'Another shop' });
    await wait(65_000);
    const letters = [old, beside].flatMap(server =>
      [...server.output().matchAll(/\/notices\/(\d+)$/gm)].map(([, id]) => id!),
    );
    expect(letters.length).to.be.at.least(2);
    expect(new Set(letters).size, 'no letter twice').to.equal(letters.length);
    expect(await unsound(crew.contractIds, crew.storage)).to.deep.equal([]);
    await leave(beside);
  });
});
