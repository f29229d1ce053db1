/** Files as a tracker saves them, and as somebody else might make them. */
import { zipSync, type Zippable } from 'fflate';
import { v7 } from 'uuid';
import { sha256 } from '../../src/diary/picture.ts';
import { EXPORT_FORMAT, EXPORT_MANIFEST, type ExportedBlock } from '../../src/wire/export.ts';
import type { Block } from '../../src/wire/tracker.ts';
import { picture } from './pictures.ts';
import { ORIGIN } from './world.ts';

export type TestItem = ExportedBlock & { bytes: Buffer[] };

/** A block of 600 s from `startedAt` with one picture, unless told otherwise. */
export async function waitingBlock(
  contractId: number,
  startedAt: string,
  { id = v7(), bytes, ...changes }: { id?: string; bytes?: Buffer[] } & Partial<Block> = {},
): Promise<TestItem> {
  const at = Date.parse(startedAt);
  const pictures = bytes ?? [await picture(at / 1000)];
  const captures = pictures.map((file, place) => ({
    takenAt: new Date(at + (place + 1) * 60_000).toISOString(),
    sha256: sha256(file).toString('hex'),
  }));
  const block: Block = {
    ...{ contractId, startedAt, seconds: 600, inputSeconds: 300, idle: false, captures },
    ...{ description: 'Checkout: keep the basket when the session ends', projectCode: 'SHOP-1' },
    ...changes,
  };
  return { id, block, pictures: pictures.map((_, place) => `${id}-${place}.jpg`), bytes: pictures };
}

/** @param manifest what to change in it */
export function manifestOf(items: readonly TestItem[], person: { id: number; name: string }, manifest: object = {}) {
  return {
    format: EXPORT_FORMAT,
    server: ORIGIN,
    person: { id: person.id, name: person.name },
    madeAt: '2026-11-18T12:00:00.000Z',
    items: items.map(({ id, block, pictures }) => ({ id, block, pictures })),
    ...manifest,
  };
}

/** Stored, as the tracker does. */
export const zipOf = (entries: Zippable, level: 0 | 9 = 0): Buffer => Buffer.from(zipSync(entries, { level }));

export const entriesOf = (items: readonly TestItem[], manifest: object): Zippable => ({
  ...Object.fromEntries(items.flatMap(({ pictures, bytes }) => pictures.map((name, place) => [name, bytes[place]!]))),
  [EXPORT_MANIFEST]: Buffer.from(JSON.stringify(manifest)),
});

export const exportFile = (items: readonly TestItem[], person: { id: number; name: string }, changes = {}): Buffer =>
  zipOf(entriesOf(items, manifestOf(items, person, changes)));
