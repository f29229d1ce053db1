import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { unzipSync } from 'fflate';
import { NtExecutable, NtExecutableResource } from 'pe-library';
import sharp from 'sharp';
import type { Manifest, Package } from '../../src/wire/packages.ts';
import { tarGzOf, zipOf } from '../../tracker/packaging/archive.ts';
import { makePackages } from '../../tracker/packaging/make-packages.ts';
import { targetOf, targets } from '../../tracker/packaging/targets.ts';

const MADE_AT = new Date('2026-11-23T12:00:00Z');
const VERSION = /^\d+\.\d+\.\d+$/;
const RT_GROUP_ICON = 14;
const RT_VERSION = 16;

describe('Packages of the tracker', function () {
  // Each is a whole build: bundling, drawing icons, packing seven times.
  this.timeout(60_000);
  let folder: string;
  let bin: string;
  let into: string;
  let manifest: Manifest;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'impact-time-test-'));
    bin = join(folder, 'bin');
    into = join(folder, 'dist');
    await mkdir(bin);
    for (const { runtime } of targets) await writeFile(join(bin, runtime), bytesOf(runtime));
    manifest = (await make())!;
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const make = (said: string[] = [], given = bin, made = into) =>
    makePackages({ bin: given, into: made, madeAt: MADE_AT, say: words => void said.push(words) });
  const packageFor = (system: string, machine: string): Package =>
    manifest.packages.find(found => found.system === system && found.machine === machine)!;
  const open = (system: string, machine: string): Promise<Buffer> =>
    readFile(join(into, packageFor(system, machine).file));

  it('are one file for each machine, and a manifest with the size and SHA-256 of each', async () => {
    expect(manifest.packages.map(({ system, machine }) => `${system} ${machine}`)).to.have.members(
      targets.map(({ system, machine }) => `${system} ${machine}`),
    );
    for (const { file, bytes, sha256 } of manifest.packages) {
      const content = await readFile(join(into, file));
      expect([content.length, hashOf(content)], file).to.deep.equal([bytes, sha256]);
    }
    expect(manifest.version).to.match(VERSION);
    expect(manifest.madeAt).to.equal('2026-11-23T12:00:00.000Z');
    const written = JSON.parse(await readFile(join(into, 'manifest.json'), 'utf8')) as Manifest;
    expect(written).to.deep.equal(manifest);
    expect((await readdir(into)).sort()).to.deep.equal(
      [...manifest.packages.map(({ file }) => file), 'manifest.json'].sort(),
    );
  });

  it('come out the same, byte for byte, from the same source', async () => {
    const again = await make([], bin, join(folder, 'again'));
    expect(again).to.deep.equal(manifest);
  });

  it('for Linux unpack to a program that may run, and to what it needs beside it', async () => {
    const unpacked = await unpackLinux();
    expect((await readdir(unpacked)).sort()).to.deep.equal(
      ['impact-time', 'impact-time.desktop', 'impact-time.png', 'install.sh', 'licences.txt', 'resources.neu'].sort(),
    );
    expect(await readFile(join(unpacked, 'impact-time'), 'utf8')).to.equal('a runtime called neutralino-linux_x64');
    expect((await stat(join(unpacked, 'impact-time'))).mode & 0o777).to.equal(0o755);
    expect((await stat(join(unpacked, 'resources.neu'))).mode & 0o111).to.equal(0);
    const { width, height, format } = await sharp(await readFile(join(unpacked, 'impact-time.png'))).metadata();
    expect({ width, height, format }).to.deep.equal({ width: 256, height: 256, format: 'png' });
  });

  it('for macOS are an app with its version, icon, and what it asks for', async () => {
    for (const machine of ['universal', 'arm64', 'x64']) {
      const bytes = await open('macos', machine);
      const files = unzipSync(bytes);
      const app = 'Impact Time.app/Contents';
      const program = `${app}/MacOS/impact-time`;
      expect(textOf(files[program])).to.equal(`a runtime called neutralino-mac_${machine}`);
      expect(unixModes(bytes)[program]).to.equal(0o100755);
      expect(Object.keys(files)).to.include(`${app}/MacOS/resources.neu`);
      const plist = textOf(files[`${app}/Info.plist`]);
      expect(plist).to.include(`<string>${manifest.version}</string>`).and.to.not.include('{version}');
      expect(plist).to.include('<key>NSScreenCaptureUsageDescription</key>');
      const icon = Buffer.from(files[`${app}/Resources/icon.icns`]!);
      expect([icon.toString('latin1', 0, 4), icon.readUInt32BE(4)]).to.deep.equal(['icns', icon.length]);
      expect((await sharp(icon.subarray(16, 8 + icon.readUInt32BE(12))).metadata()).width).to.equal(128);
    }
  });

  it('for Windows hold a program with an icon and a version of its own', async () => {
    const files = unzipSync(await open('windows', 'x64'));
    expect(Object.keys(files).sort()).to.deep.equal(
      ['Impact Time/impact-time.exe', 'Impact Time/licences.txt', 'Impact Time/resources.neu'].sort(),
    );
    const { entries } = NtExecutableResource.from(NtExecutable.from(files['Impact Time/impact-time.exe']!));
    expect(entries.map(({ type }) => type)).to.include.members([RT_GROUP_ICON, RT_VERSION]);
    const version = entries.find(({ type }) => type === RT_VERSION)!;
    expect(Buffer.from(version.bin).toString('utf16le')).to.include('Impact Time');
  });

  it('hold the window and nothing else: no map of the source, nothing left over from an earlier build', async () => {
    const files = unzipSync(await open('windows', 'x64'));
    const inside = namesIn(Buffer.from(files['Impact Time/resources.neu']!));
    expect(inside).to.include.members([
      'neutralino.config.json',
      'resources/index.html',
      'resources/js/tracker.js',
      'resources/js/ticker.js',
      'resources/css/tracker.css',
      'resources/fonts/inter-latin.woff2',
    ]);
    expect(
      inside.filter(name => !/^resources\/(js|css|fonts|icons)\/[\w-]+\.(js|css|woff2|png)$/.test(name)),
    ).to.have.members(['neutralino.config.json', 'resources/index.html']);
  });

  it('carry the licences of what is in them', async () => {
    const text = textOf(unzipSync(await open('windows', 'x64'))['Impact Time/licences.txt']);
    for (const name of ['Impact Time', '@neutralinojs/lib', 'zod', 'lucide-static', '@fontsource-variable/inter'])
      expect(text).to.match(new RegExp(`^${name}\\n\\n\\S`, 'm'));
  });

  it('are made only for machines whose runtime is there; each other is said in a sentence', async () => {
    const few = join(folder, 'few');
    await mkdir(few);
    await writeFile(join(few, 'neutralino-linux_armhf'), 'a runtime');
    const said: string[] = [];
    const made = await make(said, few, join(folder, 'few-dist'));
    expect(made?.packages.map(({ file }) => file)).to.deep.equal([`impact-time-${made?.version}-linux-armhf.tar.gz`]);
    expect(said).to.have.lengthOf(targets.length - 1);
    expect(said).to.include('No package for macos arm64: neutralino-mac_arm64 is missing (npm run tracker:runtime).');
  });

  it('stay as they were when there is no runtime at all', async () => {
    const none = join(folder, 'none');
    const before = await readdir(into);
    expect(await make([], none)).to.equal(null);
    expect(await readdir(into)).to.deep.equal(before);
  });

  it('stay as they were when a new one cannot be made, and nothing half made is left', async () => {
    const broken = join(folder, 'broken');
    await mkdir(broken);
    await writeFile(join(broken, 'neutralino-win_x64.exe'), 'not a program');
    const before = await readdir(folder);
    const failed = await make([], broken).then(
      () => null,
      (error: Error) => error,
    );
    expect(failed?.message).to.match(/^neu could not build the tracker/);
    expect(await readdir(folder)).to.deep.equal(before);
    expect(await readFile(join(into, 'manifest.json'), 'utf8')).to.include(manifest.packages[0]!.sha256);
  });

  describe('in the menu of a Linux desktop', () => {
    let data: string;
    let unpacked: string;
    const install = (...options: string[]): string =>
      execFileSync(join(unpacked, 'install.sh'), options, {
        env: { ...process.env, XDG_DATA_HOME: data, XDG_CONFIG_HOME: join(data, 'config') },
        encoding: 'utf8',
      });
    const entry = (): Promise<string> => readFile(join(data, 'applications/impact-time.desktop'), 'utf8');

    beforeEach(async () => {
      data = await mkdtemp(join(folder, 'home of felix '));
      unpacked = await unpackLinux();
    });

    it('are started from where they were put, wherever they were unpacked', async () => {
      expect(install()).to.include('Impact Time is in your menu.');
      await rm(unpacked, { recursive: true });
      const program = /^Exec="(.+)"$/m.exec(await entry())?.[1];
      expect(program).to.equal(join(data, 'impact-time-program/impact-time'));
      expect((await stat(program!)).mode & 0o111).to.equal(0o111);
      expect((await stat(join(data, 'icons/hicolor/256x256/apps/impact-time.png'))).size).to.be.above(0);
    });

    it('are replaced by a newer one', async () => {
      install();
      await writeFile(join(unpacked, 'impact-time'), 'a newer runtime');
      install();
      expect(await readFile(join(data, 'impact-time-program/impact-time'), 'utf8')).to.equal('a newer runtime');
    });

    it('can be removed, and leave time that was not sent', async () => {
      install();
      await mkdir(join(data, 'impact-time/queue'), { recursive: true });
      await writeFile(join(data, 'impact-time/queue/1.json'), '{}');
      await mkdir(join(data, 'config/autostart'), { recursive: true });
      await writeFile(join(data, 'config/autostart/com.workforimpact.time.desktop'), '');
      expect(install('--remove')).to.include('still in');
      expect(await readdir(data, { recursive: true })).to.include('impact-time/queue/1.json');
      expect(
        (await readdir(data, { recursive: true })).filter(name => /program|\.desktop|\.png/.test(name)),
      ).to.deep.equal([]);
    });
  });

  async function unpackLinux(): Promise<string> {
    const to = await mkdtemp(join(folder, 'unpacked-'));
    execFileSync('tar', ['-xzf', join(into, packageFor('linux', 'x64').file), '-C', to]);
    return join(to, 'impact-time');
  }
});

