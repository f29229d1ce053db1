/** The packages of the tracker that people can have: in a folder of this server, or in a storage its settings name. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { MINUTE } from '../kernel/time.ts';
import { manifestSchema, type Manifest, type Package } from '../wire/packages.ts';

export type Published = {
  /** What may be offered now; null when nothing is published. */
  manifest(now: Date): Promise<Manifest | null>;
  /** Where the files lie: here, or below a https address without a slash at its end. */
  place: { folder: string } | { address: string };
};

const MANIFEST = 'manifest.json';

/** @param place a folder, or an address below which the same files lie */
export const publishedAt = (place: string): Published =>
  /^https?:\/\//.test(place) ? inStorage(place.replace(/\/+$/, '')) : inFolder(place);

/** Read at each visit: a new build shows at once. */
function inFolder(folder: string): Published {
  /** A file that is missing or half copied is not what the manifest promises. */
  const isWhole = async ({ file, bytes }: Package): Promise<boolean> => {
    const found = await stat(path.join(folder, file)).catch(() => null);
    return found !== null && found.isFile() && found.size === bytes;
  };
  return {
    place: { folder },
    async manifest() {
      const manifest = parsed(await readFile(path.join(folder, MANIFEST), 'utf8').catch(() => ''));
      if (!manifest) return null;
      const whole = await Promise.all(manifest.packages.map(isWhole));
      return { ...manifest, packages: manifest.packages.filter((_, at) => whole[at]) };
    },
  };
}

const PATIENCE_MS = 5000;

/** Asked once a minute at most, by one visitor for all. While it is silent, what it said last still holds. */
function inStorage(address: string): Published {
  let known = Promise.resolve<Manifest | null>(null);
  let askAgainAt = 0;
  return {
    place: { address },
    manifest(now) {
      if (now.getTime() >= askAgainAt) {
        askAgainAt = now.getTime() + MINUTE;
        const before = known;
        known = ask(`${address}/${MANIFEST}`).catch(() => before);
      }
      return known;
    },
  };
}

/** @throws Error when the storage is silent or in trouble */
async function ask(address: string): Promise<Manifest | null> {
  const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (response.status >= 500) throw new Error(`${address} answered ${response.status}`);
  return response.ok ? parsed(await response.text()) : null;
}

/** Null when it is not a manifest of ours. */
function parsed(text: string): Manifest | null {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
