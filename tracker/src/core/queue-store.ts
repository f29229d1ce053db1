/**
 * The queue on disk: `queue/<id>.json` is a block on its way, `queue/<id>-<second>.jpg` a picture of it, `refused/<id>.json`
 * a block the server does not take. A picture is written before the manifest that names it, and removed after it; so a
 * picture that no manifest and no journal names is left over, and a manifest always finds its pictures.
 */
import { block as wireBlock } from '../../../src/wire/tracker.ts';
import { ASIDE, readJson, replaceBytes, replaceText, type Disk } from './disk.ts';
import type { Item, Owner, QueueEffect, RefusedItem } from './queue.ts';

const QUEUE = 'queue';
const REFUSED = 'refused';

const manifest = (id: string) => `${QUEUE}/${id}.json`;
const refusedNote = (id: string) => `${REFUSED}/${id}.json`;
const picture = (file: string) => `${QUEUE}/${file}`;

/** Names a picture's file after its block and its second. */
export const pictureFile = (blockId: string, takenAt: number) => `${blockId}-${takenAt}.jpg`;

/** The file of a picture after parts of it were covered. */
export const maskedFile = (file: string) => file.replace(/\.jpg$/, '-m.jpg');

export const keepPicture = (disk: Disk, file: string, bytes: Uint8Array<ArrayBuffer>) =>
  replaceBytes(disk, picture(file), bytes);

export const readPicture = (disk: Disk, file: string) => disk.readBytes(picture(file));

/** Once this is done the block survives anything but the disk. */
export const keepItem = (disk: Disk, item: Item) => replaceText(disk, manifest(item.id), JSON.stringify(item));

/** Carries out what an answer asks for. Killed half-way, the rest is done at the next start. */
export async function settle(disk: Disk, effect: QueueEffect): Promise<void> {
  if (effect.do === 'refuse') await replaceText(disk, refusedNote(effect.refused.id), JSON.stringify(effect.refused));
  await discardItem(disk, effect.item);
}

/** The block goes before its pictures: a kill in between leaves pictures that nothing names. */
export async function discardItem(disk: Disk, item: Item): Promise<void> {
  await disk.remove(manifest(item.id));
  await forgetPictures(disk, item.pictures);
}

export async function forgetPictures(disk: Disk, files: readonly string[]): Promise<void> {
  for (const file of files) await disk.remove(picture(file));
}

/** The freelancer has read it. */
export const dismiss = (disk: Disk, id: string) => disk.remove(refusedNote(id));

export type Stored = { items: Item[]; refused: RefusedItem[] };

/**
 * Reads everything back at the start and clears away what a kill left half-done.
 * A manifest that cannot be read becomes a refused item: it is shown, and holds up nobody.
 * @param journalled files of pictures that an unfinished block still needs
 */
export async function loadStored(disk: Disk, journalled: readonly string[]): Promise<Stored> {
  const refused: RefusedItem[] = [];
  for (const name of await jsonIn(disk, REFUSED)) {
    const note = (await readJson(disk, `${REFUSED}/${name}`)) as RefusedItem | null;
    if (note?.owner) refused.push(note);
    else await disk.remove(`${REFUSED}/${name}`);
  }
  const files = await disk.list(QUEUE);
  const items: Item[] = [];
  for (const name of files.filter(file => file.endsWith('.json'))) {
    const read = (await readJson(disk, `${QUEUE}/${name}`)) as Item | null;
    const item = read && readable(read) ? withPictures(read, file => files.includes(file)) : null;
    if (item && !refused.some(({ id }) => id === item.id)) items.push(item);
    else if (item) await disk.remove(manifest(item.id));
    else refused.push(await setAside(disk, name, read));
  }
  const needed = new Set([...journalled, ...items.flatMap(item => item.pictures)]);
  for (const name of files.filter(file => !file.endsWith('.json') && !needed.has(file)))
    await disk.remove(picture(name));
  return { items, refused };
}

/** Names of whole JSON files; what a cut-short write left is removed. */
async function jsonIn(disk: Disk, folder: string): Promise<string[]> {
  const names = await disk.list(folder);
  for (const name of names.filter(name => name.endsWith(ASIDE))) await disk.remove(`${folder}/${name}`);
  return names.filter(name => name.endsWith('.json'));
}

const readable = (item: Item) =>
  typeof item.id === 'string' &&
  typeof item.owner?.server === 'string' &&
  typeof item.owner.personId === 'number' &&
  Array.isArray(item.pictures) &&
  wireBlock.safeParse(item.block).success;

/** A picture that is gone becomes what it is, a capture that failed; the work itself is still sent. */
export function withPictures(item: Item, isWhole: (file: string) => boolean): Item {
  if (item.pictures.every(isWhole)) return item;
  const left = [...item.pictures];
  const captures = item.block.captures.map(capture => {
    if ('failure' in capture || isWhole(left.shift() ?? '')) return capture;
    return { takenAt: capture.takenAt, failure: 'capture-failed' as const };
  });
  return { ...item, pictures: item.pictures.filter(isWhole), block: { ...item.block, captures } };
}

async function setAside(disk: Disk, name: string, read: Partial<Item> | null): Promise<RefusedItem> {
  const nobody: Owner = { server: '', personId: 0 };
  const refused: RefusedItem = {
    id: name.replace(/\.json$/, ''),
    owner: read?.owner ?? nobody,
    block: null,
    code: 'unreadable',
    message: 'This block was damaged on this computer and cannot be sent.',
  };
  await replaceText(disk, refusedNote(refused.id), JSON.stringify(refused));
  await disk.remove(`${QUEUE}/${name}`);
  return refused;
}
