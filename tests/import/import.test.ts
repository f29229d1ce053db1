import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import http, { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import request, { type Response } from 'supertest';
import { findBlockById } from '../../src/diary/block-rows.ts';
import { keysOf } from '../../src/diary/storage-keys.ts';
import { entriesOf, exportFile, manifestOf, waitingBlock, zipOf, type TestItem } from '../support/exported.ts';
import { picture } from '../support/pictures.ts';
import { signInTracker, type TestTracker } from '../support/tracker.ts';
import { ORIGIN, world, type Person, type World } from '../support/world.ts';

const NINE = '2026-11-18T09:00:00Z';
const TEN_PAST = '2026-11-18T09:10:00Z';
const TWENTY_PAST = '2026-11-18T09:20:00Z';

const leftBehind = (): string[] => readdirSync(tmpdir()).filter(name => name.startsWith('impact-time-received-'));

describe('Time brought in a file', () => {
  let w: World;
  let tracker: TestTracker;

  beforeEach(async () => {
    w = await world();
    w.outside.clock.set('2026-11-18T08:00:00Z');
    w.contract = await w.activeContract();
    tracker = await signInTracker(w.app, w.felix.email);
    w.outside.clock.set('2026-11-18T12:00:00Z');
  });
  afterEach(() => expect(leftBehind(), 'temporary folders').to.deep.equal([]));

  function bring(person: Pick<Person, 'cookie'>, ...files: Buffer[]): Promise<Response> {
    const post = request(w.app).post('/import').set('Cookie', person.cookie).set('Origin', ORIGIN);
    files.forEach((file, place) => post.attach('files', file, `impact-time-2026-11-18-${place + 1}.zip`));
    return Promise.resolve(post);
  }
  const block = (startedAt: string, changes = {}): Promise<TestItem> => waitingBlock(w.contract.id, startedAt, changes);
  const kept = ({ id }: TestItem) => findBlockById(id, w.felix.id);

  it('is taken with its pictures byte for byte, judged as if the tracker had sent it', async () => {
    const items = [await block(NINE), await block(TEN_PAST, { description: 'stuff' })];
    const { status, text } = await bring(w.felix, exportFile(items, w.felix));
    expect(status).to.equal(200);
    expect(text).to.contain('2 blocks, 20 m').and.to.contain('10 m, the diary says why');
    const first = (await kept(items[0]!))!;
    expect(first).to.include({ seconds: 600, protected: true });
    expect(await w.outside.storage.get(keysOf(first)[0]!)).to.deep.equal(items[0]!.bytes[0]);
    expect((await kept(items[1]!))!.reasons).to.deep.equal(['vague-description']);
  });

  it('is told on the contract’s page, to both sides', async () => {
    await bring(w.felix, exportFile([await block(NINE), await block(TEN_PAST)], w.felix));
    const words = 'Felix brought 20 m (2 blocks) in a file, from a computer that was offline.';
    for (const person of [w.felix, w.carla])
      expect((await person.get(`/contracts/${w.contract.id}`)).text).to.contain(words);
  });

  it('changes nothing the second time, in words as well', async () => {
    const file = exportFile([await block(NINE)], w.felix);
    await bring(w.felix, file);
    const { text } = await bring(w.felix, file);
    expect(text).to.contain('Everything in this file was in your work diary already.');
    const page = await w.felix.get(`/contracts/${w.contract.id}`);
    expect(page.text.split('brought 10 m')).to.have.lengthOf(2);
  });

  it('and the same blocks sent by the tracker, before or after, are there once', async () => {
    const [sent, brought] = [await block(NINE), await block(TEN_PAST)];
    const send = ({ id, block, bytes }: TestItem) =>
      tracker.send(w.contract.id, block.startedAt, { id, block, pictures: bytes });
    await send(sent);
    expect((await bring(w.felix, exportFile([sent, brought], w.felix))).text).to.match(
      /Taken<\/dt><dd>1 block, 10 m<[^]*Here already<\/dt><dd>1 block</,
    );
    expect((await send(brought)).status).to.equal(200);
  });

  it('claims no more than has passed on the server’s clock, like any other', async () => {
    const items = await Promise.all(['07:00', '07:10', '07:20'].map(at => block(`2026-11-18T${at}:00Z`)));
    w.outside.clock.set('2026-11-18T08:20:00Z');
    await w.contract.update({ acceptedAt: new Date('2026-11-18T06:00:00Z') });
    await bring(w.felix, exportFile(items, w.felix));
    const reasons = await Promise.all(items.map(async item => (await kept(item))!.reasons));
    expect(reasons).to.deep.equal([[], [], ['clock-unreliable']]);
  });

  it('is taken oldest first, whatever the order in the files', async () => {
    const contract = await w.activeContract({ weeklyLimitSeconds: 900, projectCodes: [] });
    await contract.update({ acceptedAt: new Date('2026-11-18T08:00:00Z') });
    const at = (startedAt: string) => waitingBlock(contract.id, startedAt, { projectCode: null });
    const [late, middle, early] = [await at(TWENTY_PAST), await at(TEN_PAST), await at(NINE)];
    await bring(w.felix, exportFile([late, early], w.felix), exportFile([middle], w.felix));
    const reasons = await Promise.all([early, middle, late].map(async item => (await kept(item))!.reasons));
    expect(reasons).to.deep.equal([[], ['over-weekly-limit'], ['over-weekly-limit']]);
  });

  it('leaves out what the rules refuse, says why beside it, and takes the rest', async () => {
    const stans = await w.activeContract({ title: 'Stan’s secret' });
    await stans.update({ freelancerId: w.stan.id, freelancerEmail: w.stan.email });
    const items = [
      await block(NINE),
      await block('2026-10-01T09:00:00Z'),
      await block(TEN_PAST, { projectCode: 'NONE' }),
      await waitingBlock(stans.id, TWENTY_PAST),
      await block('2026-11-18T09:04:00Z', { seconds: 60, inputSeconds: 30 }),
    ];
    const { status, text } = await bring(w.felix, exportFile(items, w.felix));
    expect(status).to.equal(200);
    expect(text)
      .to.contain('1 block, 10 m')
      .and.to.match(/Not taken<\/dt><dd>4 blocks/);
    for (const words of ['older than 14 days', 'no such project code', 'not one of yours', 'Time counts once'])
      expect(text).to.contain(words);
    expect(text).to.contain('18 Nov 2026, 10:10').and.not.to.contain('Stan');
  });

  it('leaves out a block that cannot be read, or whose picture is missing or another', async () => {
    const [good, missing, other] = [await block(NINE), await block(TEN_PAST), await block(TWENTY_PAST)];
    const items = [...manifestOf([good, missing, other], w.felix).items, { id: '<b>', block: 7 }];
    const entries = entriesOf([good, missing, other], manifestOf([], w.felix, { items }));
    delete entries[missing.pictures[0]!];
    entries[other.pictures[0]!] = await picture(77);
    const { text } = await bring(w.felix, zipOf(entries));
    expect(text)
      .to.match(/Taken<\/dt><dd>1 block, 10 m/)
      .and.to.match(/Not taken<\/dt><dd>3 blocks/);
    expect(text).to.contain('names other pictures').and.contain('damaged on the way').and.contain('cannot be read');
  });

  it('shows hostile pictures’ blocks as refused, and is none the worse for it', async () => {
    const folder = path.join(import.meta.dirname, '../support/hostile-uploads/files');
    const names = readdirSync(folder).filter(name => /^(1[1-4]|2[0-6]|3[0-8])/.test(name));
    const items: TestItem[] = [];
    for (const [place, name] of names.entries()) {
      const startedAt = new Date(Date.parse('2026-11-18T08:00:00Z') + place * 600_000).toISOString();
      const bytes = [readFileSync(path.join(folder, name))];
      items.push(await block(startedAt, { bytes }));
    }
    const good = await block('2026-11-18T11:50:00Z');
    const { text } = await bring(w.felix, exportFile([...items.slice(0, 23), good], w.felix));
    expect((await kept(good))!.protected).to.equal(true);
    expect(Number(/Not taken<\/dt><dd>(\d+) blocks/.exec(text)?.[1])).to.be.above(15);
    expect(w.outside.complaints).to.deep.equal([]);
  });

  it('shows what people wrote as text', async () => {
    const title = '"><script>alert(1)</script>';
    const contract = await w.activeContract({ title, projectCodes: [] });
    const items = [await waitingBlock(contract.id, '2026-11-18T11:50:00Z', { projectCode: null })];
    const { text } = await bring(w.felix, exportFile(items, { id: w.felix.id, name: title }));
    expect(text).not.to.contain('<script>alert').and.not.to.contain('"><script');
  });

  describe('is refused as a whole, with one sentence and nothing taken,', () => {
    let item: TestItem;
    beforeEach(async () => {
      item = await block(NINE);
    });
    afterEach(async () => expect(await kept(item)).to.equal(null));

    const refused = async (file: Buffer, words: string, status = 422): Promise<void> => {
      const answer = await bring(w.felix, file);
      expect(answer.text).to.contain(words);
      expect(answer.status).to.equal(status);
    };

    it('when it is somebody else’s', async () => {
      await refused(exportFile([item], w.stan), 'Sign in as that person');
      const { text } = await bring(w.stan, exportFile([item], w.felix));
      expect(text).to.contain('Sign in as that person');
    });

    it('when it is for another server', () =>
      refused(exportFile([item], w.felix, { server: 'https://elsewhere.example' }), 'for another server'));

    it('when no file was chosen', async () => {
      const { status, text } = await bring(w.felix);
      expect(status).to.equal(422);
      expect(text).to.contain('Choose the file that the tracker saved.');
    });

    it('when it is no archive, or an archive of something else', async () => {
      await refused(Buffer.from('hello'), 'This is no file from the tracker.');
      await refused(await picture(1), 'This is no file from the tracker.');
      await refused(Buffer.alloc(0), 'This is no file from the tracker.');
      await refused(zipOf({ 'notes.txt': Buffer.from('hello') }), 'This is no file from the tracker.');
    });

    it('when it is cut off or damaged', async () => {
      const file = exportFile([item], w.felix);
      await refused(file.subarray(0, file.length - 40), 'This file is damaged.');
      await refused(file.subarray(0, 100), 'This file is damaged.');
      const flipped = Buffer.from(file);
      const at = flipped.indexOf('"seconds":600') + 10;
      flipped[at] = '5'.charCodeAt(0);
      await refused(flipped, 'This file is damaged.');
    });

    it('when it would unfold, is locked, names an entry twice or puts two over the same bytes', async () => {
      const manifest = manifestOf([item], w.felix);
      const words = 'This file is not as the tracker makes it.';
      await refused(zipOf({ ...entriesOf([item], manifest), 'bomb.jpg': Buffer.alloc(10_000_000) }, 9), words);
      await refused(zipOf({ ...entriesOf([item], manifest), 'large.jpg': Buffer.alloc(2_000_001) }), words);
      const file = exportFile([item], w.felix);
      const locked = Buffer.from(file);
      for (const at of allOf(locked, 'PK\x01\x02')) locked.writeUInt16LE(locked.readUInt16LE(at + 8) | 1, at + 8);
      await refused(locked, 'This file is damaged.');
      const twins = zipOf({ ...entriesOf([item], manifest), 'a.jpg': Buffer.alloc(9), 'b.jpg': Buffer.alloc(9) });
      for (const at of allOf(twins, 'b.jpg')) twins.write('a.jpg', at);
      await refused(twins, words);
      const over = zipOf({ ...entriesOf([item], manifest), 'a.jpg': Buffer.alloc(20_000), 'b.jpg': Buffer.alloc(1) });
      const [a, b] = ['a.jpg', 'b.jpg'].map(name => over.lastIndexOf(name) - 46);
      over.copy(over, b! + 16, a! + 16, a! + 28);
      over.copy(over, b! + 42, a! + 42, a! + 46);
      await refused(over.subarray(0), words);
    });

    it('when it has too many entries, or names that would lead elsewhere', async () => {
      const many = Object.fromEntries(Array.from({ length: 700 }, (_, place) => [`${place}.jpg`, Buffer.alloc(1)]));
      await refused(
        zipOf({ ...entriesOf([item], manifestOf([item], w.felix)), ...many }),
        'not as the tracker makes it',
      );
      const paths = zipOf({ ...entriesOf([item], manifestOf([item], w.felix)), '../../etc/passwd': Buffer.alloc(1) });
      await refused(paths, 'This file is damaged.');
    });

    it('when its manifest is no manifest, or of a tracker to come', async () => {
      await refused(zipOf({ 'impact-time-queue.json': Buffer.from('{') }), 'not as the tracker makes it');
      await refused(exportFile([item], w.felix, { format: 2 }), 'newer tracker');
      await refused(exportFile([item], w.felix, { items: Array.from({ length: 301 }, () => 1) }), 'not as the tracker');
      await refused(exportFile([item], w.felix, { server: 'javascript:alert(1)' }), 'not as the tracker');
    });

    it('when one of several is not right: which one is said', async () => {
      const { text } = await bring(w.felix, exportFile([item], w.felix), Buffer.from('hello'));
      expect(text).to.contain('impact-time-2026-11-18-2.zip: This is no file from the tracker.');
    });

    it('when there are too many, it is too large, or the form has other things in it', async () => {
      const file = exportFile([item], w.felix);
      expect((await bring(w.felix, file, file, file, file)).text).to.contain('at most 3 files');
      await refused(Buffer.concat([file, Buffer.alloc(25_000_000)]), 'at most 25 MB', 413);
      const other = request(w.app).post('/import').set('Cookie', w.felix.cookie).set('Origin', ORIGIN);
      expect((await other.attach('other', file, 'x.zip')).status).to.equal(400);
    });
  });

  it('leaves nothing on the disk when the sender goes away half-way', async () => {
    const server = createServer(w.app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const headers = {
      ...{ cookie: w.felix.cookie, origin: ORIGIN, 'content-length': 10_000_000 },
      'content-type': 'multipart/form-data; boundary=x',
    };
    const { port } = server.address() as AddressInfo;
    const upload = http.request({ port, host: '127.0.0.1', path: '/import', method: 'POST', headers });
    upload.on('error', () => undefined);
    upload.write('--x\r\nContent-Disposition: form-data; name="files"; filename="a.zip"\r\n\r\n');
    upload.write(Buffer.alloc(1_000_000));
    while (leftBehind().length === 0) await wait(5);
    upload.destroy();
    while (leftBehind().length > 0) await wait(5);
    server.close();
    expect(w.outside.complaints).to.deep.equal([]);
  });

  it('is for freelancers who are signed in', async () => {
    const file = exportFile([await block(NINE)], w.felix);
    expect((await bring(w.carla, file)).status).to.equal(403);
    expect((await bring(w.ada, file)).status).to.equal(403);
    const { status, headers } = await bring({ cookie: '' }, file);
    expect([status, headers['location']]).to.deep.equal([303, '/sign-in']);
    const elsewhere = request(w.app)
      .post('/import')
      .set('Cookie', w.felix.cookie)
      .set('Origin', 'https://evil.example');
    expect((await elsewhere.attach('files', file, 'x.zip')).status).to.equal(403);
  });

  it('is taken forty times in a quarter of an hour', async () => {
    for (let time = 0; time < 40; time += 1) expect((await bring(w.felix, Buffer.from('x'))).status).to.equal(422);
    const { status, text, headers } = await bring(w.felix, Buffer.from('x'));
    expect(status).to.equal(429);
    expect(text).to.contain('Wait a quarter of an hour.');
    expect(headers['retry-after']).to.equal('900');
    expect((await bring(w.stan, Buffer.from('x'))).status).to.equal(422);
  });

  it('brings 300 blocks in one upload within the time a host gives a request', async function () {
    this.timeout(120_000);
    w.outside.clock.set('2026-11-21T12:00:00Z');
    const first = Date.parse('2026-11-18T09:00:00Z');
    const items: TestItem[] = [];
    for (let place = 0; place < 300; place += 1)
      items.push(await block(new Date(first + place * 600_000).toISOString()));
    const file = exportFile(items, w.felix);
    const before = process.cpuUsage();
    const { text } = await bring(w.felix, file);
    expect(text).to.contain('300 blocks, 50 h');
    // Of the processor's time: what else this machine does is not the question.
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6, 'seconds').to.be.below(25);
  });
});

/** Where a sequence of bytes begins. */
function allOf(bytes: Buffer, what: string): number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf(what, 0, 'latin1'); at >= 0; at = bytes.indexOf(what, at + 1, 'latin1')) found.push(at);
  return found;
}
