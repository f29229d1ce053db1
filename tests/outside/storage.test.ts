import { mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { config } from '../../src/config.ts';
import { diskStorage, type Storage } from '../../src/outside/storage.ts';

const KEY = '12/2026-11-18/1795045800-1-9f86d081884c7d65.jpg';

describe('Pictures on a disk', () => {
  let folder: string;
  let storage: Storage;
  beforeEach(() => {
    folder = mkdtempSync(path.join(config.dataFolder, 'storage-'));
    storage = diskStorage(path.join(folder, 'pictures'));
  });

  const files = (): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)));

  it('come back byte for byte', async () => {
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, i) => (i * 7) % 256));
    await storage.put(KEY, bytes);
    expect(await storage.get(KEY)).to.deep.equal(bytes);
    expect(await storage.has(KEY)).to.equal(true);
    expect(files()).to.deep.equal([path.join('pictures', KEY)]);
  });

  it('may be empty', async () => {
    await storage.put(KEY, Buffer.alloc(0));
    expect(await storage.get(KEY)).to.deep.equal(Buffer.alloc(0));
  });

  it('that are not there are null, and deleting them does nothing', async () => {
    expect([await storage.get(KEY), await storage.has(KEY)]).to.deep.equal([null, false]);
    await storage.delete(KEY);
    await storage.put(KEY, Buffer.from('a'));
    expect(await storage.get(KEY.replace('12/', '13/'))).to.equal(null);
  });

  it('are gone once deleted, and only they', async () => {
    const other = KEY.replace('.jpg', '.thumb.jpg');
    await Promise.all([storage.put(KEY, Buffer.from('a')), storage.put(other, Buffer.from('b'))]);
    await storage.delete(KEY);
    await storage.delete(KEY);
    expect([await storage.get(KEY), String(await storage.get(other))]).to.deep.equal([null, 'b']);
  });

  it('are replaced as a whole: a reader sees the old or the new, never a mixture or half of one', async () => {
    const versions = ['a', 'b'].map(letter => Buffer.alloc(500_000, letter));
    await storage.put(KEY, versions[0]!);
    const writes = Array.from({ length: 10 }, (_, i) => storage.put(KEY, versions[i % 2]!));
    const reads = Array.from({ length: 40 }, () => storage.get(KEY));
    const [read] = await Promise.all([Promise.all(reads), Promise.all(writes)]);
    for (const bytes of read) expect(versions.some(version => bytes?.equals(version))).to.equal(true);
    expect(files()).to.have.lengthOf(1);
  });

  it('that could not be written leave nothing behind', async () => {
    // The key is the name of a folder already, so the last step of writing fails.
    await storage.put('12/2026-11-18/a.jpg', Buffer.from('a'));
    const failed = await storage.put('12/2026-11-18', Buffer.from('b')).catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(Error);
    expect(files()).to.deep.equal([path.join('pictures', '12/2026-11-18/a.jpg')]);
  });

  it('are readable by the user of the server only', async () => {
    await storage.put(KEY, Buffer.from('a'));
    const modeOf = (...parts: string[]): string =>
      (statSync(path.join(folder, 'pictures', ...parts)).mode & 0o777).toString(8);
    expect([modeOf(), modeOf('12'), modeOf('12', '2026-11-18'), modeOf(KEY)]).to.deep.equal([
      '700',
      '700',
      '700',
      '600',
    ]);
  });

  const bad = ['', '/', '.', '..', '../secret', '/etc/passwd', 'a/../../secret', 'a/..', 'a/./b', 'a//b', 'a/', '/a'];
  const worse = [
    '.hidden',
    'a/.hidden',
    'a\\..\\secret',
    'a\0b',
    'a b',
    'a\n',
    'ä',
    'a%2f..',
    'C:\\a',
    '-a',
    'a/-b',
    '~/a',
  ];
  for (const key of [...bad, ...worse]) {
    it(`never lie outside their folder: ${JSON.stringify(key)} is no key`, async () => {
      await mkdir(path.join(folder, 'pictures'));
      writeFileSync(path.join(folder, 'secret'), 'secret');
      const acts = [
        async () => storage.get(key),
        async () => storage.has(key),
        async () => storage.delete(key),
        async () => storage.put(key, Buffer.from('b')),
      ];
      for (const act of acts) {
        const error = await act().catch((reason: unknown) => reason);
        expect(error).to.be.instanceOf(Error).with.property('message', `not a storage key: ${key}`);
      }
      expect(files()).to.deep.equal(['secret']);
    });
  }
});