describe('An archive', () => {
  const entries = [
    { path: 'b/run', bytes: Buffer.from('#!/bin/sh'), executable: true },
    { path: 'a.txt', bytes: Buffer.from('text') },
  ];
  const { TZ } = process.env;
  afterEach(() => {
    if (TZ === undefined) delete process.env['TZ'];
    else process.env['TZ'] = TZ;
  });

  for (const [name, archive] of [
    ['zip', zipOf],
    ['tar.gz', tarGzOf],
  ] as const) {
    it(`as ${name} is the same wherever it is made and in whatever order its files are named`, async () => {
      process.env['TZ'] = 'UTC';
      const one = hashOf(await archive(entries));
      process.env['TZ'] = 'Asia/Kathmandu';
      expect(hashOf(await archive([...entries].reverse()))).to.equal(one);
      expect(hashOf(await archive(entries.map(entry => ({ ...entry, executable: false }))))).to.not.equal(one);
    });
  }
});

describe('The runtime for this machine', () => {
  const machines: [platform: string, arch: string, runtime: string | undefined][] = [
    ['linux', 'x64', 'neutralino-linux_x64'],
    ['linux', 'arm', 'neutralino-linux_armhf'],
    ['darwin', 'arm64', 'neutralino-mac_arm64'],
    ['win32', 'x64', 'neutralino-win_x64.exe'],
    ['win32', 'ia32', undefined],
    ['freebsd', 'x64', undefined],
  ];
  for (const [platform, arch, runtime] of machines) {
    it(`is ${runtime ?? 'none'} for ${platform} on ${arch}`, () => {
      expect(targetOf(platform, arch)?.runtime).to.equal(runtime);
    });
  }
});

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const textOf = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString();

/** Windows programs are opened to give them an icon, so that one has to be real, if empty. */
const bytesOf = (runtime: string): Uint8Array =>
  runtime.endsWith('.exe')
    ? new Uint8Array(NtExecutable.createEmpty(false, false).generate())
    : Buffer.from(`a runtime called ${runtime}`);

/** Permissions as the zip's central directory states them. */
function unixModes(zip: Buffer): Record<string, number> {
  const modes: Record<string, number> = {};
  for (let at = zip.indexOf('PK\x01\x02'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 4)) {
    const name = zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28));
    modes[name] = zip.readUInt32LE(at + 38) >>> 16;
  }
  return modes;
}

type Tree = { files?: Record<string, Tree> };

/** Every file in `neu`'s archive, an asar: a JSON with the tree after four numbers. */
function namesIn(asar: Buffer): string[] {
  const tree = JSON.parse(asar.toString('utf8', 16, 16 + asar.readUInt32LE(12))) as Tree;
  const names = ({ files = {} }: Tree): string[] =>
    Object.entries(files).flatMap(([name, inside]) =>
      inside.files ? names(inside).map(below => `${name}/${below}`) : [name],
    );
  return names(tree);
}
