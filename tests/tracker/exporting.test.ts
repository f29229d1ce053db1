import { expect } from 'chai';
import { unzipSync } from 'fflate';
import { EXPORT_MANIFEST, MAX_EXPORT_BYTES } from '../../src/wire/export.ts';
import { exportWaiting } from '../../tracker/src/app/exporting.ts';
import { newModel, type Model } from '../../tracker/src/app/model.ts';
import { setClock } from '../../tracker/src/core/clock.ts';
import { add, type Item } from '../../tracker/src/core/queue.ts';
import { keepItem, keepPicture } from '../../tracker/src/core/queue-store.ts';
import { FakeOutside } from './fake-outside.ts';
import { felix } from './fake-server.ts';
import { felixOwner, itemAt } from './items.ts';

describe('saving what waits to a file', () => {
  let world: FakeOutside;
  let model: Model;

  beforeEach(() => {
    world = new FakeOutside();
    const outside = world.outside();
    model = newModel(setClock(outside.read(), 0));
    model.session = { server: felixOwner.server, token: 'secret', person: { ...felix, id: felixOwner.personId } };
  });

  /** A block with one picture of so many bytes. */
  async function wait(minutes: number, bytes: number, changes: Partial<Item> = {}): Promise<Item> {
    const item = { ...itemAt(minutes), ...changes };
    const file = `${item.id}-1.jpg`;
    await keepPicture(world.disk, file, new Uint8Array(bytes).fill(minutes));
    const waiting = { ...item, pictures: [file] };
    await keepItem(world.disk, waiting);
    model.queue = add(model.queue, waiting);
    return waiting;
  }
  const save = () => exportWaiting(model, world.outside());
  const names = () => [...world.downloads.files.keys()].sort();
  const open = (name: string) => unzipSync(world.downloads.files.get(name) ?? new Uint8Array());
  const idsIn = (name: string): string[] => {
    const text = new TextDecoder().decode(open(name)[EXPORT_MANIFEST]);
    return (JSON.parse(text) as { items: { id: string }[] }).items.map(({ id }) => id);
  };

  it('writes one file with the pictures as they are, and says where it is and what to do', async () => {
    const item = await wait(10, 500);
    const { saved, words } = await save();
    expect(saved).to.equal(true);
    expect(names()).to.deep.equal(['impact-time-2026-11-16.zip']);
    expect(open('impact-time-2026-11-16.zip')[item.pictures[0]!]).to.deep.equal(new Uint8Array(500).fill(10));
    expect(words).to.equal(
      '1 block (10 m) saved to impact-time-2026-11-16.zip in /home/felix/Downloads. Bring it in at https://time.example.org/import, on a computer that is online. What is saved stays here until the server has it.',
    );
  });

  it('writes several, oldest first, when it is more than one upload', async () => {
    const size = MAX_EXPORT_BYTES * 0.4;
    const items = [await wait(30, size), await wait(10, size), await wait(20, size)];
    await save();
    expect(names()).to.deep.equal(['impact-time-2026-11-16-1-of-2.zip', 'impact-time-2026-11-16-2-of-2.zip']);
    expect(names().flatMap(idsIn)).to.deep.equal([items[1]!.id, items[2]!.id, items[0]!.id]);
    for (const bytes of world.downloads.files.values()) expect(bytes.length).to.be.below(MAX_EXPORT_BYTES);
  });

  it('keeps everything in the queue, and lets nobody change it any more', async () => {
    await wait(10, 100);
    await save();
    expect(model.queue.waiting.map(({ item }) => item.tried)).to.deep.equal([true]);
    const kept = JSON.parse((await world.disk.readText(`queue/${itemAt(10).id}.json`)) ?? '') as Item;
    expect(kept.tried).to.equal(true);
  });

  it('leaves out what is held, and says so', async () => {
    await wait(10, 100);
    const held = await wait(20, 100, { sendAfter: 60_000 });
    const { words } = await save();
    expect(words).to.contain('1 block is still held for you to look at');
    expect(idsIn(names()[0]!)).to.not.include(held.id);
    expect(model.queue.waiting.find(({ item }) => item.id === held.id)?.item.tried).to.equal(false);
  });

  it('says when there is nothing to save, or nothing yet, or nobody', async () => {
    expect(await save()).to.deep.equal({ saved: false, words: 'Nothing waits, so there is nothing to save.' });
    await wait(20, 100, { sendAfter: 60_000 });
    expect((await save()).words).to.contain('Save again when the hold is over.');
    model.session = null;
    expect((await save()).words).to.contain('Sign in first');
    expect(names()).to.deep.equal([]);
  });

  it('leaves no half file behind when the disk is full', async () => {
    const size = MAX_EXPORT_BYTES * 0.6;
    await wait(10, size);
    await wait(20, size);
    world.downloads.room = MAX_EXPORT_BYTES;
    expect(await save()).to.deep.equal({
      saved: false,
      words: 'There is not enough room in /home/felix/Downloads. Make room, then save again.',
    });
    expect(names()).to.deep.equal([]);
  });

  it('overwrites no file that was saved before', async () => {
    await wait(10, 100);
    await save();
    await save();
    expect(names()).to.deep.equal(['impact-time-2026-11-16 (2).zip', 'impact-time-2026-11-16.zip']);
  });

  it('leaves out what was discarded while the files were written', async () => {
    const [first, second] = [await wait(10, 100), await wait(20, 100)];
    const saving = save();
    model.queue = { ...model.queue, waiting: model.queue.waiting.filter(({ item }) => item.id !== second.id) };
    await saving;
    expect(idsIn(names()[0]!)).to.deep.equal([first.id]);
  });
});
