import { expect } from 'chai';
import fc from 'fast-check';
import { v7 } from 'uuid';
import { closeWeek } from '../../src/billing/close-week.ts';
import { allowOvertime, weekLimitOf } from '../../src/contracts/week-limit.ts';
import { isSqlite, rows, sequelize, transaction } from '../../src/db/sequelize.ts';
import { nothing, plus, totalsOf } from '../../src/diary/block-sums.ts';
import { blocksBetween, type StoredBlock } from '../../src/diary/block-rows.ts';
import { weekTotals } from '../../src/diary/day-totals.ts';
import { deleteBlocks } from '../../src/diary/delete-blocks.ts';
import { noteContact } from '../../src/diary/freelancer-clock.ts';
import { keepBlock } from '../../src/diary/keep-block.ts';
import { settleLimit, withLimit, type LimitedBlock } from '../../src/diary/over-limit.ts';
import { sha256 } from '../../src/diary/picture.ts';
import { restoreBlocks } from '../../src/diary/restore-blocks.ts';
import { fillRoom } from '../../src/diary/settle-week.ts';
import { addBlocks } from '../../src/manual-time/add-blocks.ts';
import type { ManualRequest } from '../../src/manual-time/manual-request-model.ts';
import { WEEK_STARTS } from '../support/money.ts';
import { picture } from '../support/pictures.ts';
import { world, type World } from '../support/world.ts';

describe('The weekly limit', () => {
  const block = (place: number, seconds: number, changes: Partial<LimitedBlock> = {}): LimitedBlock => ({
    ...{ startedAt: place, seconds, overLimitSeconds: 0, manual: false, late: false },
    ...changes,
  });

  it('goes to the earliest time first; what was added by hand comes after it, and what arrived late comes last', () => {
    const blocks = [
      block(1, 100, { late: true }),
      block(2, 200, { manual: true }),
      block(3, 300),
      block(4, 400, { overLimitSeconds: 400 }),
    ];
    expect(settleLimit(blocks, 750)).to.deep.equal([
      { startedAt: 4, overLimitSeconds: 0 },
      { startedAt: 2, overLimitSeconds: 150 },
      { startedAt: 1, overLimitSeconds: 100 },
    ]);
    expect(settleLimit(blocks, 0)).to.have.lengthOf(3);
  });

  it('changes one reason of a verdict and no other', () => {
    expect([withLimit(0, 1), withLimit(64, 1), withLimit(64, 0), withLimit(1 | 64, 0)]).to.deep.equal([64, 64, 0, 1]);
  });

  const blocks = fc.array(
    fc.record({ seconds: fc.integer({ min: 1, max: 600 }), manual: fc.boolean(), late: fc.boolean() }),
    { minLength: 1, maxLength: 30 },
  );
  it('is the same whatever came first, was taken away and came back', () => {
    const acts = fc.array(fc.nat(), { maxLength: 80 });
    fc.assert(
      fc.property(blocks, acts, fc.integer({ min: 0, max: 9000 }), (made, order, limit) => {
        const all = made.map((one, place) => ({ ...block(place, one.seconds), ...one }));
        const present = new Map<number, LimitedBlock>();
        for (const place of order.map(number => number % all.length)) {
          if (!present.delete(place)) present.set(place, { ...all[place]! });
          for (const change of settleLimit([...present.values()], limit))
            present.get(change.startedAt)!.overLimitSeconds = change.overLimitSeconds;
        }
        const left = [...present.values()];
        const fresh = left.map(one => ({ ...one, overLimitSeconds: 0 }));
        for (const { startedAt, overLimitSeconds } of settleLimit(fresh, limit))
          fresh.find(one => one.startedAt === startedAt)!.overLimitSeconds = overLimitSeconds;
        expect(left).to.deep.equal(fresh);
        const billed = left.reduce((sum, { seconds, overLimitSeconds }) => sum + seconds - overLimitSeconds, 0);
        const worked = left.reduce((sum, { seconds }) => sum + seconds, 0);
        expect(billed).to.equal(Math.min(worked, limit));
      }),
    );
  });
});

