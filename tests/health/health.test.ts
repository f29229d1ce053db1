import { expect } from 'chai';
import request from 'supertest';
import { createApp } from '../../src/app.ts';
import { config } from '../../src/config.ts';
import { isSqlite } from '../../src/db/sequelize.ts';
import { PictureToForget } from '../../src/diary/picture-to-forget-model.ts';
import { healthNow } from '../../src/health/health.ts';
import { within } from '../../src/health/within.ts';
import { StorageAway, type Storage } from '../../src/outside/storage.ts';
import { testOutside, type TestOutside } from '../support/outside.ts';

const away = (storage: Storage): Storage => {
  const fail = () => Promise.reject(new StorageAway('put x: 503 SlowDown'));
  return { ...storage, put: fail, putAll: fail, get: fail, has: fail, delete: fail };
};

describe('What machines ask', () => {
  let outside: TestOutside;
  const ask = (path: string, storage = outside.storage) =>
    request(createApp({ ...outside, storage }, config)).get(path);
  beforeEach(() => (outside = testOutside()));

  it('the process lives', async () => {
    const answer = await ask('/healthz', away(outside.storage));
    expect([answer.status, answer.text, answer.headers['cache-control']]).to.deep.equal([200, 'alive\n', 'no-store']);
    expect(answer.headers['set-cookie']).to.equal(undefined);
  });

  it('it can do its work', async () => {
    const answer = await ask('/readyz');
    expect(answer.status).to.equal(200);
    expect(answer.body).to.deep.equal({ ready: true, database: 'well', storage: 'well', disk: 'well' });
  });

  it('or cannot: the storage is away, and nobody outside hears why', async () => {
    const answer = await ask('/readyz', away(outside.storage));
    expect([answer.status, answer.headers['retry-after']]).to.deep.equal([503, '10']);
    expect(answer.body).to.deep.equal({ ready: false, database: 'well', storage: 'away', disk: 'well' });
  });

  it('however often they ask, the storage is asked once a second', async () => {
    let looks = 0;
    const has = (key: string) => ((looks += 1), outside.storage.has(key));
    const app = createApp({ ...outside, storage: { ...outside.storage, has } }, config);
    for (let i = 0; i < 5; i++) await request(app).get('/readyz').expect(200);
    expect(looks).to.equal(1);
    outside.clock.advance(2);
    await request(app).get('/readyz').expect(200);
    expect(looks).to.equal(2);
  });

  it('a check that never ends is cut short', async () => {
    const error = await within(5, new Promise(() => undefined)).catch((reason: unknown) => reason);
    expect(error).to.have.property('message', 'no answer within 5 ms');
    expect(await within(1_000, Promise.resolve(7))).to.equal(7);
  });
});

describe('The numbers of an installation', () => {
  it('say what is well', async () => {
    const outside = testOutside();
    const health = await healthNow(outside, config.dataFolder);
    expect(health.database).to.include({ kind: isSqlite ? 'SQLite' : 'MySQL', trouble: null });
    expect(health.storage).to.include({ kind: 'disk', trouble: null, failures: 0, breaker: 'closed' });
    expect(health.disk.freeBytes).to.be.above(0).and.below(health.disk.totalBytes);
    expect(health.process.version).to.match(/^\d+\.\d+\.\d+$/);
    expect(health.decodes).to.deep.equal({ running: 0, waiting: 0 });
    expect(health.ledgerSum).to.equal(0);
  });

  it('leave nothing behind in the storage, and say what is not well', async () => {
    const outside = testOutside();
    const kept = new Set<string>();
    const storage: Storage = {
      ...outside.storage,
      put: (key, bytes) => (kept.add(key), outside.storage.put(key, bytes)),
      delete: key => (kept.delete(key), outside.storage.delete(key)),
    };
    expect((await healthNow({ ...outside, storage }, config.dataFolder)).storage.trouble).to.equal(null);
    expect([...kept]).to.deep.equal([]);
    const other = { ...outside.storage, get: () => Promise.resolve(Buffer.from('other')) };
    expect((await healthNow({ ...outside, storage: other }, config.dataFolder)).storage.trouble).to.equal(
      'other bytes came back than were written',
    );
    const gone = await healthNow({ ...outside, storage: away(outside.storage) }, config.dataFolder);
    expect(gone.storage.trouble).to.equal('put x: 503 SlowDown');
    expect(gone.database.trouble).to.equal(null);
  });

  it('tell what is due from what is late', async () => {
    const outside = testOutside();
    const now = outside.clock.now().getTime() / 1000;
    const queue = async () =>
      (await healthNow(outside, config.dataFolder)).queues!.find(({ name }) => name === 'pictures to forget')!;
    const before = await queue();
    const keys = ['health/due.jpg', 'health/late.jpg', 'health/later.jpg'];
    await PictureToForget.bulkCreate([
      { storageKey: keys[0]!, forgetAt: now - 60 },
      { storageKey: keys[1]!, forgetAt: now - 601 },
      { storageKey: keys[2]!, forgetAt: now + 1 },
    ]);
    expect(await queue()).to.deep.equal({ ...before, due: before.due + 2, late: before.late + 1 });
    await PictureToForget.destroy({ where: { storageKey: keys } });
  });
});
