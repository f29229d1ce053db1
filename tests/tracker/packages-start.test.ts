import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { makePackages } from '../../tracker/packaging/make-packages.ts';
import { installed, startScreen, type Screen } from '../support/screen.ts';

const RUNTIME = fileURLToPath(new URL('../../tracker/bin/neutralino-linux_x64', import.meta.url));

function whyNot(): string | null {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'this machine is not Linux on x64';
  if (!existsSync(RUNTIME)) return `${RUNTIME} is missing (npm run tracker:runtime fetches it)`;
  const missing = ['Xvfb', 'xdotool', 'tar'].filter(tool => !installed(tool));
  return missing.length > 0 ? `this machine has no ${missing.join(', ')}` : null;
}

/** The very file that people download, unpacked and started on a real screen. */
describe('The package for Linux, in its real runtime', function () {
  this.timeout(60_000);
  let folder: string;
  let screen: Screen | undefined;
  let program: ChildProcess | undefined;

  before(async function () {
    const why = whyNot();
    if (why) {
      console.log(`      skipped: ${why}`);
      return this.skip();
    }
    folder = await mkdtemp(join(tmpdir(), 'impact-time-start-'));
    // Only this machine's runtime, whatever else has been fetched.
    await mkdir(join(folder, 'bin'));
    await symlink(RUNTIME, join(folder, 'bin/neutralino-linux_x64'));
    const made = await makePackages({
      bin: join(folder, 'bin'),
      into: join(folder, 'dist'),
      madeAt: new Date('2026-11-23T12:00:00Z'),
      say: () => undefined,
    });
    execFileSync('tar', ['-xzf', join(folder, 'dist', made!.packages[0]!.file), '-C', folder]);
    screen = await startScreen();
  });
  after(async () => {
    program?.kill('SIGKILL');
    screen?.stop();
    if (folder) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('opens a window in which the tracker lives, started from any folder', async () => {
    const data = join(folder, 'data');
    await mkdir(data);
    const env = { ...process.env, DISPLAY: screen!.display, WAYLAND_DISPLAY: '', XDG_DATA_HOME: data };
    program = spawn(join(folder, 'impact-time/impact-time'), { cwd: '/', env, stdio: 'ignore' });
    // The window's own code writes its beat: the page was found, ran, and may call what it needs.
    const beat = join(data, 'impact-time/window.beat');
    for (let tries = 0; tries < 300 && !existsSync(beat); tries += 1) await wait(100);
    expect(await readFile(beat, 'utf8')).to.match(/\d/);
    // By the class that the menu's entry names.
    const search = ['search', '--sync', '--onlyvisible', '--classname', '^impact-time$'];
    const { stdout } = spawnSync('xdotool', search, { env, encoding: 'utf8', timeout: 20_000 });
    expect(stdout.trim()).to.match(/^\d+$/);
  });
});
