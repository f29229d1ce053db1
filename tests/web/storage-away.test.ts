/** Pictures that cannot be had are no reason for a page not to come; blocks that cannot be kept stay with the tracker. */
import { expect } from 'chai';
import request from 'supertest';
import { createApp } from '../../src/app.ts';
import { config } from '../../src/config.ts';
import { rows } from '../../src/db/sequelize.ts';
import { StorageAway } from '../../src/outside/storage.ts';
import { signInTracker, trackerWith } from '../support/tracker.ts';
import { world, type World } from '../support/world.ts';

const IMG = 'image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8';
const PAGE = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';

describe('While the storage is away', () => {
  let w: World;
  let tracker: Awaited<ReturnType<typeof signInTracker>>;
  const startedAt = Date.parse('2026-11-18T09:10:00Z') / 1000;
  const away = () => {
    const fail = () => Promise.reject(new StorageAway('get 1/x.jpg: 503 SlowDown'));
    const storage = { ...w.outside.storage, put: fail, putAll: fail, get: fail, has: fail, delete: fail };
    return createApp({ ...w.outside, storage }, config);
  };
  const get = (path: string, accept: string) =>
    request(away()).get(path).set({ Cookie: w.felix.cookie, Accept: accept });

  before(async () => {
    w = await world({ now: '2026-11-18T09:00:00Z' });
    tracker = await signInTracker(w.app, w.felix.email);
    w.outside.clock.set('2026-11-18T10:00:00Z');
    expect((await tracker.send(w.contract.id, '2026-11-18T09:10:00Z')).status).to.equal(200);
  });

  it('the diary comes as ever, and its pictures say that they are not there right now', async () => {
    const day = await get(`/contracts/${w.contract.id}/diary/2026-11-18`, PAGE).expect(200);
    const thumb = /src="(\/thumbs\/[^"]+)"/.exec(day.text)![1]!;
    for (const picture of [thumb, `/contracts/${w.contract.id}/blocks/${startedAt}/screenshots/1`]) {
      const answer = await get(picture, IMG);
      expect([answer.status, answer.headers['retry-after'], answer.headers['cache-control']]).to.deep.equal([
        503,
        '10',
        'no-store',
      ]);
      expect(answer.headers['content-type']).to.include('image/svg+xml');
      expect(String(answer.body))
        .to.include('Picture not available')
        .and.not.to.match(/<script|style=/);
    }
  });

  it('whoever opens a picture by itself reads it in words', async () => {
    const answer = await get(`/contracts/${w.contract.id}/blocks/${startedAt}/screenshots/1`, PAGE).expect(503);
    expect(answer.text).to.include('Pictures are not available right now.').and.not.to.include('SlowDown');
  });

  it('a picture that could not be shown was not looked at', async () => {
    await request(away())
      .get(`/contracts/${w.contract.id}/blocks/${startedAt}/screenshots/1`)
      .set({ Cookie: w.carla.cookie, Accept: IMG })
      .expect(503);
    const views = await w.felix.get(`/contracts/${w.contract.id}/views`).expect(200);
    expect(views.text).not.to.include(`/blocks/${startedAt}`);
  });

  it('a block is kept by the tracker, and taken when the storage is back', async () => {
    const id = '019a9700-0000-7000-8000-00000000a5a5';
    const answer = await trackerWith(away(), tracker.token).send(w.contract.id, '2026-11-18T09:30:00Z', { id });
    expect([answer.status, answer.headers['retry-after']]).to.deep.equal([503, '10']);
    expect((answer.body as { error: { code: string } }).error.code).to.equal('storage-away');
    const kept = () =>
      rows('SELECT 1 FROM blocks WHERE freelancer_id = $1 AND started_at = $2', [w.felix.id, startedAt + 1200]);
    expect(await kept()).to.have.lengthOf(0);
    expect((await tracker.send(w.contract.id, '2026-11-18T09:30:00Z', { id })).status).to.equal(200);
    expect(await kept()).to.have.lengthOf(1);
  });
});
