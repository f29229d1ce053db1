import { truncate, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Express } from 'express';
import request, { type Response, type Test } from 'supertest';
import { createApp } from '../../src/app.ts';
import { config } from '../../src/config.ts';
import { testOutside, type TestOutside } from '../support/outside.ts';
import { world } from '../support/world.ts';
import { contentOf, manifestOf, packageOf, publish } from './published-packages.ts';

const windows = packageOf('windows', 'x64');
const macos = packageOf('macos', 'universal');
const linux = packageOf('linux', 'x64');
const LINUX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1';

const appFor = (trackerDownloads: string, outside = testOutside()): Express =>
  createApp(outside, { ...config, trackerDownloads });
const visit = (app: Express, userAgent = LINUX): Test => request(app).get('/download').set('User-Agent', userAgent);
const systemsOf = ({ text }: Response): string[] =>
  [...text.matchAll(/<h[23] id="\w+-heading">(Windows|macOS|Linux)</g)].map(([, name]) => name!);
const linksOf = ({ text }: Response): string[] =>
  [...text.matchAll(/href="(\/download\/[^"]+)"/g)].map(([, href]) => href!);
/** Every byte of an answer, whatever its type. */
const bytes = (test: Test): Test =>
  test.buffer(true).parse((res, done) => {
    const parts: Buffer[] = [];
    res.on('data', (part: Buffer) => parts.push(part));
    res.on('end', () => done(null, Buffer.concat(parts)));
  });

describe('The download page', () => {
  let folder: string;
  let app: Express;
  before(async () => {
    folder = await publish([windows, macos, linux]);
    app = appFor(folder);
  });

  it('offers this visitor’s system first, with version, size, SHA-256 and how to check it', async () => {
    const page = await visit(app).expect(200);
    expect(systemsOf(page)).to.deep.equal(['Linux', 'Windows', 'macOS']);
    expect(linksOf(page)).to.deep.equal([linux, windows, macos].map(({ file }) => `/download/${file}`));
    expect(page.text)
      .to.include('Version 1.2.3')
      .and.to.include(linux.sha256)
      .and.to.include(`sha256sum ${linux.file}`);
    expect(page.text).to.include(`certutil -hashfile ${windows.file} SHA256`).and.to.include('libwebkit2gtk-4.1');
  });

  it('believes what a browser says on purpose more than its User-Agent', async () => {
    const page = await visit(app).set('Sec-CH-UA-Platform', '"macOS"');
    expect(systemsOf(page)[0]).to.equal('macOS');
    expect(page.headers['vary']).to.include('User-Agent').and.to.include('Sec-CH-UA-Platform');
  });

  it('on a phone says where the tracker runs', async () => {
    const page = await visit(app, IPHONE);
    expect(page.text).to.include('Open this page on the computer you work with.');
    expect(linksOf(page)).to.have.lengthOf(3);
  });

  it('says of each system what is not published yet', async () => {
    const page = await visit(appFor(await publish([linux])));
    expect(linksOf(page)).to.deep.equal([`/download/${linux.file}`]);
    expect(page.text.match(/Not published yet/g)).to.have.lengthOf(2);
    expect((await visit(appFor(await publish([windows])))).text).to.include(
      'The tracker for Linux is not published on this server yet.',
    );
  });

  it('is linked from the landing page, from every page’s end, and from an empty list of jobs', async () => {
    const { nobody, stan, carla } = await world();
    const landing = await nobody.get('/');
    expect(landing.text.match(/href="\/download"/g)).to.have.lengthOf(2);
    expect((await stan.get('/my-jobs')).text.match(/href="\/download"/g)).to.have.lengthOf(2);
    expect((await carla.get('/my-jobs')).text.match(/href="\/download"/g)).to.have.lengthOf(1);
  });

  it('is there for everybody, and asks to sign up only who is not signed in', async () => {
    const { nobody, felix, carla, ada } = await world();
    for (const { get } of [felix, carla, ada]) {
      const page = await get('/download').expect(200);
      expect(page.text).to.not.include('href="/sign-up"');
    }
    expect((await nobody.get('/download').expect(200)).text).to.include('href="/sign-up"');
  });

  describe('where nothing is published', () => {
    const nothing: [what: string, manifest: string | null][] = [
      ['without a manifest', null],
      ['with a manifest that is not one', '{"format":1'],
      ['with a manifest of another kind', JSON.stringify({ ...manifestOf([linux]), format: 2 })],
      ['with a manifest of no packages', JSON.stringify(manifestOf([]))],
    ];
    for (const [what, manifest] of nothing) {
      it(`says so and what to do, ${what}`, async () => {
        const empty = await publish([]);
        if (manifest === null) await truncate(join(empty, 'manifest.json'));
        else await writeFile(join(empty, 'manifest.json'), manifest);
        const page = await visit(appFor(empty)).expect(200);
        expect(page.text).to.include('No tracker is published on this server yet');
        expect(page.text).to.not.include('npm run');
        expect(linksOf(page)).to.deep.equal([]);
      });
    }

    it('has no folder either, at first', async () => {
      await visit(appFor(join(folder, 'missing'))).expect(200, /No tracker is published/);
    });

    it('tells an admin how to publish it', async () => {
      const { ada, outside } = await world();
      const app = appFor(join(folder, 'missing'), outside);
      const page = await request(app).get('/download').set('Cookie', ada.cookie);
      expect(page.text).to.include('npm run tracker:build').and.to.include('TRACKER_DOWNLOADS');
    });
  });
});

