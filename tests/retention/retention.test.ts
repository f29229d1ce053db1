import { expect } from 'chai';
import fc from 'fast-check';
import request, { type Test } from 'supertest';
import { closeWeek } from '../../src/billing/close-week.ts';
import { Invoice } from '../../src/billing/invoice-model.ts';
import { rows } from '../../src/db/sequelize.ts';
import { findBlock } from '../../src/diary/block-rows.ts';
import { forgetPictures } from '../../src/diary/forget-pictures.ts';
import { keysOf } from '../../src/diary/storage-keys.ts';
import { answerDispute } from '../../src/disputes/answer-dispute.ts';
import { openDispute } from '../../src/disputes/open-dispute.ts';
import { withdrawDispute } from '../../src/disputes/withdraw-dispute.ts';
import { jobs } from '../../src/jobs/schedule.ts';
import { weekOf } from '../../src/kernel/time.ts';
import { dueWeeks } from '../../src/retention/due-weeks.ts';
import { removeOldPictures } from '../../src/retention/remove-old-pictures.ts';
import { newestDueWeek, picturesGoAt } from '../../src/retention/retention.ts';
import { picture } from '../support/pictures.ts';
import { signInTracker } from '../support/tracker.ts';
import { PASSWORD, world, type Person, type World } from '../support/world.ts';

const seconds = (iso: string): number => Date.parse(iso) / 1000;

describe('Pictures', () => {
  it('are kept for 90 days after Friday’s end of the review of their week', () => {
    const gone = seconds('2027-02-26T00:00:00Z');
    for (const startedAt of ['2026-11-16T00:00:00Z', '2026-11-18T09:10:00Z', '2026-11-22T23:50:00Z'])
      expect(picturesGoAt(seconds(startedAt)), startedAt).to.equal(gone);
    expect(picturesGoAt(seconds('2026-11-23T00:00:00Z'))).to.equal(gone + 7 * 86_400);
  });

  it('of a week are due from the very second on at which they go', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000_000_000, max: 2_000_000_000 }), at => {
        const due = newestDueWeek(new Date(at * 1000));
        expect(weekOf(due)).to.equal(due);
        expect(picturesGoAt(due)).to.be.at.most(at);
        expect(picturesGoAt(due + 7 * 86_400)).to.be.above(at);
      }),
    );
  });
});

