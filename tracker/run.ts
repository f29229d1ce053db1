/**
 * Bundles the tracker and opens its real window. The native runtime is fetched once (`neu update`) into `tracker/bin`.
 * The binary is started directly: `neu run` would write the access token to disk.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildTracker } from './build.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

/** The runtime's file name for this machine, as `neu` calls it. */
function runtimeName(): string {
  const system = { linux: 'linux', darwin: 'mac', win32: 'win' }[process.platform as string];
  const machine = { x64: 'x64', arm64: 'arm64', arm: 'armhf' }[process.arch as string];
  if (!system || !machine) throw new Error(`There is no runtime for ${process.platform} on ${process.arch}`);
  return `neutralino-${system}_${machine}${system === 'win' ? '.exe' : ''}`;
}

/** Fetches the pinned runtime. Offline, `neu` leaves half a download behind: it is cleared away. */
function fetchRuntime(runtime: string): void {
  const { resolve } = createRequire(import.meta.url);
  const neu = join(dirname(resolve('@neutralinojs/neu/package.json')), 'bin', 'neu.js');
  spawnSync(process.execPath, [neu, 'update'], { cwd: here, stdio: ['ignore', 'inherit', 'ignore'] });
  rmSync(join(here, '.tmp'), { recursive: true, force: true });
  if (existsSync(runtime)) return;
  console.error(
    `\nThe Neutralino runtime could not be fetched: ${runtime} is missing. Connect this machine to the internet once and` +
      ' run this again, or put the file there yourself. `npm run tracker:preview` opens the tracker in a browser without it.',
  );
  process.exit(1);
}

const runtime = join(here, 'bin', runtimeName());
if (!existsSync(runtime)) fetchRuntime(runtime);
await buildTracker();
const { status } = spawnSync(runtime, ['--load-dir-res', `--path=${here}`], { stdio: 'inherit' });
process.exit(status ?? 1);
