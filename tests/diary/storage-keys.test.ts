import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { config } from '../../src/config.ts';
import { keysOf, pictureKey, thumbKeyOf } from '../../src/diary/storage-keys.ts';
import { diskStorage } from '../../src/outside/storage.ts';

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
const block = { contractId: 12, startedAt: Date.parse('2026-11-18T23:50:00Z') / 1000 };
const shot = (number: 1 | 2, received: Buffer | null) => ({
  number,
  takenAt: block.startedAt + number,
  failure: received ? null : ('locked-screen' as const),
  received,
  kept: null,
  mask: null,
  dhash: null,
});

describe('The key of a picture', () => {
  const key = pictureKey(block, 1, hash('felix'));

  it('names contract, UTC day, start, number and the first bytes of its hash', () => {
    expect(key).to.equal(`12/2026-11-18/1795045800-1-${hash('felix').toString('hex').slice(0, 16)}.jpg`);
  });

  it('is another for another picture, number, start or contract', () => {
    const keys = [
      key,
      pictureKey(block, 1, hash('stan')),
      pictureKey(block, 2, hash('felix')),
      pictureKey({ ...block, startedAt: block.startedAt + 1 }, 1, hash('felix')),
      pictureKey({ ...block, contractId: 13 }, 1, hash('felix')),
    ];
    expect(new Set(keys).size).to.equal(keys.length);
  });

  it('has a thumbnail beside it', () => {
    expect(thumbKeyOf(key)).to.equal(key.replace('.jpg', '.thumb.jpg'));
  });

  it('is one that a storage takes', async () => {
    const storage = diskStorage(mkdtempSync(path.join(config.dataFolder, 'keys-')));
    for (const each of [key, thumbKeyOf(key)]) {
      await storage.put(each, Buffer.from(each));
      expect(String(await storage.get(each))).to.equal(each);
    }
  });
});

describe('The files of a block', () => {
  it('are its pictures with their thumbnails; a capture that failed has none', () => {
    const [first, second] = [hash('first'), hash('second')];
    const keysWith = (...shots: ReturnType<typeof shot>[]): string[] => keysOf({ ...block, shots });
    const of = (number: number, received: Buffer): string[] => {
      const key = pictureKey(block, number, received);
      return [key, thumbKeyOf(key)];
    };
    expect(keysWith()).to.deep.equal([]);
    expect(keysWith(shot(1, null))).to.deep.equal([]);
    expect(keysWith(shot(1, first), shot(2, second))).to.deep.equal([...of(1, first), ...of(2, second)]);
    expect(keysWith(shot(1, null), shot(2, second))).to.deep.equal(of(2, second));
  });
});
