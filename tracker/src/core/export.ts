/** What of the queue goes into files for the web page, how it is spread over them, and what they are called. */
import {
  EXPORT_FORMAT,
  MAX_EXPORT_BLOCKS,
  MAX_EXPORT_BYTES,
  type ExportedBlock,
  type ExportManifest,
} from '../../../src/wire/export.ts';
import type { Millisecond, Second } from './chance.ts';
import { waitingFor, type Item, type Owner, type Queue } from './queue.ts';

/** Oldest first. What is held for its freelancer to look at, or looked at now, leaves this computer in no way. */
export function exportable(queue: Queue, owner: Owner, now: Millisecond): { ready: Item[]; held: number } {
  const waiting = waitingFor(queue, owner);
  const ready = waiting.filter(item => item.sendAfter <= now && item.id !== queue.lookedAt);
  return { ready, held: waiting.length - ready.length };
}

/** What lies in one file so far: pictures in bytes, and whose they are. */
export type Part = { bytes: number; items: readonly ExportedBlock[] };

export const emptyPart: Part = { bytes: 0, items: [] };

/** What the block itself and the archive's entries take, at most. */
const AROUND_A_BLOCK = 6000;

/** The same part with one block more; `null` when that would be too much for one upload. */
export function withBlock({ bytes, items }: Part, item: Item, pictureBytes: number): Part | null {
  const more = bytes + pictureBytes + AROUND_A_BLOCK;
  if (items.length > 0 && (more > MAX_EXPORT_BYTES || items.length >= MAX_EXPORT_BLOCKS)) return null;
  const { id, block, pictures } = item;
  return { bytes: more, items: [...items, { id, block, pictures: [...pictures] }] };
}

export const manifestOf = (
  owner: Owner,
  name: string,
  at: Second,
  items: readonly ExportedBlock[],
): ExportManifest => ({
  format: EXPORT_FORMAT,
  server: owner.server,
  person: { id: owner.personId, name },
  madeAt: new Date(at * 1000).toISOString(),
  items: [...items],
});

/**
 * `impact-time-2026-11-23-1-of-2.zip`. Files that are there already, of this computer or another, are left as they are:
 * then all of these are numbered as browsers number downloads.
 * @param day in the person's time zone
 */
export function fileNames(day: string, count: number, taken: readonly string[]): string[] {
  for (let copy = 1; ; copy += 1) {
    const again = copy === 1 ? '' : ` (${copy})`;
    const names = Array.from({ length: count }, (_, place) => {
      const which = count === 1 ? '' : `-${place + 1}-of-${count}`;
      return `impact-time-${day}${which}${again}.zip`;
    });
    if (!names.some(name => taken.includes(name))) return names;
  }
}
