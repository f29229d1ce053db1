/**
 * When a file from a tracker is one we read: made by a tracker for this server and this person, and nothing that could
 * grow beyond its own size. Rules only.
 */
import { exportManifest, MAX_EXPORT_BLOCKS, MAX_MANIFEST_BYTES } from '../wire/export.ts';
import { MAX_CAPTURES, MAX_PICTURE_BYTES } from '../wire/tracker.ts';

export type FileRefusal =
  'not-an-export' | 'damaged-file' | 'newer-format' | 'unlike-an-export' | 'other-server' | 'other-person';

export const fileRefusalWords: Record<FileRefusal, string> = {
  'not-an-export':
    'This is no file from the tracker. Its name begins with “impact-time-” and ends with “.zip”; choose it as it is, without unpacking it.',
  'damaged-file': 'This file is damaged. Save it once more in the tracker, or copy it again.',
  'newer-format': 'This file was made by a newer tracker than this server understands.',
  'unlike-an-export': 'This file is not as the tracker makes it. Choose the file that the tracker saved, unchanged.',
  'other-server': 'This file is for another server. Open that server’s page and bring it there.',
  'other-person': 'This file holds the time of somebody else. Sign in as that person to bring it.',
};

/** An entry as the archive's directory describes it. */
export type EntryFacts = { name: string; bytes: number; stored: boolean; encrypted: boolean };

/** The manifest and the pictures of as many blocks as one file holds. */
export const MAX_ENTRIES = 1 + MAX_EXPORT_BLOCKS * MAX_CAPTURES;

/**
 * A tracker stores its entries without compression, so they are never larger than the file they lie in: whatever
 * promises more (packed to unfold, or two entries over the same bytes) was made by somebody else.
 * @param fileBytes size of the whole archive
 */
export function whyNotEntries(entries: readonly EntryFacts[], manifest: string, fileBytes: number): FileRefusal | null {
  if (!entries.some(({ name }) => name === manifest)) return 'not-an-export';
  if (entries.length > MAX_ENTRIES || entries.some(({ stored, encrypted }) => !stored || encrypted))
    return 'unlike-an-export';
  if (new Set(entries.map(({ name }) => name)).size < entries.length) return 'unlike-an-export';
  if (entries.reduce((sum, { bytes }) => sum + bytes, 0) > fileBytes) return 'unlike-an-export';
  const tooLarge = ({ name, bytes }: EntryFacts): boolean =>
    bytes > (name === manifest ? MAX_MANIFEST_BYTES : MAX_PICTURE_BYTES);
  return entries.some(tooLarge) ? 'unlike-an-export' : null;
}

/** Whose file it is. Its blocks are not looked at yet. */
export type Manifest = { server: string; personId: number; items: unknown[] };

/** @param text of the manifest's entry */
export function readManifest(text: string): Manifest | FileRefusal {
  const json = jsonOf(text);
  const parsed = exportManifest.safeParse(json);
  if (parsed.success) {
    const { server, person, items } = parsed.data;
    return { server, personId: person.id, items };
  }
  const { format } = (json ?? {}) as { format?: unknown };
  return typeof format === 'number' && format > 1 ? 'newer-format' : 'unlike-an-export';
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * A server is known by host and port: whether the tracker was told `http` or `https` says nothing about which it is.
 * @param addresses under which this server is reached
 */
export function whyNotManifest(manifest: Manifest, addresses: readonly string[], personId: number): FileRefusal | null {
  if (!addresses.some(address => hostOf(address) === hostOf(manifest.server))) return 'other-server';
  return manifest.personId === personId ? null : 'other-person';
}

/** Without the port a scheme implies. */
const hostOf = (address: string): string => new URL(address).host;
