import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import sharp from 'sharp';
import { buildTracker } from '../../tracker/build.ts';
import { choose } from '../support/journey-tracker.ts';
import { paint, startScreen } from '../support/screen.ts';
import { whyNoDesk } from './desk.ts';
import { felix, startFakeServer, type FakeServer } from './fake-server.ts';

const TRACKER = fileURLToPath(new URL('../../tracker/', import.meta.url));
const RUNTIME = `${TRACKER}bin/neutralino-linux_x64`;

/** The real window, in the real runtime, on a real X screen, worked with the keyboard. */
describe('the tracker in its real runtime', function () {
  this.timeout(60_000);
  let screen: { display: string; stop(): void };
  let server: FakeServer;
  let data: string;
  let runtime: ChildProcess;

  before(async function () {
    const missing = existsSync(RUNTIME) ? whyNoDesk() : `${RUNTIME} is missing (npm run tracker fetches it)`;
    if (missing || spawnSync('which', ['xdotool']).status !== 0) {
      console.log(`      skipped: ${missing ?? 'this machine has no xdotool'}`);
      this.skip();
    }
    await buildTracker();
    screen = await startScreen();
    paint(screen.display);
  });
  after(() => screen?.stop());

  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'impact-time-'));
    server = await startFakeServer();
    server.sessions.add('secret-of-felix');
    await choose(data, { holdSeconds: 0 });
    const session = { server: server.url, token: 'secret-of-felix', person: felix };
    await writeFile(join(data, 'impact-time', 'session.json'), JSON.stringify(session));
    const task = { contractId: 1, projectCode: null, description: 'Checkout form validation' };
    const memories = { [`${felix.id} ${server.url}`]: { name: felix.name, tasks: [task], descriptions: {} } };
    await writeFile(join(data, 'impact-time', 'recent.json'), JSON.stringify(memories));
  });
  afterEach(async () => {
    runtime.kill('SIGKILL');
    await server.close();
    await rm(data, { recursive: true, force: true });
  });

  const environment = () => ({ ...process.env, DISPLAY: screen.display, WAYLAND_DISPLAY: '', XDG_DATA_HOME: data });

  /** Starts the runtime and waits until the window has a timer: it beats, and the server has told its state. */
  async function boot(): Promise<void> {
    runtime = spawn(RUNTIME, ['--load-dir-res', `--path=${TRACKER}`], { env: environment(), stdio: 'ignore' });
    await soon(() => existsSync(join(data, 'impact-time', 'state.json')), 'the window to open');
    const search = ['search', '--sync', '--onlyvisible', '--name', 'Impact Time', 'windowfocus', '--sync'];
    spawnSync('xdotool', search, { env: environment() });
  }

  /** Presses a key in the window; the focus is on Start, and stays there. */
  const press = (key: string) => spawnSync('xdotool', ['key', key], { env: environment() });

  async function soon(happened: () => boolean | Promise<boolean>, what: string): Promise<void> {
    for (let i = 0; i < 200; i += 1) {
      if (await happened()) return;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    expect.fail(`waited in vain for ${what}`);
  }

  /** The window's beat moves with every second tick. */
  async function ticked(): Promise<void> {
    const beat = () => readFile(join(data, 'impact-time', 'window.beat'), 'utf8').catch(() => '');
    const before = await beat();
    await soon(async () => !['', before].includes(await beat()), 'a tick');
  }

  const journalled = async () => {
    const text = await readFile(join(data, 'impact-time', 'unfinished.json'), 'utf8').catch(() => '{"blocks":[]}');
    return (JSON.parse(text) as { blocks: { startedAt: number; until: number }[] }).blocks;
  };

  it('takes a screenshot, makes it small and clean, and sends the block', async () => {
    await boot();
    press('Return');
    await soon(async () => (await journalled()).length === 1, 'the timer to run');
    await ticked();
    press('Return');
    await soon(() => server.kept.size === 1, 'the block to arrive');
    const [kept] = [...server.kept.values()];
    expect(kept?.block).to.include({ contractId: 1, description: 'Checkout form validation' });
    const picture = kept?.pictures[0] ?? Buffer.alloc(0);
    const { format, width, isProgressive, icc } = await sharp(picture).metadata();
    expect({ format, width, isProgressive, icc }).to.eql({
      format: 'jpeg',
      width: 1280,
      isProgressive: false,
      icc: undefined,
    });
    expect(picture.length).to.be.below(250_000);
    const folder = join(data, 'impact-time');
    await soon(async () => (await readdir(join(folder, 'queue'))).length === 0, 'the queue to be empty');
    expect(await readdir(join(folder, 'capture'))).to.eql([]);
    expect((await stat(folder)).mode & 0o777).to.equal(0o700);
  });

  it('killed while it runs, sends what was worked at the next start', async () => {
    await boot();
    press('Return');
    await soon(
      async () => (await journalled()).some(({ startedAt, until }) => until - startedAt >= 10),
      'ten seconds of work',
    );
    runtime.kill('SIGKILL');
    await rm(join(data, 'impact-time', 'state.json'));
    await boot();
    await soon(() => server.kept.size === 1, 'the block to arrive');
    expect([...server.kept.values()][0]?.block.seconds).to.be.within(10, 20);
  });
});
