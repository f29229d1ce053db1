/**
 * Saves what waits in the queue to files, for a computer that never gets online: a person carries them to one that is,
 * and brings them on the web page. Everything stays in the queue; should it be sent after all, time counts once.
 */
import { EXPORT_MANIFEST } from '../../../src/wire/export.ts';
import { secondOf } from '../core/clock.ts';
import type { Second } from '../core/chance.ts';
import { emptyPart, exportable, fileNames, manifestOf, withBlock, type Part } from '../core/export.ts';
import { replaceItem, type Item } from '../core/queue.ts';
import { keepItem, readPicture } from '../core/queue-store.ts';
import { startArchive, type Archive } from './archive.ts';
import { ownerOf, type Model, type Session } from './model.ts';
import type { Outside, SaveFolder } from './outside.ts';
import { countWords, spanWords } from './words.ts';

/** One or two sentences for the person, whether it worked or not. */
export type Saved = { saved: boolean; words: string };

export async function exportWaiting(model: Model, outside: Outside): Promise<Saved> {
  const { session } = model;
  if (!session) return { saved: false, words: 'Sign in first, so that the files say whose time it is.' };
  const { monotonic } = outside.read();
  const { ready, held } = exportable(model.queue, ownerOf(session), monotonic);
  if (ready.length === 0) return { saved: false, words: nothingWords(held) };
  try {
    const folder = await outside.saveFolder();
    const at = secondOf(model.clock, monotonic);
    const names = await save(model, outside, session, folder, ready, at);
    return { saved: true, words: savedWords(ready, held, names, folder.path, session.server) };
  } catch (error) {
    return { saved: false, words: error instanceof Error ? error.message : 'The files could not be saved.' };
  }
}

const ASIDE = '.impact-time.part';

/** Writes aside under names nobody takes for finished files; they get their own when all are whole. */
async function save(
  model: Model,
  outside: Outside,
  session: Session,
  folder: SaveFolder,
  items: readonly Item[],
  at: Second,
): Promise<string[]> {
  const asides: string[] = [];
  let part: Part = emptyPart;
  let archive: Archive | null = null;

  async function finish(): Promise<void> {
    const manifest = manifestOf(ownerOf(session), session.person.name, at, part.items);
    await archive?.add(EXPORT_MANIFEST, new TextEncoder().encode(JSON.stringify(manifest)));
    await archive?.end();
    archive = null;
    part = emptyPart;
  }

  async function begin(): Promise<Archive> {
    const aside = `${ASIDE}${asides.length + 1}`;
    asides.push(aside);
    return startArchive(folder, aside, at * 1000);
  }

  async function put({ id }: Item): Promise<void> {
    const item = await markTried(model, outside, id);
    if (!item) return;
    const pictures = await picturesOf(outside, item);
    const size = pictures.reduce((sum, { bytes }) => sum + bytes.length, 0);
    if (archive && withBlock(part, item, size) === null) await finish();
    part = withBlock(part, item, size) ?? part;
    archive ??= await begin();
    for (const { file, bytes } of pictures) await archive.add(file, bytes);
  }

  try {
    for (const item of items) await put(item);
    await finish();
    const names = fileNames(dayIn(at, session.person.timeZone), asides.length, await folder.names());
    for (const [place, name] of names.entries()) await folder.move(asides[place] ?? '', name);
    return names;
  } catch (error) {
    for (const aside of asides) await folder.remove(aside).catch(() => undefined);
    throw error;
  }
}

/** A picture that is gone is left out; the server says so beside its block. */
async function picturesOf(outside: Outside, { pictures }: Item) {
  const found: { file: string; bytes: Uint8Array<ArrayBuffer> }[] = [];
  for (const file of pictures) {
    const bytes = await readPicture(outside.disk, file);
    if (bytes) found.push({ file, bytes });
  }
  return found;
}

/**
 * What is in a file may reach the server any day, so from now on it is not changed here.
 * @returns the block as it is now; `null` when it has been sent or discarded in the meantime
 */
async function markTried(model: Model, outside: Outside, id: string): Promise<Item | null> {
  const item = model.queue.waiting.find(waiting => waiting.item.id === id)?.item;
  if (!item || item.tried) return item ?? null;
  const tried = { ...item, tried: true };
  model.queue = replaceItem(model.queue, tried);
  await keepItem(outside.disk, tried);
  return tried;
}

/** `2026-11-23` */
const dayIn = (at: Second, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at * 1000);

const heldWords = (held: number): string =>
  `${countWords(held, 'block is', 'blocks are')} still held for you to look at`;

const nothingWords = (held: number): string =>
  held === 0 ? 'Nothing waits, so there is nothing to save.' : `${heldWords(held)}. Save again when the hold is over.`;

function savedWords(items: readonly Item[], held: number, names: string[], path: string, server: string): string {
  const seconds = items.reduce((sum, { block }) => sum + block.seconds, 0);
  const what = `${countWords(items.length, 'block', 'blocks')} (${spanWords(seconds)})`;
  const files = names.length === 1 ? names[0] : `${names.length} files, ${names[0]} and so on,`;
  const leftOut = held === 0 ? '' : ` ${heldWords(held)} and not in it.`;
  return `${what} saved to ${files} in ${path}.${leftOut} Bring ${names.length === 1 ? 'it' : 'them'} in at ${server}/import, on a computer that is online. What is saved stays here until the server has it.`;
}
