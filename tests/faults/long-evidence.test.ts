/** The check of a contract's evidence, up to 60,000 blocks: how long it takes and how much memory. Only in the full run. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { config, root } from '../../src/config.ts';
import { EvidenceCheck } from '../../src/evidence/evidence-check-model.ts';
import { signRoots } from '../../src/evidence/sign-roots.ts';
import { fromSeconds } from '../../src/kernel/time.ts';
import { picturesIn } from '../../src/outside/outside.ts';
import { diskStorage } from '../../src/outside/storage.ts';
import { removeOldPictures } from '../../src/retention/remove-old-pictures.ts';
import { build, freePort, startServer, type ServerProcess } from '../support/server-process.ts';
import { world, type World } from '../support/world.ts';
import { call } from './call.ts';
import { FULL } from './dose.ts';
import { figure } from './figures.ts';
import { beginningOf, liveThrough } from './long-history.ts';

const PART = 'The evidence check of a long contract';
const SIZES = [6_000, 60_000];
/** A page may take as long as people wait without wondering; the host ends it after 30 s. */
const ANSWER_MS = 6_000;
/** Whatever the history, between the smaller and the larger. */
const GROWTH_BYTES = 32 * 1024 ** 2;
const MIB = 1024 ** 2;
/** As `npm start` has them. Without them the process lets garbage lie. */
const NODE_OPTIONS = '--max-semi-space-size=8 --max-old-space-size=256';
/** Of 512 MB. */
const SERVER_BYTES = 300 * MIB;
const TELLS_MEMORY =
  'data:text/javascript,process.on("exit",()=>console.error(`peak ${process.resourceUsage().maxRSS}`))';

describe('The evidence check of a contract of years', function () {
  this.timeout(3_600_000);
  const lives: { w: World; blocks: number; peak: number }[] = [];

  before(async function () {
    if (!FULL) return this.skip();
    build();
    const now = new Date();
    const storage = diskStorage(picturesIn(config));
    for (const size of SIZES) {
      const from = beginningOf(size, now);
      const w = await world({ now: fromSeconds(from - 86_400).toISOString() });
      const blocks = await liveThrough(w, from, now, storage);
      w.outside.clock.set(now.toISOString());
      await w.comeBack();
      lives.push({ w, blocks, peak: 0 });
    }
    // Of all contracts at once, oldest first.
    while ((await removeOldPictures(now)) > 0);
    while ((await signRoots(now)) > 0);
  });

  const seconds = (began: number): string => ((performance.now() - began) / 1000).toFixed(1);

  it('by command: in memory that does not grow with the history', async () => {
    for (const life of lives) {
      const began = performance.now();
      const { said, peak } = await command(life.w.contract.id);
      expect(said).to.match(
        new RegExp(`^Contract \\d+: everything fits \\(\\d+ entries, ${life.blocks} blocks, \\d+ pictures\\)`),
      );
      figure(PART, `command, ${life.blocks} blocks`, `${seconds(began)} s, ${Math.round(peak / MIB)} MiB`);
      life.peak = peak;
    }
    expect(lives[1]!.peak - lives[0]!.peak, 'more memory for ten times the history').to.be.below(GROWTH_BYTES);
  });

  async function command(contractId: number): Promise<{ said: string; peak: number }> {
    const script = path.join(root, 'dist/verify-evidence.js');
    const child = spawn(process.execPath, ['--import', TELLS_MEMORY, script, '--contract', String(contractId)], {
      cwd: root,
      env: { ...process.env, NODE_OPTIONS },
    });
    let [said, aside] = ['', ''];
    child.stdout.on('data', chunk => (said += String(chunk)));
    child.stderr.on('data', chunk => (aside += String(chunk)));
    await once(child, 'close');
    return { said: said || aside, peak: Number(/peak (\d+)/.exec(aside)?.[1]) * 1024 };
  }

  it('by the page: answers at once, goes on by itself, and other pages stay quick', async () => {
    const port = await freePort();
    const server = await startServer({ PORT: String(port), NODE_OPTIONS });
    try {
      for (const { w, blocks } of lives) await byThePage(server, w, blocks);
      expect(server.peakMemory()).to.be.below(SERVER_BYTES);
      figure(PART, 'server, peak', `${Math.round(server.peakMemory() / MIB)} MiB`);
    } finally {
      await server.stop();
    }
  });

  async function byThePage(server: ServerProcess, w: World, blocks: number): Promise<void> {
    const page = `${server.url}/contracts/${w.contract.id}/evidence`;
    const headers = { Cookie: w.carla.cookie, Origin: server.url };
    const began = performance.now();
    const asked = await call(`${page}/checks`, { method: 'POST', headers });
    expect(asked?.status).to.equal(303);
    expect(asked!.tookMs, 'until the page answered').to.be.below(ANSWER_MS);
    let [text, slowest] = ['', 0];
    while (!text.includes('Everything fits.')) {
      const answer = await call(page, { headers });
      text = answer!.body.toString();
      slowest = Math.max(slowest, answer!.tookMs);
      expect(text).to.match(/Everything fits\.|Reading the chain|Comparing the work diary/);
      await wait(100);
    }
    const check = await EvidenceCheck.findOne({
      where: { contractId: w.contract.id },
      order: [['id', 'DESC']],
      rejectOnEmpty: true,
    });
    expect([check.blocks, check.faults]).to.deep.equal([blocks, 0]);
    const told = `${Math.round(asked!.tookMs)} ms, ${seconds(began)} s, ${Math.round(slowest)} ms`;
    figure(PART, `page, ${blocks} blocks (answer, whole check, slowest page meanwhile)`, told);
  }
});
