/**
 * Bundles the tracker and opens its real window. The runtime is fetched the first time.
 * The binary is started directly: `neu run` would write the access token to disk.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildTracker } from './build.ts';
import { fetchRuntime, neutralinoReleases, NotFetched } from './packaging/fetch-runtime.ts';
import { targetOf } from './packaging/targets.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Ends with a sentence for the person who wants to see the window. */
function giveUp(why: string): never {
  console.error(`${why} \`npm run tracker:preview\` opens the tracker in a browser, without a runtime.`);
  process.exit(1);
}

const target = targetOf(process.platform, process.arch);
if (!target) giveUp(`Neutralino has no runtime for ${process.platform} on ${process.arch}.`);
const runtime = join(here, 'bin', target.runtime);
if (!existsSync(runtime)) {
  await fetchRuntime(here, neutralinoReleases, console.log).catch((error: unknown) => {
    if (!(error instanceof NotFetched)) throw error;
    giveUp(error.message);
  });
}
await buildTracker();
const { status } = spawnSync(runtime, ['--load-dir-res', `--path=${here}`], { stdio: 'inherit' });
process.exit(status ?? 1);
