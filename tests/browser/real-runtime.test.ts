import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { config } from '../../src/config.ts';
import { blocksBetween, type StoredBlock } from '../../src/diary/block-rows.ts';
import { duration } from '../../src/kernel/time.ts';
import { buildTracker } from '../../tracker/build.ts';
import { whyNoBrowser } from '../support/browser.ts';
import { choose } from '../support/journey-tracker.ts';
import { startJourney, type Journey } from '../support/journey.ts';
import { fieldsThatDiffer, installed, paintBoard, startScreen, type Screen } from '../support/screen.ts';
import { PASSWORD } from '../support/world.ts';

const TRACKER = fileURLToPath(new URL('../../tracker/', import.meta.url));
const RUNTIME = `${TRACKER}bin/neutralino-linux_x64`;
/** Fields of the board that the tracker's own window covers, in the middle of the screen. */
const UNDER_THE_WINDOW = [1, 2, 3].flatMap(row => [3, 4].map(column => `${column},${row}`));

function whyNot(): string | null {
  if (!existsSync(RUNTIME)) return `${RUNTIME} is missing (npm run tracker fetches it)`;
  const missing = ['Xvfb', 'import', 'display', 'xprintidle', 'xdotool'].filter(tool => !installed(tool));
  return missing.length > 0 ? `this machine has no ${missing.join(', ')}` : whyNoBrowser();
}

/** The real window on a real screen, a real server, and nothing but the keyboard. */
describe('The tracker in its real runtime, with the real server', function () {
  this.timeout(60_000);
  this.bail(true);
  let journey: Journey;
  let screen: Screen;
  let data: string;
  let runtime: ChildProcess | undefined;

  before(async function () {
    const why = whyNot();
    if (why) {
      console.log(`      skipped: ${why}`);
      return this.skip();
    }
    await buildTracker();
    [journey, screen] = await Promise.all([startJourney(), startScreen()]);
    await paintBoard(screen.display);
    data = await mkdtemp(join(config.dataFolder, 'machine-of-felix-'));
    await choose(data, { holdSeconds: 0 });
  });
  after(async () => {
    runtime?.kill('SIGKILL');
    screen?.stop();
    await journey?.end();
  });

  it('signs in with what is typed, and knows the contract', async () => {
    await boot('window.beat');
    type(journey.felix.email);
    press('Tab');
    type(PASSWORD);
    press('Tab', 'ctrl+a');
    type(journey.server.url);
    press('Return');
    await soon(() => existsSync(file('state.json')), 'the sign-in');
    expect(await readFile(file('session.json'), 'utf8')).to.include(journey.felix.email);
  });

  it('tracks, is killed, and sends at the next start what was worked', async () => {
    // The focus is on Start; the description comes after the project.
    press('Tab', 'Tab');
    type('Checkout: keep the basket');
    press('shift+Tab', 'shift+Tab', 'Return');
    await soon(async () => (await journalled()).some(({ startedAt, until }) => until > startedAt), 'a journal');
    runtime?.kill('SIGKILL');
    const [cut] = await journalled();
    rmSync(file('state.json'));
    await boot('state.json');
    const [block] = await kept(1);
    expect(block?.startedAt).to.equal(cut?.startedAt);
    expect(block?.seconds).to.equal(cut!.until - cut!.startedAt);
  });

  it('tracks another block, whose picture in the diary is the picture of this screen', async () => {
    press('Return');
    await soon(async () => (await journalled()).length === 1, 'the timer to run');
    await ticked();
    press('Return');
    const blocks = await kept(2);
    const last = blocks[1]!;
    expect(last.shots.map(({ failure }) => failure)).to.deep.equal([null]);
    const { page, complaints } = await journey.open(journey.carla);
    await page.goto(`/contracts/${journey.contract.id}/blocks/${last.startedAt}`);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).to.equal('Checkout: keep the basket');
    expect(await page.getByRole('complementary', { name: 'About this block' }).innerText()).to.include(
      duration(last.seconds),
    );
    const image = page.locator('.shot img');
    await image.evaluate((shown: HTMLImageElement) => shown.decode());
    const picture = await page.request.get((await image.getAttribute('src'))!);
    const differ = await fieldsThatDiffer(await picture.body());
    expect(differ).to.deep.equal(UNDER_THE_WINDOW);
    expect(complaints).to.deep.equal([]);
  });

  const file = (name: string): string => join(data, 'impact-time', name);
  const environment = () => ({ ...process.env, DISPLAY: screen.display, WAYLAND_DISPLAY: '', XDG_DATA_HOME: data });
  const press = (...keys: string[]) => spawnSync('xdotool', ['key', '--delay', '30', ...keys], { env: environment() });
  const type = (text: string) => spawnSync('xdotool', ['type', '--delay', '15', text], { env: environment() });

  /** Starts the runtime; the window is there when it has written this file. */
  async function boot(sign: string): Promise<void> {
    runtime = spawn(RUNTIME, ['--load-dir-res', `--path=${TRACKER}`], { env: environment(), stdio: 'ignore' });
    await soon(() => existsSync(file(sign)), 'the window to open');
    const search = ['search', '--sync', '--onlyvisible', '--name', 'Impact Time', 'windowfocus', '--sync'];
    spawnSync('xdotool', search, { env: environment() });
  }

  async function soon(happened: () => boolean | Promise<boolean>, what: string): Promise<void> {
    for (let i = 0; i < 200; i += 1) {
      if (await happened()) return;
      await wait(100);
    }
    expect.fail(`waited in vain for ${what}`);
  }

  /** The window's beat moves with every second tick. */
  async function ticked(): Promise<void> {
    const beat = () => readFile(file('window.beat'), 'utf8').catch(() => '');
    const before = await beat();
    await soon(async () => !['', before].includes(await beat()), 'a tick');
  }

  async function journalled(): Promise<{ startedAt: number; until: number }[]> {
    const text = await readFile(file('unfinished.json'), 'utf8').catch(() => '{"blocks":[]}');
    return (JSON.parse(text) as { blocks: { startedAt: number; until: number }[] }).blocks;
  }

  /** The blocks on the server, once there are so many. */
  async function kept(many: number): Promise<StoredBlock[]> {
    const place = { id: journey.contract.id, freelancerId: journey.felix.id };
    let blocks: StoredBlock[] = [];
    await soon(async () => (blocks = await blocksBetween(place, 0, 2 ** 32)).length >= many, 'the block to arrive');
    expect(blocks).to.have.length(many);
    return blocks;
  }
});