describe('Old pictures', () => {
  // Years after what other tests do: weeks are removed in their order, whosever they are.
  const old = '2031-11-19T09:10:00Z';
  const next = '2031-11-24T09:10:00Z';
  const due = '2032-02-27T00:00:00Z';
  let w: World;

  beforeEach(async () => {
    w = await world({ now: '2031-11-19T06:00:00Z' });
    w.outside.clock.set(due);
    await removeAll();
    w.outside.clock.set('2031-11-19T06:00:00Z');
    const tracker = await signInTracker(w.app, w.felix.email);
    w.outside.clock.set('2031-11-24T10:00:00Z');
    await tracker.send(w.contract.id, old, { pictures: [await picture(1), await picture(2)] });
    await tracker.send(w.contract.id, next);
  });

  const files = async (startedAt: string): Promise<boolean[]> => {
    const block = await findBlock(w.felix.id, seconds(startedAt));
    return Promise.all(keysOf(block!).map(key => w.outside.storage.has(key)));
  };
  /** As many minutes as it takes. */
  async function removeAll(): Promise<void> {
    while ((await dueWeeks(w.outside.clock.now(), 1)).length > 0) await removeOldPictures(w.outside.clock.now());
    while ((await forgetPictures(w.outside.storage, w.outside.clock.now())) > 0);
  }
  /** Sessions end long before pictures do. */
  async function comesBack({ email }: Person): Promise<(path: string) => Test> {
    const { headers } = await w.nobody.post('/sign-in', { email, password: PASSWORD });
    const cookie = String(headers['set-cookie']).split(';')[0]!;
    return path => request(w.app).get(path).set('Cookie', cookie);
  }
  const removedRows = () =>
    rows<{ pictures: number }>('SELECT pictures FROM removed_pictures WHERE contract_id = $1', [w.contract.id]);

  it('go with their thumbnails on the day they are due, and others stay; what is known of them stays as well', async () => {
    const before = await findBlock(w.felix.id, seconds(old));
    w.outside.clock.set('2032-02-26T23:59:59Z');
    await removeAll();
    expect(await files(old)).to.deep.equal([true, true, true, true]);
    w.outside.clock.set(due);
    await removeAll();
    expect(await files(old)).to.deep.equal([false, false, false, false]);
    expect(await files(next)).to.deep.equal([true, true]);
    const after = await findBlock(w.felix.id, seconds(old));
    expect(after).to.deep.equal({ ...before, picturesRemovedAt: seconds(due) });
  });

  it('are told to both sides in the diary and on the block’s page', async () => {
    w.outside.clock.set(due);
    await removeAll();
    for (const person of [w.felix, w.carla]) {
      const get = await comesBack(person);
      const at = `/contracts/${w.contract.id}`;
      const day = (await get(`${at}/diary/2031-11-19`)).text;
      expect(day).to.include('Picture removed on 27 Feb 2032').and.not.to.include('/thumbs/');
      const page = (await get(`${at}/blocks/${seconds(old)}`)).text;
      expect(page).to.include('Picture removed on 27 Feb 2032').and.not.to.include('<img');
      expect((await get(`${at}/blocks/${seconds(old)}/screenshots/1`)).status).to.equal(404);
      expect((await get(`${at}/diary/2031-11-24`)).text).to.include('/thumbs/');
    }
  });

  it('are removed once, by whichever process comes first, and the log has the number', async () => {
    w.outside.clock.set(due);
    const now = w.outside.clock.now();
    const counts = await Promise.all([removeOldPictures(now), removeOldPictures(now)]);
    expect(counts.reduce((sum, count) => sum + count, 0)).to.equal(2);
    expect((await removedRows()).map(({ pictures }) => Number(pictures))).to.deep.equal([2]);
    expect(jobs.map(({ name }) => name)).to.include('remove old pictures');
  });

  it('of a block that was deleted before are not counted: they went then', async () => {
    const tracker = await signInTracker(w.app, w.felix.email);
    const { body } = await tracker.send(w.contract.id, '2031-11-24T09:20:00Z');
    await tracker.call('delete', `/blocks/${(body as { block: { id: string } }).block.id}`);
    w.outside.clock.set('2032-03-05T00:00:00Z');
    await removeAll();
    expect((await removedRows()).map(({ pictures }) => Number(pictures))).to.deep.equal([2, 1]);
    expect((await findBlock(w.felix.id, seconds('2031-11-24T09:20:00Z')))!.picturesRemovedAt).to.equal(null);
  });

  it('of a disputed week stay until 90 days after the dispute has ended, while newer weeks go', async () => {
    w.outside.clock.set('2031-11-24T12:01:00Z');
    await closeWeek(w.contract.id, weekOf(seconds(old)), w.outside.clock.now());
    const { id } = (await Invoice.findOne({ where: { contractId: w.contract.id } }))!;
    const opening = { blocks: [seconds(old)], reason: 'idle-time' as const, words: 'Nobody worked in this time.' };
    const dispute = await openDispute(id, opening, w.carla, w.outside.clock.now());
    await answerDispute(
      dispute.id,
      { accepted: [], words: 'I was in a call with you.' },
      w.felix,
      w.outside.clock.now(),
    );
    w.outside.clock.set('2032-03-05T00:00:00Z');
    await removeAll();
    expect([await files(old), await files(next)]).to.deep.equal([
      [true, true, true, true],
      [false, false],
    ]);
    await withdrawDispute(dispute.id, w.carla, w.outside.clock.now());
    w.outside.clock.set('2032-06-02T23:59:59Z');
    await removeAll();
    expect(await files(old)).to.deep.equal([true, true, true, true]);
    w.outside.clock.set('2032-06-03T00:00:00Z');
    await removeAll();
    expect(await files(old)).to.deep.equal([false, false, false, false]);
    expect(await dueWeeks(new Date('2040-01-01T00:00:00Z'), 1)).to.deep.equal([]);
  });
});
