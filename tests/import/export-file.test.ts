import { expect } from 'chai';
import {
  MAX_ENTRIES,
  readManifest,
  whyNotEntries,
  whyNotManifest,
  type EntryFacts,
  type FileRefusal,
} from '../../src/import/export-file.ts';
import { EXPORT_MANIFEST, MAX_MANIFEST_BYTES } from '../../src/wire/export.ts';
import { MAX_PICTURE_BYTES } from '../../src/wire/tracker.ts';

describe('A file from a tracker', () => {
  const entry = (name: string, changes: Partial<EntryFacts> = {}): EntryFacts => ({
    ...{ name, bytes: 100, stored: true, encrypted: false },
    ...changes,
  });
  const manifest = entry(EXPORT_MANIFEST);
  const pictures = (count: number): EntryFacts[] => Array.from({ length: count }, (_, place) => entry(`${place}.jpg`));

  const directories: [what: string, entries: EntryFacts[], expected: FileRefusal | null][] = [
    ['a manifest and a picture', [manifest, entry('a.jpg')], null],
    ['a manifest alone', [manifest], null],
    ['as many entries as one file has', [manifest, ...pictures(MAX_ENTRIES - 1)], null],
    ['one entry more', [manifest, ...pictures(MAX_ENTRIES)], 'unlike-an-export'],
    ['no manifest', [entry('a.jpg')], 'not-an-export'],
    ['nothing', [], 'not-an-export'],
    ['a picture that is packed', [manifest, entry('a.jpg', { stored: false })], 'unlike-an-export'],
    ['a picture that is locked', [manifest, entry('a.jpg', { encrypted: true })], 'unlike-an-export'],
    ['two of one name', [manifest, entry('a.jpg'), entry('a.jpg')], 'unlike-an-export'],
    ['two manifests', [manifest, manifest], 'unlike-an-export'],
    ['the largest picture', [manifest, entry('a.jpg', { bytes: MAX_PICTURE_BYTES })], null],
    ['a larger one', [manifest, entry('a.jpg', { bytes: MAX_PICTURE_BYTES + 1 })], 'unlike-an-export'],
    ['the largest manifest', [entry(EXPORT_MANIFEST, { bytes: MAX_MANIFEST_BYTES })], null],
    ['a larger one', [entry(EXPORT_MANIFEST, { bytes: MAX_MANIFEST_BYTES + 1 })], 'unlike-an-export'],
  ];
  for (const [what, entries, expected] of directories) {
    it(`with ${what}: ${expected ?? 'is read'}`, () => {
      expect(whyNotEntries(entries, EXPORT_MANIFEST, 10_000_000)).to.equal(expected);
    });
  }

  it('never holds more than it weighs', () => {
    expect(whyNotEntries([manifest, entry('a.jpg')], EXPORT_MANIFEST, 200)).to.equal(null);
    expect(whyNotEntries([manifest, entry('a.jpg')], EXPORT_MANIFEST, 199)).to.equal('unlike-an-export');
  });

  const head = { format: 1, server: 'https://time.example', person: { id: 7, name: 'Felix' } };
  const text = (changes: object): string =>
    JSON.stringify({ ...head, madeAt: '2026-11-18T12:00:00Z', items: [], ...changes });

  it('says whose it is', () => {
    expect(readManifest(text({ items: [1] }))).to.deep.equal({ server: head.server, personId: 7, items: [1] });
  });

  it('is not read when it is from a tracker to come, or no manifest at all', () => {
    expect(readManifest(text({ format: 2, items: 'new' }))).to.equal('newer-format');
    for (const other of ['', '{', 'null', '[]', '7', text({ person: null }), text({ server: 'file:///etc/passwd' })])
      expect(readManifest(other)).to.equal('unlike-an-export');
  });

  const servers: [server: string, ours: string[], fits: boolean][] = [
    ['https://time.example', ['https://time.example'], true],
    ['http://time.example', ['https://time.example'], true],
    ['https://TIME.example:443', ['https://time.example'], true],
    ['http://127.0.0.1:3000', ['https://time.example', 'http://127.0.0.1:3000'], true],
    ['https://time.example:8443', ['https://time.example'], false],
    ['https://time.example.evil', ['https://time.example'], false],
    ['https://elsewhere.example', ['https://time.example'], false],
  ];
  for (const [server, ours, fits] of servers) {
    it(`of ${server} ${fits ? 'is' : 'is not'} for ${ours.join(' or ')}`, () => {
      const refusal = whyNotManifest({ server, personId: 7, items: [] }, ours, 7);
      expect(refusal).to.equal(fits ? null : 'other-server');
    });
  }

  it('is for the person whose time it is', () => {
    const manifest = { server: head.server, personId: 7, items: [] };
    expect(whyNotManifest(manifest, [head.server], 8)).to.equal('other-person');
  });
});