describe('A download', () => {
  let app: Express;
  before(async () => {
    app = appFor(await publish([windows, linux]));
  });

  for (const [found, type] of [
    [windows, 'application/zip'],
    [linux, 'application/gzip'],
  ] as const) {
    it(`of ${found.file} is that file, as one to be kept`, async () => {
      const answer = await bytes(request(app).get(`/download/${found.file}`)).expect(200);
      expect(answer.body).to.deep.equal(contentOf(found.file));
      expect(answer.headers).to.include({
        'content-type': type,
        'content-length': String(found.bytes),
        'content-disposition': `attachment; filename=${found.file}`,
        'accept-ranges': 'bytes',
        'x-content-type-options': 'nosniff',
      });
      expect(answer.headers).to.not.have.property('content-encoding');
    });
  }

  it('that broke off goes on where it stopped, unless the file has changed', async () => {
    const whole = contentOf(linux.file);
    const path = `/download/${linux.file}`;
    const { headers } = await request(app).head(path).expect(200);
    const rest = (etag: string): Test =>
      bytes(request(app).get(path).set('Range', 'bytes=1000-').set('If-Range', etag));
    const part = await rest(headers['etag']!).expect(206);
    expect(part.body).to.deep.equal(whole.subarray(1000));
    expect(part.headers['content-range']).to.equal(`bytes 1000-${whole.length - 1}/${whole.length}`);
    expect((await rest('"another"').expect(200)).body).to.deep.equal(whole);
    await request(app).get(path).set('Range', `bytes=${whole.length}-`).expect(416);
  });

  const others = [
    'manifest.json',
    'impact-time-9.9.9-linux-x64.tar.gz',
    '..%2Fsecret',
    '%2e%2e%2fmanifest.json',
    '.env',
    '%01',
  ];
  for (const name of others) {
    it(`of ${name} is not there, because the manifest does not list it`, async () => {
      await request(app).get(`/download/${name}`).expect(404);
    });
  }

  it('whose size is not what the manifest says is neither offered nor served', async () => {
    const folder = await publish([windows, linux]);
    await truncate(join(folder, linux.file), linux.bytes - 1);
    const app = appFor(folder);
    await request(app).get(`/download/${linux.file}`).expect(404);
    expect(linksOf(await visit(app))).to.deep.equal([`/download/${windows.file}`]);
  });

  it('is only ever read', async () => {
    for (const method of ['post', 'put', 'delete'] as const)
      expect((await request(app)[method](`/download/${linux.file}`)).status).to.be.oneOf([403, 404]);
  });
});

describe('Packages in a storage elsewhere', () => {
  let storage: Server;
  let address: string;
  let outside: TestOutside;
  let app: Express;
  let asked: number;
  let answer: [status: number, text: string];

  beforeEach(async () => {
    [asked, answer] = [0, [200, JSON.stringify(manifestOf([linux]))]];
    storage = createServer((req, res) => {
      asked += 1;
      const [status, text] = req.url === '/time/manifest.json' ? answer : [404, ''];
      res.writeHead(status).end(text);
    });
    await new Promise<void>(resolve => storage.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(storage.address() as AddressInfo).port}/time`;
    outside = testOutside();
    app = appFor(`${address}/`, outside);
  });
  afterEach(async () => {
    storage.closeAllConnections();
    await new Promise(resolve => storage.close(resolve));
  });

  it('are offered as that says, and fetched from there', async () => {
    expect(linksOf(await visit(app))).to.deep.equal([`/download/${linux.file}`]);
    await request(app).get(`/download/${linux.file}`).expect(302).expect('Location', `${address}/${linux.file}`);
    await request(app).get(`/download/${windows.file}`).expect(404);
  });

  it('are asked for once a minute, however many want to know', async () => {
    await Promise.all([visit(app), visit(app), visit(app)]);
    expect(asked).to.equal(1);
    answer = [200, JSON.stringify(manifestOf([windows]))];
    outside.clock.advance(61);
    expect(linksOf(await visit(app))).to.deep.equal([`/download/${windows.file}`]);
  });

  for (const [what, trouble] of [
    ['in trouble', () => (answer = [503, 'try later'])],
    ['gone', () => storage.closeAllConnections() ?? storage.close()],
  ] as const) {
    it(`stay offered while it is ${what}`, async () => {
      await visit(app);
      trouble();
      outside.clock.advance(61);
      expect(linksOf(await visit(app).expect(200))).to.deep.equal([`/download/${linux.file}`]);
      if (!storage.listening) await new Promise<void>(resolve => storage.listen(0, '127.0.0.1', resolve));
    });
  }

  it('are offered no more when they were taken away', async () => {
    await visit(app);
    answer = [404, ''];
    outside.clock.advance(61);
    await visit(app).expect(200, /No tracker is published/);
  });
});