describe('A week that fills up', () => {
  const LIMIT = 1500;
  const PLACES = 8;
  const WEDNESDAY = new Date('2026-11-18T20:00:00Z');
  const MONDAY_NIGHT = new Date('2026-11-23T12:00:30Z');
  const startOf = (place: number): number => WEEK_STARTS + 86_400 + place * 600;
  let w: World;
  let pictures: Buffer[];
  before(async () => {
    pictures = await Promise.all(Array.from({ length: PLACES }, (_, place) => picture(startOf(place))));
  });

  async function begin(): Promise<void> {
    w = await world({ now: '2026-11-16T08:00:00Z' });
    w.contract = await w.activeContract({ weeklyLimitSeconds: LIMIT });
    await noteContact(w.felix.id, new Date('2026-11-16T08:00:00Z'));
  }
  const place = () => ({ id: w.contract.id, freelancerId: w.felix.id });

  async function arrive(at: number, seconds: number, now = WEDNESDAY): Promise<void> {
    const file = pictures[at]!;
    const shots = [{ takenAt: startOf(at) + 1, sha256: sha256(file).toString('hex'), mask: null }];
    const sent = { contractId: w.contract.id, startedAt: startOf(at), seconds, inputSeconds: 1, idle: false, shots };
    const said = { description: 'Checkout: keep the basket when the session ends', projectCode: 'SHOP-1' };
    await keepBlock({ id: v7(), ...sent, ...said }, [file], w.felix.id, w.outside.storage, now);
  }
  const addByHand = (at: number, seconds: number, now = WEDNESDAY) =>
    transaction(() => {
      const request = { id: v7(), contractId: w.contract.id, freelancerId: w.felix.id };
      const words = { description: 'A call with the client, by telephone', projectCode: null };
      const free = [{ from: startOf(at), to: startOf(at) + seconds }];
      return addBlocks({ ...request, ...words } as unknown as ManualRequest, free, now);
    });
  const remove = (at: number, now = WEDNESDAY) => deleteBlocks(w.felix, place(), [startOf(at)], now);
  const restore = (at: number, now = WEDNESDAY) => restoreBlocks(w.felix, place(), [startOf(at)], now);
  const raise = (extra: number) =>
    transaction(async () => {
      await allowOvertime(w.contract.id, extra, WEEK_STARTS);
      await fillRoom(place(), WEEK_STARTS, WEDNESDAY);
    });

  const blocks = (): Promise<StoredBlock[]> => blocksBetween(place(), WEEK_STARTS, WEEK_STARTS + 7 * 86_400);
  const over = async () => (await blocks()).map(block => (block.deletedAt === null ? block.overLimitSeconds : 'gone'));

  /** What is written agrees with the rule, and the days' totals with the blocks. */
  async function expectSettled(): Promise<void> {
    const live = (await blocks()).filter(({ deletedAt }) => deletedAt === null);
    const limit = await weekLimitOf(w.contract.id, WEEK_STARTS);
    const late = (block: StoredBlock) => ({ ...block, late: block.reasons.includes('late-upload') });
    expect(settleLimit(live.map(late), limit)).to.deep.equal([]);
    for (const { reasons, overLimitSeconds } of live)
      expect(reasons.includes('over-weekly-limit')).to.equal(overLimitSeconds > 0);
    const sum = live.map(totalsOf).reduce(plus, nothing);
    const totals = (await weekTotals([w.contract.id], WEEK_STARTS)).reduce(plus, nothing);
    expect(totals).to.deep.equal(sum);
    expect(sum.billable).to.equal(Math.min(sum.seconds, limit));
  }

  it('bills the earliest work when the tracker sends it last', async () => {
    await begin();
    for (const at of [3, 2, 1, 0]) await arrive(at, 600);
    expect(await over()).to.deep.equal([0, 0, 300, 600]);
    expect((await blocks()).map(block => block.protected)).to.deep.equal([true, true, false, false]);
    await expectSettled();
  });

  it('gives the place of a deleted block to the next one, and back when the deletion is undone', async () => {
    await begin();
    for (const at of [0, 1, 2, 3]) await arrive(at, 600);
    await remove(0);
    expect(await over()).to.deep.equal(['gone', 0, 0, 300]);
    await expectSettled();
    await restore(0);
    expect(await over()).to.deep.equal([0, 0, 300, 600]);
    await expectSettled();
  });

  it('lets tracked time go before time added by hand, and both before what arrived late', async () => {
    await begin();
    await addByHand(0, 600);
    await arrive(2, 600);
    expect(await over()).to.deep.equal([0, 0]);
    await arrive(3, 600);
    expect(await over()).to.deep.equal([300, 0, 0]);
    await arrive(1, 600, MONDAY_NIGHT);
    expect(await over()).to.deep.equal([300, 600, 0, 0]);
    await raise(600);
    expect(await over()).to.deep.equal([0, 300, 0, 0]);
    await expectSettled();
  });

  it('keeps what was invoiced: late time and a late yes get what is left of it', async () => {
    await begin();
    for (const at of [2, 3]) await arrive(at, 600);
    await closeWeek(w.contract.id, WEEK_STARTS, new Date('2026-11-23T12:01:00Z'));
    const later = new Date('2026-11-24T09:00:00Z');
    await arrive(0, 200, later);
    await addByHand(1, 600, later);
    expect(await over()).to.deep.equal([0, 500, 0, 0]);
    await raise(300);
    expect(await over()).to.deep.equal([0, 500, 0, 0]);
    const invoiced = await rows('SELECT started_at FROM invoiced_blocks WHERE freelancer_id = $1', [w.felix.id]);
    expect(invoiced).to.have.lengthOf(2);
  });

  it('is read only once it is full: a block below the limit costs nothing more', async function () {
    if (!isSqlite) this.skip();
    await begin();
    const asked: string[] = [];
    const { options } = sequelize as unknown as { options: { logging: false | ((sql: string) => void) } };
    options.logging = sql => void asked.push(sql);
    try {
      for (const at of [0, 1]) await arrive(at, 600);
      expect(asked.filter(readsTheWeek)).to.have.lengthOf(0);
      await arrive(2, 600);
      expect(asked.filter(readsTheWeek)).to.have.lengthOf(1);
    } finally {
      options.logging = false;
    }
  });
  const readsTheWeek = (sql: string): boolean => /terms_id, over_limit_seconds, reasons FROM blocks/.test(sql);

  type Act = { kind: 'arrive' | 'by-hand' | 'toggle' | 'late' | 'raise'; place: number; seconds: number };
  const act: fc.Arbitrary<Act> = fc.record({
    kind: fc.constantFrom('arrive', 'arrive', 'arrive', 'toggle', 'toggle', 'by-hand', 'late', 'raise'),
    place: fc.nat({ max: PLACES - 1 }),
    seconds: fc.constantFrom(600, 599, 300, 1),
  });

  async function doIt({ kind, place, seconds }: Act): Promise<void> {
    const there = (await blocks()).find(({ startedAt }) => startedAt === startOf(place));
    if (kind === 'raise') await raise(seconds);
    else if (there && kind === 'toggle') await (there.deletedAt === null ? remove(place) : restore(place));
    else if (!there && kind === 'by-hand') await addByHand(place, seconds);
    else if (!there && kind !== 'toggle') await arrive(place, seconds, kind === 'late' ? MONDAY_NIGHT : WEDNESDAY);
  }

  it('stands as if everything had come in its order, whatever arrives, goes, comes back and is allowed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 16 }), async acts => {
        await begin();
        for (const one of acts) {
          await doIt(one);
          await expectSettled();
        }
      }),
      { numRuns: 12, endOnFailure: true },
    );
  }).timeout(60_000);

  it('is settled once by blocks that arrive at the same moment', async () => {
    await begin();
    await Promise.all(Array.from({ length: PLACES }, (_, at) => arrive(PLACES - 1 - at, 600)));
    expect(await over()).to.deep.equal([0, 0, 300, 600, 600, 600, 600, 600]);
    await expectSettled();
  });
});
