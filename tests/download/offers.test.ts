import { expect } from 'chai';
import { machineOf, offersFor, sizeWords, systemCalled, type Visitor } from '../../src/download/offers.ts';
import { manifestSchema, type Machine, type System } from '../../src/wire/packages.ts';
import { manifestOf, packageOf } from './published-packages.ts';

const all = [
  packageOf('windows', 'x64'),
  packageOf('macos', 'x64'),
  packageOf('macos', 'arm64'),
  packageOf('macos', 'universal'),
  packageOf('linux', 'armhf'),
  packageOf('linux', 'arm64'),
  packageOf('linux', 'x64'),
];
const orderFor = (visitor: Visitor): string[] =>
  offersFor(all, visitor).flatMap(({ name, packages }) => packages.map(({ machine }) => `${name} ${machine}`));

describe('What a visitor is offered', () => {
  const systems: [System | null, string[]][] = [
    ['windows', ['Windows', 'macOS', 'Linux']],
    ['macos', ['macOS', 'Windows', 'Linux']],
    ['linux', ['Linux', 'Windows', 'macOS']],
    [null, ['Windows', 'macOS', 'Linux']],
  ];
  for (const [system, order] of systems) {
    it(`is every system, ${system ?? 'none'} first`, () => {
      expect(offersFor(all, { system, machine: null }).map(({ name }) => name)).to.deep.equal(order);
      expect(offersFor([], { system, machine: null }).map(({ name }) => name)).to.deep.equal(order);
    });
  }

  it('is what suits most people first, and this machine before that', () => {
    expect(orderFor({ system: 'macos', machine: null }).slice(0, 3)).to.deep.equal([
      'macOS universal',
      'macOS x64',
      'macOS arm64',
    ]);
    const linux = (machine: Machine | null): string[] => orderFor({ system: 'linux', machine }).slice(0, 3);
    expect(linux(null)).to.deep.equal(['Linux x64', 'Linux arm64', 'Linux armhf']);
    expect(linux('armhf')).to.deep.equal(['Linux armhf', 'Linux x64', 'Linux arm64']);
  });

  it('is called as people know their computers, with its size and how to check it', () => {
    const [macos, windows, linux] = offersFor(all, { system: 'macos', machine: null });
    expect(macos!.packages.map(({ machineName }) => machineName)).to.deep.equal([
      'Apple silicon and Intel',
      'Intel only',
      'Apple silicon only',
    ]);
    expect(windows!.packages[0]!.machineName).to.equal('Intel or AMD, 64 bit');
    expect([macos, windows, linux].map(offer => offer!.check('file.zip'))).to.deep.equal([
      'shasum -a 256 file.zip',
      'certutil -hashfile file.zip SHA256',
      'sha256sum file.zip',
    ]);
  });

  it('does not change what the manifest says', () => {
    const before = JSON.stringify(all);
    orderFor({ system: 'linux', machine: 'arm64' });
    expect(JSON.stringify(all)).to.equal(before);
  });

  for (const [name, system] of [
    ['Windows', 'windows'],
    ['macOS', 'macos'],
    ['Linux', 'linux'],
    ['Android', null],
    ['iOS', null],
    ['Chrome OS', null],
    ['constructor', null],
    ['', null],
  ] as const) {
    it(`is ${system ?? 'nothing of its own'} for a browser on ${JSON.stringify(name)}`, () => {
      expect(systemCalled(name)).to.equal(system);
    });
  }

  it('fits the machine where a browser tells it', () => {
    expect(machineOf('Mozilla/5.0 (X11; Linux aarch64; rv:140.0)')).to.equal('arm64');
    expect(machineOf('Mozilla/5.0 (X11; Linux armv7l; rv:140.0)')).to.equal('armhf');
    expect(machineOf('Mozilla/5.0 (X11; Linux x86_64; rv:140.0)')).to.equal(null);
    expect(machineOf('')).to.equal(null);
  });

  for (const [bytes, words] of [
    [1, '1 KB'],
    [999_001, '1000 KB'],
    [1_000_000, '1.0 MB'],
    [1_101_092, '1.1 MB'],
    [52_349_999, '52.3 MB'],
  ] as const) {
    it(`says ${words} of ${bytes} bytes`, () => {
      expect(sizeWords(bytes)).to.equal(words);
    });
  }
});

describe('A manifest of packages', () => {
  const good = manifestOf(all);
  const changed = (changes: object) => ({ ...good, packages: [{ ...all[0], ...changes }] });

  it('is taken as it is made', () => {
    expect(manifestSchema.parse(good)).to.deep.equal(good);
  });

  const bad: [what: string, manifest: unknown][] = [
    ['a file outside its folder', changed({ file: '../secret' })],
    ['a file in another folder', changed({ file: 'a/b.zip' })],
    ['a hidden file', changed({ file: '.env' })],
    ['a name that is markup', changed({ file: '<img src=x>' })],
    ['a name that ends a header', changed({ file: 'a\r\nSet-Cookie: a=b' })],
    ['an empty file', changed({ bytes: 0 })],
    ['a hash that is none', changed({ sha256: 'abc' })],
    ['an unknown system', changed({ system: 'beos' })],
    ['a version that is markup', { ...good, version: '<b>1.0.0</b>' }],
    ['another format', { ...good, format: 2 }],
    ['more than it should', { ...good, note: 'hello' }],
  ];
  for (const [what, manifest] of bad) {
    it(`with ${what} is not one`, () => {
      expect(manifestSchema.safeParse(manifest).success).to.equal(false);
    });
  }
});
