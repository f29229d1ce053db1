/** A folder with packages of the tracker, as `npm run tracker:build` leaves it. */
import { createHash } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { config } from '../../src/config.ts';
import type { Manifest, Package } from '../../src/wire/packages.ts';

/** Bytes of a package that no two packages share. */
export const contentOf = (file: string): Buffer => Buffer.from(`the package ${file} `.repeat(100));

export function packageOf(system: Package['system'], machine: Package['machine'], version = '1.2.3'): Package {
  const file = `impact-time-${version}-${system}-${machine}.${system === 'linux' ? 'tar.gz' : 'zip'}`;
  const content = contentOf(file);
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { system, machine, file, bytes: content.length, sha256 };
}

export const manifestOf = (packages: Package[], version = '1.2.3'): Manifest => ({
  format: 1,
  version,
  madeAt: '2026-11-18T08:00:00.000Z',
  packages,
});

/** @returns the folder, which is gone after this run of the tests */
export async function publish(packages: Package[]): Promise<string> {
  const folder = await mkdtemp(join(config.dataFolder, 'packages-'));
  for (const { file } of packages) await writeFile(join(folder, file), contentOf(file));
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifestOf(packages)));
  return folder;
}
