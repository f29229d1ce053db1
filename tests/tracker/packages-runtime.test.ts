import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { zipSync } from 'fflate';
import { fetchRuntime, neutralinoReleases, NotFetched } from '../../tracker/packaging/fetch-runtime.ts';
import { targets } from '../../tracker/packaging/targets.ts';

const ARCHIVE = 'neutralinojs-v6.9.0.zip';
const LINUX = 'neutralino-linux_x64';
const bytesOf = (text: string): Uint8Array => Buffer.from(text);
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const good = zipSync(Object.fromEntries(targets.map(({ runtime }) => [runtime, bytesOf(`runtime ${runtime}`)])));

/** A real server in the place of GitHub's two. */
describe('The Neutralino runtimes', () => {
  let tracker: string;
  let server: Server;
  let asked: string[];
  /** What lies at GitHub, and what its API says about it. */
  let archive: Uint8Array;
  let digest: string | null | undefined;
  let answer: RequestListener;

  beforeEach(async () => {
    tracker = await mkdtemp(join(tmpdir(), 'impact-time-runtime-'));
    await writeFile(join(tracker, 'neutralino.config.json'), JSON.stringify({ cli: { binaryVersion: '6.9.0' } }));
    await pin(null);
    [asked, archive, digest] = [[], good, `sha256:${hashOf(good)}`];
    answer = (request, response) => {
      if (request.url === `/files/v6.9.0/${ARCHIVE}`) response.end(archive);
      else if (request.url === '/api/v6.9.0') response.end(JSON.stringify({ assets: [{ name: ARCHIVE, digest }] }));
      else response.writeHead(404).end();
    };
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      answer(request, response);
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
    await rm(tracker, { recursive: true });
  });

  const pin = (hash: string | null, name = ARCHIVE) =>
    writeFile(join(tracker, 'runtime.json'), JSON.stringify({ [name]: hash }));
  const pinned = async (): Promise<unknown> => JSON.parse(await readFile(join(tracker, 'runtime.json'), 'utf8'));
  const runtime = (name = LINUX): Promise<string> => readFile(join(tracker, 'bin', name), 'utf8');

  async function fetched(): Promise<string[]> {
    const said: string[] = [];
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await fetchRuntime(tracker, { files: `${url}/files`, api: `${url}/api` }, words => said.push(words));
    return said;
  }

  /** The sentence with which nothing was fetched; nothing may have changed then. */
  async function refused(): Promise<string> {
    const before = [await readdir(tracker, { recursive: true }), await pinned()];
    const error = await fetched().then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(NotFetched);
    expect([await readdir(tracker, { recursive: true }), await pinned()]).to.deep.equal(before);
    return (error as NotFetched).message;
  }

  it('come from GitHub', () => {
    for (const address of Object.values(neutralinoReleases))
      expect(address).to.match(/^https:\/\/(api\.)?github\.com\/(repos\/)?neutralinojs\/neutralinojs\/releases\//);
  });

  it('with the pinned SHA-256 are unpacked as programs, and nobody else is asked', async () => {
    await pin(hashOf(good));
    await fetched();
    expect((await readdir(join(tracker, 'bin'))).sort()).to.deep.equal(targets.map(({ runtime }) => runtime).sort());
    expect(await runtime()).to.equal(`runtime ${LINUX}`);
    expect((await stat(join(tracker, 'bin', LINUX))).mode & 0o777).to.equal(0o755);
    expect(asked).to.deep.equal([`/files/v6.9.0/${ARCHIVE}`]);
  });

  it('with another SHA-256 are thrown away, whatever GitHub says of them', async () => {
    await pin('0'.repeat(64));
    expect(await refused()).to.equal(
      `${ARCHIVE} is not what it should be, and was thrown away: ` +
        `tracker/runtime.json expects ${'0'.repeat(64)}, it has ${hashOf(good)}.`,
    );
  });

  it('fetched the first time are compared with what GitHub states, which is written down to be committed', async () => {
    expect((await fetched()).join(' ')).to.include('Commit it.');
    expect(await pinned()).to.deep.equal({ [ARCHIVE]: hashOf(good) });
    expect(await runtime()).to.equal(`runtime ${LINUX}`);
    archive = zipSync({ [LINUX]: bytesOf('exchanged') });
    digest = `sha256:${hashOf(archive)}`;
    expect(await refused()).to.include('tracker/runtime.json expects');
    expect(await runtime()).to.equal(`runtime ${LINUX}`);
  });

  it('that are not what GitHub states are thrown away', async () => {
    digest = `sha256:${'1'.repeat(64)}`;
    expect(await refused()).to.include(`GitHub states ${'1'.repeat(64)}`);
  });

  for (const stated of [null, undefined, '', 'md5:d41d8cd98f00b204e9800998ecf8427e']) {
    it(`are not trusted when GitHub states ${JSON.stringify(stated) ?? 'nothing'} as their SHA-256`, async () => {
      digest = stated;
      expect(await refused()).to.equal(
        `GitHub states no SHA-256 for ${ARCHIVE}: write the one you trust into tracker/runtime.json.`,
      );
    });
  }

  it('of a newer version are not held against the SHA-256 of an older', async () => {
    await pin('0'.repeat(64), 'neutralinojs-v6.8.0.zip');
    await fetched();
    expect(await pinned()).to.deep.equal({ [ARCHIVE]: hashOf(good) });
  });

  it('replace those that were there', async () => {
    await mkdir(join(tracker, 'bin'));
    await writeFile(join(tracker, 'bin', LINUX), 'an older runtime');
    await fetched();
    expect(await runtime()).to.equal(`runtime ${LINUX}`);
    expect((await readdir(tracker)).sort()).to.deep.equal(['bin', 'neutralino.config.json', 'runtime.json']);
  });

  it('are taken by their names: nothing else in the archive is unpacked, and no name leaves the folder', async () => {
    archive = zipSync({ [LINUX]: bytesOf('a runtime'), 'LICENSE.txt': bytesOf('MIT'), '../escaped': bytesOf('!') });
    digest = `sha256:${hashOf(archive)}`;
    await fetched();
    expect(await readdir(join(tracker, 'bin'))).to.deep.equal([LINUX]);
    expect((await readdir(tracker)).sort()).to.deep.equal(['bin', 'neutralino.config.json', 'runtime.json']);
  });

  const damaged: [what: string, bytes: Uint8Array, sentence: string][] = [
    [
      'without any runtime',
      zipSync({ [`../${LINUX}`]: bytesOf('!') }),
      `${ARCHIVE} holds none of the runtimes we pack.`,
    ],
    ['that is not a zip', bytesOf('<html>Sign in to this hotel’s network</html>'), `${ARCHIVE} cannot be unpacked.`],
    ['that is cut off', good.subarray(0, good.length - 40), `${ARCHIVE} cannot be unpacked.`],
  ];
  for (const [what, bytes, sentence] of damaged) {
    it(`in an archive ${what} are refused`, async () => {
      archive = bytes;
      await pin(hashOf(bytes));
      expect(await refused()).to.equal(sentence);
    });
  }

  it('that are not there are said so', async () => {
    answer = (_, response) => response.writeHead(404).end();
    expect(await refused()).to.match(/\/files\/v6\.9\.0\/neutralinojs-v6\.9\.0\.zip answered 404\.$/);
  });

  it('whose download breaks off leave nothing behind', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'Content-Length': good.length });
      response.write(good.subarray(0, 100), () => response.destroy());
    };
    expect(await refused()).to.match(/ broke off\. Try again\.$/);
  });

  it('cannot be had without the internet, which a sentence says', async () => {
    server.closeAllConnections();
    const address = server.address() as AddressInfo;
    await new Promise(resolve => server.close(resolve));
    const url = `http://127.0.0.1:${address.port}`;
    const error = await fetchRuntime(tracker, { files: url, api: url }, () => undefined).catch(
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(NotFetched);
    expect((error as Error).message).to.match(/cannot be reached \(.+\)\. Connect this machine to the internet/);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  });
});

describe('The pinned runtime', () => {
  it('is the one that the tracker’s configuration names', async () => {
    const read = async (name: string): Promise<unknown> =>
      JSON.parse(await readFile(new URL(`../../tracker/${name}`, import.meta.url), 'utf8'));
    const { cli } = (await read('neutralino.config.json')) as { cli: { binaryVersion: string } };
    const pins = (await read('runtime.json')) as Record<string, string | null>;
    expect(Object.keys(pins)).to.deep.equal([`neutralinojs-v${cli.binaryVersion}.zip`]);
    expect(Object.values(pins)[0] ?? '0'.repeat(64)).to.match(/^[0-9a-f]{64}$/);
  });
});
