import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { config } from '../../src/config.ts';
import { build, startServer, type ServerProcess } from '../support/server-process.ts';
import { call } from './call.ts';
import { crewOf, type Crew } from './crew.ts';
import { figure } from './figures.ts';
import { Load } from './load.ts';
import { keptOnce, unsound } from './soundness.ts';

/** What waits in each of three trackers. */
const WAITING = 20;
/** Room for a few blocks after everything else was taken. */
const ROOM_BYTES = 60_000;
const REFUSALS = 12;
const folder = path.join(config.dataFolder, 'pictures');
const ballast = path.join(folder, 'ballast');

/** @returns false where this user may not */
function mountSmallDisk(): boolean {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const freeBytes = (): number => statfsSync(folder).bavail * statfsSync(folder).bsize;

describe('A disk for pictures, of 8 MB, that is full', function () {
  this.timeout(120_000);
  let crew: Crew;
  let load: Load;
  let process: ServerProcess;
  let mounted = false;

  before(async function () {
    mounted = mountSmallDisk();
    if (!mounted) {
      console.log('      (not tried: only root may mount a disk of 8 MB)');
      return this.skip();
    }
    build();
    crew = await crewOf({ trackers: 3 });
    process = await startServer(crew.env);
  });
  after(async () => {
    if (!mounted) return;
    load.abandon();
    await process.stop();
    await crew.goHome();
    execFileSync('umount', [folder]);
  });

  it('sends trackers away for a while, shows pages, leaves no half files, and takes everything once there is room', async () => {
    writeFileSync(ballast, Buffer.alloc(freeBytes() - ROOM_BYTES));
    load = await Load.to(crew.url);
    load.begin(crew.workers, WAITING);
    while (load.refused.length < REFUSALS) await wait(20);
    const taken = load.taken.length;
    for (const { status, retryAfter } of load.refused) expect([status, retryAfter]).to.deep.equal([503, '10']);
    const headers = { Cookie: crew.carla.cookie };
    for (const page of ['/my-jobs', `/contracts/${crew.contract.id}/diary`])
      expect((await call(`${crew.url}${page}`, { headers }))?.status, page).to.be.oneOf([200, 303, 302]);
    rmSync(ballast);
    await load.drained();
    expect(process.process.exitCode, 'no crash').to.equal(null);
    expect((await keptOnce(load.taken.map(({ id }) => id))).size).to.equal(WAITING * 3);
    expect(await unsound(crew.contractIds, crew.storage)).to.deep.equal([]);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    expect(files.filter(name => name.endsWith('.part'))).to.deep.equal([]);
    figure(
      'The disk for pictures is full',
      'blocks taken before, and after there was room',
      `${taken}, ${WAITING * 3 - taken}`,
    );
    figure('The disk for pictures is full', 'answers 503, each with Retry-After', load.refused.length);
  });
});
