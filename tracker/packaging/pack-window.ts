/** Lets `neu` put the window into one file and the runtimes beside it, with the icon and version in the Windows one. */
import { spawnSync } from 'node:child_process';
import { copyFile, cp, readdir, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { buildTracker } from '../build.ts';
import { targets } from './targets.ts';

/** Made from something else, so made anew. */
const MADE = ['js', 'css', 'fonts'];

export type Packed = {
  /** Holds `resources.neu` and, for each runtime, a program called `<binaryName>-linux_x64` and so on. */
  folder: string;
  /** npm packages whose code or fonts are in it. */
  packages: string[];
};

/**
 * Works in a fresh folder: `neu` packs whatever an earlier run left in its `.tmp`, and whatever lies in `resources`.
 * `neu build --release` would do the same and then make one zip for all systems, which nobody wants to download.
 * @param stage an empty folder
 * @param tracker folder with the configuration and the resources
 * @param bin folder with the runtimes
 * @param binaryName as the configuration names it
 */
export async function packWindow(stage: string, tracker: string, bin: string, binaryName: string): Promise<Packed> {
  const resources = join(stage, 'resources');
  for (const name of await readdir(join(tracker, 'resources')))
    if (!MADE.includes(name)) await cp(join(tracker, 'resources', name), join(resources, name), { recursive: true });
  await copyFile(join(tracker, 'neutralino.config.json'), join(stage, 'neutralino.config.json'));
  await symlink(bin, join(stage, 'bin'), 'junction');
  const packages = await buildTracker(resources);
  build(stage);
  const folder = join(stage, 'dist', binaryName);
  await expectAll(folder, bin, binaryName);
  return { folder, packages };
}

function build(stage: string): void {
  const { resolve } = createRequire(import.meta.url);
  const neu = join(dirname(resolve('@neutralinojs/neu/package.json')), 'bin', 'neu.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [neu, 'build'], { cwd: stage, encoding: 'utf8' });
  if (status !== 0) throw new Error(`neu could not build the tracker:\n${stdout}${stderr}`);
}

/** `neu` says nothing about what it leaves out. */
async function expectAll(folder: string, bin: string, binaryName: string): Promise<void> {
  const [given, made] = await Promise.all([readdir(bin), readdir(folder)]);
  const expected = targets.filter(({ runtime }) => given.includes(runtime)).map(({ runtime }) => runtime);
  const names = ['resources.neu', ...expected.map(runtime => runtime.replace('neutralino', binaryName))];
  const missing = names.filter(name => !made.includes(name));
  if (missing.length > 0) throw new Error(`neu made no ${missing.join(', ')}.`);
}
