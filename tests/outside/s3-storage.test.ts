import { expect } from 'chai';
import type { Patience } from '../../src/outside/retries.ts';
import { s3Storage, type S3Storage } from '../../src/outside/s3-storage.ts';
import type { S3Settings } from '../../src/outside/s3-client.ts';
import { StorageAway } from '../../src/outside/storage.ts';
import { S3Double, type Trouble } from '../support/s3-double.ts';
import { testClock, type TestClock } from '../support/outside.ts';

const KEY = '12/2026-11-18/1795045800-1-9f86d081884c7d65.jpg';
const BYTES = Buffer.from(Array.from({ length: 70_000 }, (_, i) => (i * 7) % 256));
const QUICK: Patience = { attempts: 3, attemptMs: 150, altogetherMs: 1_000, pauseMs: 2 };

describe('Pictures in a bucket', () => {
  let clock: TestClock;
  let s3: S3Double;
  let storage: S3Storage;
  const open = (changed: Partial<S3Settings> = {}, patience: Partial<Patience> = {}): S3Storage =>
    s3Storage(
      { ...s3.settings, ...changed },
      { clock, patience: { ...QUICK, ...patience }, rest: { failures: 3, restMs: 10_000 } },
    );
  const failure = (act: Promise<unknown>): Promise<unknown> => act.catch((error: unknown) => error);

  beforeEach(async () => {
    clock = testClock();
    s3 = await S3Double.open(() => clock.now());
    storage = open();
  });
  afterEach(() => s3.close());

  it('come back byte for byte, with a type and a hash', async () => {
    await storage.put(KEY, BYTES);
    expect(await storage.get(KEY)).to.deep.equal(BYTES);
    expect(await storage.has(KEY)).to.equal(true);
    expect([...s3.objects.keys()]).to.deep.equal([KEY]);
    expect(s3.objects.get(KEY)!.type).to.equal('image/jpeg');
    expect((await storage.hashOf(KEY))!.toString('hex')).to.match(/^[0-9a-f]{64}$/);
    expect(storage.state()).to.deep.equal({ kind: 's3', failures: 0, breaker: 'closed' });
  });

  it('may be empty, and several may come at once', async () => {
    const files = ['a', 'b', 'c'].map(name => ({
      key: `12/${name}.jpg`,
      bytes: Buffer.alloc(name === 'a' ? 0 : 9, name),
    }));
    await storage.putAll(files);
    for (const { key, bytes } of files) expect(await storage.get(key)).to.deep.equal(bytes);
  });

  it('that are not there are null, and deleting them does nothing', async () => {
    expect([await storage.get(KEY), await storage.has(KEY), await storage.hashOf(KEY)]).to.deep.equal([
      null,
      false,
      null,
    ]);
    await storage.delete(KEY);
    await storage.put(KEY, BYTES);
    await storage.delete(KEY);
    await storage.delete(KEY);
    expect(await storage.get(KEY)).to.equal(null);
    expect(storage.state().failures).to.equal(0);
  });

  it('have their hash read back from a server that keeps no checksums', async () => {
    await storage.put(KEY, BYTES);
    const kept = await storage.hashOf(KEY);
    s3.checksums = false;
    expect(await storage.hashOf(KEY)).to.deep.equal(kept);
    expect(s3.asked.at(-1)).to.equal(`GET ${KEY}`);
  });

  it('never have keys that could mean another place', async () => {
    for (const key of ['../secret', '/a', 'a/../../b', 'a?b', 'a%2f', 'ä', ''])
      expect(await failure(storage.put(key, BYTES))).to.have.property('message', `not a storage key: ${key}`);
    expect(s3.asked).to.deep.equal([]);
  });

  const passing: Trouble[] = ['busy', 'broken', 'stall', 'cut-before', 'cut-after', 'damaged-on-its-way', 'damaged'];
  for (const trouble of passing) {
    it(`arrive although the first attempt meets: ${trouble}`, async () => {
      s3.troubles = [trouble];
      await storage.put(KEY, BYTES);
      expect(s3.objects.get(KEY)!.bytes).to.deep.equal(BYTES);
      expect(s3.asked).to.deep.equal([`PUT ${KEY}`, `PUT ${KEY}`]);
    });
  }

  for (const trouble of ['busy', 'broken', 'stall', 'cut-before', 'cut-within', 'damaged'] satisfies Trouble[]) {
    for (const checksums of [true, false]) {
      it(`are read although the first attempt meets: ${trouble}${checksums ? '' : ', without checksums'}`, async () => {
        await storage.put(KEY, BYTES);
        s3.checksums = checksums;
        s3.troubles = [trouble];
        expect(await storage.get(KEY)).to.deep.equal(BYTES);
        expect(s3.asked).to.deep.equal([`PUT ${KEY}`, `GET ${KEY}`, `GET ${KEY}`]);
        expect(storage.state()).to.deep.equal({ kind: 's3', failures: 1, breaker: 'closed' });
      });
    }
  }

  it('are given up after so many attempts, in words for the log', async () => {
    s3.always = 'busy';
    const error = await failure(storage.get(KEY));
    expect(error).to.be.instanceOf(StorageAway).with.property('message', `get ${KEY}: 503 SlowDown`);
    expect(s3.asked).to.have.lengthOf(QUICK.attempts);
  });

  it('are waited for no longer than is allowed altogether', async () => {
    s3.always = 'stall';
    const hasty = open({}, { attempts: 50, attemptMs: 60, altogetherMs: 200 });
    const error = await failure(hasty.put(KEY, BYTES));
    expect(error).to.be.instanceOf(StorageAway).with.property('message', `put ${KEY}: no answer in time`);
    expect(s3.asked.length).to.be.within(2, 5);
  });

  it('are not asked for again when that is no use', async () => {
    s3.troubles = ['denied'];
    expect(await failure(storage.get(KEY)))
      .to.be.instanceOf(StorageAway)
      .with.property('message', `get ${KEY}: 403 AccessDenied`);
    expect(s3.asked).to.have.lengthOf(1);
  });

  it('whose presence is not told say which right is probably missing: HEAD is refused without a word', async () => {
    s3.troubles = ['denied'];
    expect(await failure(storage.has(KEY)))
      .to.be.instanceOf(StorageAway)
      .with.property(
        'message',
        `head ${KEY}: 403 to HEAD in the bucket pictures: the access key probably lacks s3:ListBucket, without which S3 says this of every key that is not there, or s3:GetObject`,
      );
    s3.troubles = ['broken', 'broken', 'broken'];
    expect(await failure(storage.has(KEY))).to.have.property('message', `head ${KEY}: 500`);
  });

  const wrong: [changed: Partial<S3Settings>, code: string][] = [
    [{ secretAccessKey: 'another' }, '403 SignatureDoesNotMatch'],
    [{ accessKeyId: 'AKIAOTHER' }, '403 InvalidAccessKeyId'],
    [{ region: 'us-east-1' }, '400 AuthorizationHeaderMalformed'],
    [{ bucket: 'other' }, '404 NoSuchBucket'],
  ];
  for (const [changed, code] of wrong) {
    it(`with wrong settings are away and not just missing: ${code}`, async () => {
      const error = await failure(open(changed).get(KEY));
      expect(error).to.be.instanceOf(StorageAway).with.property('message', `get ${KEY}: ${code}`);
      const { message, stack } = error as Error;
      expect(`${message}${stack}${JSON.stringify(error)}`).not.to.match(/AKIA|secret/);
    });
  }

  it('are signed by the clock of the server', async () => {
    const s3Now = clock.now();
    clock.advance(16 * 60);
    const late = await S3Double.open(() => s3Now);
    const error = await failure(open({ ...late.settings }).get(KEY));
    expect(error).to.have.property('message', `get ${KEY}: 403 RequestTimeTooSkewed`);
    await late.close();
  });

  it('leave a storage alone that fails again and again, until one call has found it well', async () => {
    s3.always = 'denied';
    for (let i = 0; i < 3; i++) await failure(storage.get(KEY));
    expect(storage.state().breaker).to.equal('open');
    const before = s3.asked.length;
    const error = await failure(storage.get(KEY));
    expect(error)
      .to.be.instanceOf(StorageAway)
      .with.property('message', 'the storage is left alone after it failed repeatedly');
    expect(s3.asked).to.have.lengthOf(before);

    clock.advance(11);
    expect(storage.state().breaker).to.equal('half-open');
    await failure(storage.get(KEY));
    expect(storage.state().breaker).to.equal('open');

    clock.advance(11);
    s3.always = null;
    const many = await Promise.all([1, 2, 3].map(() => failure(storage.get(KEY))));
    expect(many.filter(found => found instanceof StorageAway)).to.have.lengthOf(2);
    expect(storage.state().breaker).to.equal('closed');
    expect(await storage.get(KEY)).to.equal(null);
  });

  it('share a bounded number of connections', async () => {
    await storage.put(KEY, BYTES);
    s3.always = 'stall';
    const patient = open({}, { attempts: 1, attemptMs: 400 });
    const reads = Array.from({ length: 144 }, () => failure(patient.get(KEY)));
    await new Promise(resolve => setTimeout(resolve, 200));
    expect(s3.asked.filter(asked => asked.startsWith('GET'))).to.have.lengthOf(32);
    // Once it is known to fail nobody waits for it any more.
    expect((await Promise.all(reads)).every(error => error instanceof StorageAway)).to.equal(true);
    expect(s3.asked.filter(asked => asked.startsWith('GET')).length).to.be.below(70);
  });
});
