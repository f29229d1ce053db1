import { expect } from 'chai';
import { exportManifest, MAX_EXPORT_BLOCKS, MAX_EXPORT_BYTES } from '../../src/wire/export.ts';
import { emptyPart, exportable, fileNames, manifestOf, withBlock, type Part } from '../../tracker/src/core/export.ts';
import { add, emptyQueue } from '../../tracker/src/core/queue.ts';
import { felixOwner, itemAt } from './items.ts';

describe('what goes into a file', () => {
  const queue = [30, 10, 20].map(itemAt).reduce(add, emptyQueue);

  it('is what waits for this person, oldest first', () => {
    const others = add(queue, { ...itemAt(0), owner: { ...felixOwner, personId: 8 } });
    expect(exportable(others, felixOwner, 0)).to.deep.equal({ ready: [10, 20, 30].map(itemAt), held: 0 });
  });

  it('is nothing that is held for its freelancer, or looked at', () => {
    const held = add(queue, { ...itemAt(40), sendAfter: 1000 });
    const lookedAt = { ...held, lookedAt: itemAt(10).id };
    expect(exportable(lookedAt, felixOwner, 999)).to.deep.equal({ ready: [20, 30].map(itemAt), held: 2 });
    expect(exportable(held, felixOwner, 1000).held).to.equal(0);
  });

  it('fits one upload: beyond so many bytes or blocks the next file begins', () => {
    const half = MAX_EXPORT_BYTES / 2;
    const one = withBlock(emptyPart, itemAt(0), half)!;
    expect(one.items).to.have.lengthOf(1);
    expect(withBlock(one, itemAt(10), half)).to.equal(null);
    expect(withBlock(one, itemAt(10), half - 20_000)!.items).to.have.lengthOf(2);
    let full: Part = emptyPart;
    for (let place = 0; place < MAX_EXPORT_BLOCKS; place += 1) full = withBlock(full, itemAt(place), 100)!;
    expect(withBlock(full, itemAt(9999), 0)).to.equal(null);
  });

  it('is one block at least, however large it is', () => {
    expect(withBlock(emptyPart, itemAt(0), 2 * MAX_EXPORT_BYTES)!.items).to.have.lengthOf(1);
  });

  it('is described as the server reads it', () => {
    const { items } = withBlock(emptyPart, itemAt(0), 100)!;
    const parsed = exportManifest.parse(manifestOf(felixOwner, 'Felix', 1_763_300_000, items));
    expect(parsed).to.deep.include({ server: felixOwner.server, person: { id: 7, name: 'Felix' } });
  });
});

describe('the files’ names', () => {
  it('say the day, and which of how many they are', () => {
    expect(fileNames('2026-11-23', 1, [])).to.deep.equal(['impact-time-2026-11-23.zip']);
    expect(fileNames('2026-11-23', 2, [])).to.deep.equal([
      'impact-time-2026-11-23-1-of-2.zip',
      'impact-time-2026-11-23-2-of-2.zip',
    ]);
  });

  it('are new ones, whatever lies there already', () => {
    const before = ['impact-time-2026-11-23-2-of-2.zip', 'impact-time-2026-11-23-1-of-2 (2).zip'];
    expect(fileNames('2026-11-23', 2, before)).to.deep.equal([
      'impact-time-2026-11-23-1-of-2 (3).zip',
      'impact-time-2026-11-23-2-of-2 (3).zip',
    ]);
  });
});
