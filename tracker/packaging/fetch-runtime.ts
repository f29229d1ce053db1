/**
 * Fetches Neutralino's runtimes in the version that `neutralino.config.json` names, and lets nothing onto this machine whose
 * SHA-256 is not the expected one.
 *
 * The expected one stands in `runtime.json`. For a version that was never fetched it is missing there; then GitHub's API is
 * asked what it holds, and the answer is written down, to be committed. From then on a file that was exchanged at GitHub is
 * refused everywhere.
 */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { z } from 'zod';
import { targets } from './targets.ts';

/** Where releases are: their files, and what is said about them. */
export type Releases = { files: string; api: string };

export const neutralinoReleases: Releases = {
  files: 'https://github.com/neutralinojs/neutralinojs/releases/download',
  api: 'https://api.github.com/repos/neutralinojs/neutralinojs/releases/tags',
};

/** The runtimes could not be had, and nothing has changed. The message is for the person who asked for them. */
export class NotFetched extends Error {}

const MINUTE = 60_000;
const HASH = /^[0-9a-f]{64}$/;
/** SHA-256 by the name of the archive; null when it was never fetched. */
const pinsSchema = z.record(z.string(), z.string().regex(HASH).nullable());
const releaseSchema = z.object({
  assets: z.array(z.object({ name: z.string(), digest: z.string().nullish() })),
});

/**
 * Fills `<tracker>/bin` with the runtimes of the pinned version, all or none.
 * @param tracker folder with `neutralino.config.json` and `runtime.json`
 * @param say told one sentence for each thing a person should know
 * @throws NotFetched
 */
export async function fetchRuntime(tracker: string, releases: Releases, say: (words: string) => void): Promise<void> {
  const { cli } = JSON.parse(await readFile(join(tracker, 'neutralino.config.json'), 'utf8')) as NeutralinoConfig;
  const tag = `v${cli.binaryVersion}`;
  const archive = `neutralinojs-${tag}.zip`;
  const pinFile = join(tracker, 'runtime.json');
  const pinned = pinsSchema.parse(JSON.parse(await readFile(pinFile, 'utf8')))[archive] ?? null;

  say(`Fetching ${archive} from ${new URL(releases.files).host}.`);
  const bytes = await bytesOf(`${releases.files}/${tag}/${archive}`);
  const hash = createHash('sha256').update(bytes).digest('hex');
  const expected = pinned ?? (await statedHash(`${releases.api}/${tag}`, archive));
  if (hash !== expected) {
    const by = pinned ? 'tracker/runtime.json expects' : 'GitHub states';
    throw new NotFetched(
      `${archive} is not what it should be, and was thrown away: ${by} ${expected}, it has ${hash}.`,
    );
  }
  await replaceFolder(join(tracker, 'bin'), runtimesIn(bytes, archive));
  if (!pinned) {
    await writeFile(pinFile, `${JSON.stringify({ [archive]: hash }, null, 2)}\n`);
    say(`tracker/runtime.json now holds the SHA-256 that GitHub states for ${archive}. Commit it.`);
  }
  say(`The runtimes of ${tag} are in tracker/bin.`);
}

type NeutralinoConfig = { cli: { binaryVersion: string } };

async function get(address: string): Promise<Response> {
  const { host } = new URL(address);
  // GitHub's API refuses whoever does not say who asks.
  const headers = { 'User-Agent': 'impact-time' };
  const response = await fetch(address, { headers, signal: AbortSignal.timeout(10 * MINUTE) }).catch((error: Error) => {
    const why = error.cause instanceof Error ? error.cause.message : error.message;
    throw new NotFetched(`${host} cannot be reached (${why}). Connect this machine to the internet and try again.`);
  });
  if (!response.ok) throw new NotFetched(`${address} answered ${response.status}.`);
  return response;
}

async function bytesOf(address: string): Promise<Uint8Array> {
  const response = await get(address);
  const body = response.arrayBuffer().catch(() => {
    throw new NotFetched(`${address} broke off. Try again.`);
  });
  return new Uint8Array(await body);
}

/** The SHA-256 that GitHub computed when the archive was put there. */
async function statedHash(address: string, archive: string): Promise<string> {
  const release = releaseSchema.safeParse(await (await get(address)).json().catch(() => null));
  const digest = release.data?.assets.find(({ name }) => name === archive)?.digest ?? '';
  const hash = digest.replace(/^sha256:/, '');
  if (!HASH.test(hash))
    throw new NotFetched(`GitHub states no SHA-256 for ${archive}: write the one you trust into tracker/runtime.json.`);
  return hash;
}

type Runtime = { name: string; bytes: Uint8Array };

/** Taken by their exact names, so no name inside the archive is ever a path. */
function runtimesIn(zip: Uint8Array, archive: string): Runtime[] {
  const wanted = new Set(targets.map(({ runtime }) => runtime));
  const files = Object.entries(unzipped(zip, archive, name => wanted.has(name)));
  if (files.length === 0) throw new NotFetched(`${archive} holds none of the runtimes we pack.`);
  return files.map(([name, bytes]) => ({ name, bytes }));
}

function unzipped(zip: Uint8Array, archive: string, wants: (name: string) => boolean): Record<string, Uint8Array> {
  try {
    return unzipSync(zip, { filter: ({ name }) => wants(name) });
  } catch {
    throw new NotFetched(`${archive} cannot be unpacked.`);
  }
}

/** Written aside and moved, so that nobody ever starts half a runtime. */
async function replaceFolder(folder: string, files: Runtime[]): Promise<void> {
  await mkdir(join(folder, '..'), { recursive: true });
  const aside = await mkdtemp(`${folder}.`);
  try {
    for (const { name, bytes } of files) await writeFile(join(aside, name), bytes, { mode: 0o755 });
    await rm(folder, { recursive: true, force: true });
    await rename(aside, folder);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}
