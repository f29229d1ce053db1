/** One file to download for each machine whose runtime is there, and a manifest that says what they are. */
import { createHash } from 'node:crypto';
import { chmod, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { manifestSchema, type Manifest, type Package } from '../../src/wire/packages.ts';
import { tarGzOf, zipOf } from './archive.ts';
import { contents, type Parts } from './contents.ts';
import { licences } from './licences.ts';
import { packWindow } from './pack-window.ts';
import { targets, type Target } from './targets.ts';

const tracker = fileURLToPath(new URL('..', import.meta.url));

export type Making = {
  /** Folder with the runtimes. */
  bin: string;
  /** Folder the packages are put into; what was in it is gone afterwards. */
  into: string;
  /** Written into the manifest. The packages do not depend on it. */
  madeAt: Date;
  /** Told one sentence for each thing a person should know. */
  say(words: string): void;
};

/** @returns null, with everything as it was, when there is no runtime at all */
export async function makePackages({ bin, into, madeAt, say }: Making): Promise<Manifest | null> {
  const there = await presentIn(bin, say);
  if (there.length === 0) return null;
  const stage = await mkdtemp(join(tmpdir(), 'impact-time-packages-'));
  const aside = await mkdtemp(`${into}.`);
  try {
    const { version, cli } = JSON.parse(await readFile(join(tracker, 'neutralino.config.json'), 'utf8')) as Config;
    const { folder, packages } = await packWindow(stage, tracker, bin, cli.binaryName);
    const shared = {
      version,
      resources: await readFile(join(folder, 'resources.neu')),
      licences: Buffer.from(await licences(await readFile(join(tracker, '../LICENSE'), 'utf8'), packages)),
    };
    const made: Package[] = [];
    for (const target of there) {
      const program = await readFile(join(folder, target.runtime.replace('neutralino', cli.binaryName)));
      made.push(await writePackage(aside, target, { ...shared, program }));
    }
    const manifest = manifestSchema.parse({ format: 1, version, madeAt: madeAt.toISOString(), packages: made });
    await writeFile(join(aside, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    // The server may run as somebody else.
    await chmod(aside, 0o755);
    await rm(into, { recursive: true, force: true });
    await rename(aside, into);
    return manifest;
  } finally {
    await rm(stage, { recursive: true, force: true });
    await rm(aside, { recursive: true, force: true });
  }
}

type Config = { version: string; cli: { binaryName: string } };

/** The targets whose runtime is there; the others are said. */
async function presentIn(bin: string, say: Making['say']): Promise<Target[]> {
  const found = await Promise.all(targets.map(({ runtime }) => isFile(join(bin, runtime))));
  for (const [at, { system, machine, runtime }] of targets.entries())
    if (!found[at]) say(`No package for ${system} ${machine}: ${runtime} is missing (npm run tracker:runtime).`);
  return targets.filter((_, at) => found[at]);
}

const isFile = (file: string): Promise<boolean> =>
  stat(file).then(
    found => found.isFile(),
    () => false,
  );

async function writePackage(folder: string, { system, machine }: Target, parts: Parts): Promise<Package> {
  const entries = await contents[system](parts);
  const archive = system === 'linux' ? await tarGzOf(entries) : zipOf(entries);
  const file = `impact-time-${parts.version}-${system}-${machine}.${system === 'linux' ? 'tar.gz' : 'zip'}`;
  await writeFile(join(folder, file), archive);
  const sha256 = createHash('sha256').update(archive).digest('hex');
  return { system, machine, file, bytes: archive.length, sha256 };
}
