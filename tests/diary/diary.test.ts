import { readdir } from 'node:fs/promises';
import { expect } from 'chai';
import request from 'supertest';
import { rows } from '../../src/db/sequelize.ts';
import { forgetPictures } from '../../src/diary/forget-pictures.ts';
import { Event } from '../../src/events/event-model.ts';
import { picture } from '../support/pictures.ts';
import { signInTracker, type TestTracker } from '../support/tracker.ts';
import { ORIGIN, world, type World } from '../support/world.ts';

const seconds = (iso: string): number => Date.parse(iso) / 1000;

describe('The work diary', () => {
  let w: World;
  let tracker: TestTracker;
  let diary: string;

  beforeEach(async () => {
    w = await world();
    w.outside.clock.set('2026-11-18T07:00:00Z');
    w.contract = await w.activeContract({ title: 'Diary job' });
    tracker = await signInTracker(w.app, w.felix.email);
    w.outside.clock.set('2026-11-18T10:00:00Z');
    diary = `/contracts/${w.contract.id}/diary`;
  });
  const blockPath = (startedAt: string): string => `/contracts/${w.contract.id}/blocks/${seconds(startedAt)}`;

  it('shows a day in the viewer’s zone with times, description, code, verdict, time and money', async () => {
    await tracker.send(w.contract.id, '2026-11-18T09:10:00Z');
    await tracker.send(w.contract.id, '2026-11-18T09:20:00Z', { block: { seconds: 520, description: 'stuff' } });
    const [felix, carla] = [await w.felix.get(diary), await w.carla.get(diary)];
    expect([felix.status, carla.status]).to.deep.equal([200, 200]);
    expect(felix.text).to.include('Wednesday, 18 November 2026').and.to.include('<h2>10:00</h2>');
    expect(carla.text).to.include('<h2>04:00</h2>');
    for (const { text } of [felix, carla]) {
      expect(text).to.include('Checkout: keep the basket when the session ends').and.to.include('SHOP-1');
      expect(text).to.include('18 m 40 s').and.to.include('$12.44').and.to.include('10 m protected');
      expect(text).to.include('The task description does not tell what was done.');
    }
  });

  it('adds up to the second and the cent: day, groups, week, My Jobs', async () => {
    const spans = [601, 599, 333, 1, 47, 600];
    let sum = 0;
    for (const [i, span] of spans.entries()) {
      const length = Math.min(span, 600);
      sum += length;
      const startedAt = new Date(Date.parse('2026-11-18T08:00:00Z') + i * 600_000).toISOString().replace('.000', '');
      expect((await tracker.send(w.contract.id, startedAt, { block: { seconds: length } })).status).to.equal(200);
    }
    const amount = `$${((sum * 4000) / 3600 / 100).toFixed(2)}`;
    for (const text of [
      (await w.felix.get(diary)).text,
      (await w.carla.get('/my-jobs')).text,
      (await w.felix.get('/my-jobs')).text,
    ]) {
      expect(text).to.include('36 m 20 s').and.to.include(amount);
    }
  });

  it('points from an empty day to the nearest day with work', async () => {
    await tracker.send(w.contract.id, '2026-11-18T09:10:00Z');
    const { text } = await w.felix.get(`${diary}/2026-11-10`);
    expect(text).to.include('Nothing was tracked on this day').and.to.include(`${diary}/2026-11-18`);
    for (const day of ['2026-02-30', 'yesterday', '2026-1-1'])
      expect((await w.felix.get(`${diary}/${day}`)).status, day).to.equal(404);
  });

  it('draws the edge of the UTC week into the day it falls into', async () => {
    w.outside.clock.set('2026-11-16T05:30:00Z');
    const early = await w.activeContract({ title: 'Night job' });
    w.outside.clock.set('2026-11-23T06:00:00Z');
    await tracker.call('get', '/state');
    await tracker.send(early.id, '2026-11-23T04:00:00Z');
    await tracker.send(early.id, '2026-11-22T23:50:00Z');
    await tracker.send(early.id, '2026-11-23T00:00:00Z');
    const { text } = await w.carla.get(`/contracts/${early.id}/diary/2026-11-22`);
    expect(text).to.include('The UTC week begins here');
    expect(text.indexOf('<h2>18:00</h2>')).to.be.below(text.indexOf('The UTC week begins here'));
    expect(text.indexOf('<h2>19:00</h2>')).to.be.above(text.indexOf('The UTC week begins here'));
  });

  it('gives today’s live part alone to htmx', async () => {
    await tracker.send(w.contract.id, '2026-11-18T09:10:00Z');
    const page = await w.carla.get(diary);
    expect(page.text).to.match(/id="live"[^>]*hx-get="[^"]*\/diary"[^>]*hx-trigger="every 30s"/);
    const part = await w.carla
      .get(diary)
      .set('HX-Request', 'true')
      .set('HX-Request-Type', 'partial')
      .set('HX-Target', 'div#live');
    expect(part.text)
      .to.match(/^\s*<div[^>]*id="live"/)
      .and.not.to.include('<html');
    const yesterday = await w.carla.get(`${diary}/2026-11-17`);
    expect(yesterday.text).not.to.include('every 30s');
  });

  describe('pictures', () => {
    let bytes: Buffer;
    const full = (): string => `${blockPath('2026-11-18T09:10:00Z')}/screenshots/1`;
    beforeEach(async () => {
      bytes = await picture(11);
      await tracker.send(w.contract.id, '2026-11-18T09:10:00Z', { pictures: [bytes] });
    });

    it('in full go only to the two of the contract, and are never cached by others', async () => {
      for (const person of [w.felix, w.carla]) {
        const answer = await person.get(full());
        expect([answer.status, answer.headers['content-type'], answer.headers['cache-control']]).to.deep.equal([
          200,
          'image/jpeg',
          'private, no-store',
        ]);
        expect(answer.headers['x-content-type-options']).to.equal('nosniff');
        expect(answer.body).to.deep.equal(bytes);
      }
      expect((await w.stan.get(full())).status).to.equal(404);
      expect((await w.ada.get(full())).headers['location']).to.include('/look?');
      expect((await w.nobody.get(full())).headers['location']).to.match(/^\/sign-in/);
      expect((await w.felix.get(full().replace(/1$/, '2'))).status).to.equal(404);
    });

    it('seen in full by somebody else are recorded once', async () => {
      await w.felix.get(full());
      await Promise.all([w.carla.get(full()), w.carla.get(full())]);
      const views = await rows<{ viewer_id: number }>(
        'SELECT viewer_id FROM screenshot_views WHERE freelancer_id = $1',
        [w.felix.id],
      );
      expect(views.map(view => Number(view.viewer_id))).to.deep.equal([w.carla.id]);
    });

    it('seen in full by somebody else are listed for the freelancer alone, page by page', async () => {
      const views = `/contracts/${w.contract.id}/views`;
      expect((await w.felix.get(diary)).text).to.include(views);
      expect((await w.felix.get(views)).text).to.include('Nobody has opened one yet');
      await w.carla.get(full());
      const { text } = await w.felix.get(views);
      expect(text).to.include('Carla').and.to.include('18 Nov 2026, 10:10').and.to.include('18 Nov 2026, 11:00');
      expect(text).not.to.include('Older');
      const after = `${seconds('2026-11-18T09:10:00Z')}-${w.carla.id}`;
      expect((await w.felix.get(`${views}?after=${after}`)).text).to.include('Nobody has opened one yet');
      expect([(await w.carla.get(views)).status, (await w.stan.get(views)).status]).to.deep.equal([403, 404]);
    });

    it('as thumbnails have addresses that fit one browser and end after two hours', async () => {
      const thumb = /\/thumbs\/[^"]+\.jpg/.exec((await w.carla.get(diary)).text)![0];
      const mine = await w.carla.get(thumb);
      expect([mine.status, mine.headers['content-type'], mine.headers['cache-control']]).to.deep.equal([
        200,
        'image/jpeg',
        'private, max-age=3600, immutable',
      ]);
      for (const person of [w.felix, w.stan, w.nobody]) expect((await person.get(thumb)).status).to.equal(404);
      for (const forged of [
        thumb.replace(/\/thumbs\/\d+/, `/thumbs/${w.contract.id - 1}`),
        thumb.replace(/\.([A-Za-z0-9_-])/, (_, first) => (first === 'x' ? '.y' : '.x')),
        thumb.replace('.thumb', ''),
      ]) {
        expect((await w.carla.get(forged)).status, forged).to.equal(404);
      }
      w.outside.clock.advance(2 * 3600);
      expect((await w.carla.get(thumb)).status).to.equal(404);
    });

    it('in the viewer stand with what is known of the block, and lead to its neighbours', async () => {
      await tracker.send(w.contract.id, '2026-11-18T09:30:00Z');
      const { text } = await w.carla.get(blockPath('2026-11-18T09:10:00Z'));
      expect(text)
        .to.include(`src="${full()}"`)
        .and.to.include(blockPath('2026-11-18T09:30:00Z'))
        .and.to.include('1 of 2');
      expect(text).to.include('Protected').and.not.to.include('/deletion');
    });
  });

  describe('deleting', () => {
    beforeEach(async () => {
      await tracker.send(w.contract.id, '2026-11-18T09:10:00Z', { block: { seconds: 520 } });
    });
    const deletion = (): string => `/contracts/${w.contract.id}/deletion`;
    const block = String(seconds('2026-11-18T09:10:00Z'));
    const asking = (): string => `${deletion()}?block=${block}`;
    const restoration = (): string => `/contracts/${w.contract.id}/restoration`;
    const files = async (): Promise<number> =>
      (await readdir(w.outside.folder, { recursive: true })).filter(name => name.endsWith('.jpg')).length;

    it('says first what it costs, then takes picture and time and leaves a tombstone both can see', async () => {
      expect((await w.felix.get(blockPath('2026-11-18T09:10:00Z'))).text).to.include(asking());
      const asked = await w.felix.get(asking());
      expect(asked.text).to.include('8 m 40 s').and.to.include('$5.78');
      const thumb = /\/thumbs\/[^"]+\.jpg/.exec(asked.text)![0];
      expect((await w.felix.post(deletion(), { block })).headers['location']).to.equal(`${diary}/2026-11-18`);
      w.outside.clock.advance(60);
      await forgetPictures(w.outside.storage, w.outside.clock.now());
      expect(await files()).to.equal(0);
      expect((await w.felix.get(thumb)).status).to.equal(404);
      expect((await w.felix.get(`${blockPath('2026-11-18T09:10:00Z')}/screenshots/1`)).status).to.equal(404);
      for (const person of [w.felix, w.carla]) {
        const { text } = await person.get(diary);
        expect(text).to.include('Deleted').and.to.include('$0.00');
      }
      const events = await Event.findAll({ where: { contractId: w.contract.id, kind: 'block.deleted' } });
      expect(events.map(({ actorId }) => actorId)).to.deep.equal([w.felix.id]);
    });

    it('is for the freelancer alone', async () => {
      for (const [person, status] of [
        [w.carla, 403],
        [w.stan, 404],
        [w.ada, 404],
      ] as const) {
        // An admin who wants to read is asked why.
        expect((await person.get(asking())).status).to.equal(person === w.ada ? 303 : status);
        expect((await person.post(deletion(), { block })).status).to.equal(status);
      }
      expect(await files()).to.equal(2);
    });

    it('ends on Monday at 12:00 UTC', async () => {
      w.outside.clock.set('2026-11-23T12:00:00Z');
      expect((await w.felix.get(blockPath('2026-11-18T09:10:00Z'))).text).not.to.include('/deletion');
      const late = await w.felix.post(deletion(), { block });
      expect([late.status, late.text.includes('closed since Monday 12:00 UTC')]).to.deep.equal([409, true]);
      expect(await files()).to.equal(2);
    });

    it('twice at once happens once', async () => {
      const answers = await Promise.all([1, 2, 3].map(() => w.felix.post(deletion(), { block })));
      expect(answers.map(({ status }) => status).sort()).to.deep.equal([303, 409, 409]);
      const [totals] = await rows<{ seconds: number; blocks: number }>(
        'SELECT seconds, blocks FROM day_totals WHERE contract_id = $1',
        [w.contract.id],
      );
      expect([totals?.seconds, totals?.blocks]).to.deep.equal([0, 0]);
    });

    it('can be undone for a minute, with its picture and its time', async () => {
      await w.felix.post(deletion(), { block });
      w.outside.clock.advance(59);
      await forgetPictures(w.outside.storage, w.outside.clock.now());
      expect(await files()).to.equal(2);
      const { text } = await w.felix.get(diary);
      expect(text).to.include('8 m 40 s, $5.78').and.to.include(restoration()).and.to.include('11:01:00');
      expect((await w.carla.get(diary)).text).not.to.include('restoration');
      expect((await w.felix.post(restoration(), { block })).status).to.equal(303);
      expect((await w.carla.get(diary)).text)
        .to.include('8 m 40 s')
        .and.to.include('$5.78')
        .and.not.to.include('Deleted by');
      w.outside.clock.advance(3600);
      await forgetPictures(w.outside.storage, w.outside.clock.now());
      expect((await w.carla.get(`${blockPath('2026-11-18T09:10:00Z')}/screenshots/1`)).status).to.equal(200);
    });

    it('cannot be undone later, twice, or by anybody else', async () => {
      await w.felix.post(deletion(), { block });
      expect((await w.carla.post(restoration(), { block })).status).to.equal(403);
      expect((await w.stan.post(restoration(), { block })).status).to.equal(404);
      const twice = await Promise.all([1, 2].map(() => w.felix.post(restoration(), { block })));
      expect(twice.map(({ status }) => status).sort()).to.deep.equal([303, 409]);
      await w.felix.post(deletion(), { block });
      w.outside.clock.advance(60);
      const late = await w.felix.post(restoration(), { block });
      expect([late.status, late.text.includes('the picture is gone')]).to.deep.equal([409, true]);
      expect((await w.felix.get(diary)).text).not.to.include('restoration');
    });

    it('undone when the week has filled up meanwhile keeps to the weekly limit', async () => {
      const short = await w.activeContract({ title: 'Short week', weeklyLimitSeconds: 900 });
      const first = String(seconds('2026-11-18T10:00:00Z'));
      w.outside.clock.set('2026-11-18T10:30:00Z');
      await tracker.send(short.id, '2026-11-18T10:00:00Z', { block: { seconds: 600 } });
      await w.felix.post(`/contracts/${short.id}/deletion`, { block: first });
      await tracker.send(short.id, '2026-11-18T10:10:00Z', { block: { seconds: 600 } });
      await w.felix.post(`/contracts/${short.id}/restoration`, { block: first });
      const [totals] = await rows(
        'SELECT seconds, billable_seconds, protected_seconds FROM day_totals WHERE contract_id = $1',
        [short.id],
      );
      expect(totals).to.deep.equal({ seconds: 1200, billable_seconds: 900, protected_seconds: 600 });
    });

    it('asked for by another site is refused', async () => {
      const forged = await request(w.app)
        .post(deletion())
        .set('Cookie', w.felix.cookie)
        .set('Origin', 'https://evil.example');
      expect([forged.status, await files()]).to.deep.equal([403, 2]);
      expect(ORIGIN).not.to.equal('https://evil.example');
    });
  });
});
