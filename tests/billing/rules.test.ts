import { expect } from 'chai';
import { feeFor, fundPartOf, type FeeRates } from '../../src/billing/fee.ts';
import { lastClosable, lastReviewed, linesOf, weekAfter, type BilledBlock } from '../../src/billing/invoice.ts';
import { lastPayday, releasedBefore } from '../../src/billing/payout.ts';
import { amountFor } from '../../src/kernel/money.ts';
import { chargeDue, fromSeconds, payoutDue, reviewEnds, weekCloses } from '../../src/kernel/time.ts';

const second = (iso: string): number => Date.parse(iso) / 1000;
const iso = (seconds: number): string => fromSeconds(seconds).toISOString().slice(0, 16);
const WEEK = second('2026-11-16T00:00Z');

describe('The cycle of a week', () => {
  it('closes, is charged, accepted and paid out when the page says so', () => {
    const inside = second('2026-11-20T23:59:59Z');
    expect([weekCloses, chargeDue, reviewEnds].map(edge => iso(edge(inside)))).to.deep.equal([
      ...['2026-11-23T12:00', '2026-11-24T12:00', '2026-11-28T00:00'],
    ]);
    expect(iso(payoutDue(reviewEnds(inside)))).to.equal('2026-12-02T12:00');
  });

  const closable: [now: string, week: string][] = [
    ['2026-11-22T23:59:59Z', '2026-11-09T00:00'],
    ['2026-11-23T12:00:59Z', '2026-11-09T00:00'],
    ['2026-11-23T12:01:00Z', '2026-11-16T00:00'],
    ['2026-11-29T23:59:59Z', '2026-11-16T00:00'],
  ];
  for (const [now, week] of closable)
    it(`at ${now} the newest week to close is that of ${week}`, () => {
      expect(iso(lastClosable(new Date(now)))).to.equal(week);
    });

  const reviewed: [now: string, week: string][] = [
    ['2026-11-27T23:59:59Z', '2026-11-09T00:00'],
    ['2026-11-28T00:00:00Z', '2026-11-16T00:00'],
    ['2026-12-04T23:59:59Z', '2026-11-16T00:00'],
  ];
  for (const [now, week] of reviewed)
    it(`at ${now} the newest reviewed week is that of ${week}`, () => {
      expect(iso(lastReviewed(new Date(now)))).to.equal(week);
    });

  const paydays: [now: string, payday: string][] = [
    ['2026-12-02T11:59:59Z', '2026-11-25T12:00'],
    ['2026-12-02T12:00:00Z', '2026-12-02T12:00'],
    ['2026-12-09T11:59:59Z', '2026-12-02T12:00'],
  ];
  for (const [now, payday] of paydays)
    it(`at ${now} the last payday was ${payday}`, () => {
      expect(iso(lastPayday(new Date(now)))).to.equal(payday);
    });

  it('pays out on Wednesday what was released before that week', () => {
    expect(iso(releasedBefore(second('2026-12-02T12:00Z')))).to.equal('2026-11-30T00:00');
  });

  it('goes on for five weeks after a contract has ended, and for good while it has not', () => {
    const closedAt = new Date('2026-11-18T10:00:00Z');
    expect(weekAfter(WEEK, { closedAt: null })).to.equal(second('2026-11-23T00:00Z'));
    expect(weekAfter(second('2026-12-14T00:00Z'), { closedAt })).to.equal(second('2026-12-21T00:00Z'));
    expect(weekAfter(second('2026-12-21T00:00Z'), { closedAt })).to.equal(null);
  });
});

describe('Lines of an invoice', () => {
  const block = (at: number, changes: Partial<BilledBlock> = {}): BilledBlock => ({
    ...{ startedAt: WEEK + at * 600, seconds: 600, rateCents: 3333, projectCodeId: 1, protected: true },
    ...changes,
  });

  it('are one for each rate and code, in the order of work, with exact seconds', () => {
    const lines = linesOf([
      block(0),
      block(1, { projectCodeId: null, seconds: 7 }),
      block(2, { rateCents: 5000 }),
      block(3, { protected: false, seconds: 13 }),
    ]);
    expect(
      lines.map(line => [line.rateCents, line.projectCodeId, line.seconds, line.amount, line.protectedSeconds]),
    ).to.deep.equal([
      [3333, 1, 613, 568, 600],
      [3333, null, 7, 6, 7],
      [5000, 1, 600, 833, 600],
    ]);
  });

  for (const rateCents of [1, 3333, 9999])
    it(`at ${rateCents} cents an hour are rounded once, and their blocks add up to them`, () => {
      const seconds = Array.from({ length: 600 }, (_, i) => i + 1);
      const [line] = linesOf(seconds.map((length, i) => block(i, { seconds: length, rateCents })));
      expect(line!.amount).to.equal(amountFor(180_300, rateCents));
      expect(line!.blocks.reduce((sum, { amount }) => sum + amount, 0)).to.equal(line!.amount);
      for (const { amount, seconds: length } of line!.blocks)
        expect(Math.abs(amount - (length * rateCents) / 3600)).to.be.below(1);
    });
});

describe('The fee', () => {
  const rates: FeeRates = { upTo: 1_000_000, first: 12, beyond: 7, fundShare: 25 };
  const cases: [before: number, amount: number, fee: number, why: string][] = [
    [0, 10_000, 1200, 'is 12 % at first'],
    [1_000_000, 10_000, 700, 'is 7 % once $10,000 were earned from this client'],
    [990_000, 20_000, 1900, 'is marginal inside one payment'],
    [999_999, 1, 0, 'of one cent is nothing'],
    [0, 4, 0, 'of 0.48 cents is nothing'],
    [0, 5, 1, 'of 0.6 cents is a cent'],
    [2_000_000, 50, 3, 'of exactly half a cent more leaves it to the freelancer'],
    [0, 0, 0, 'of nothing is nothing'],
  ];
  for (const [before, amount, fee, why] of cases)
    it(why, () => {
      expect(feeFor(before, amount, rates)).to.equal(fee);
    });

  it('goes into the fund by its share', () => {
    expect([fundPartOf(1200, rates), fundPartOf(2, rates), fundPartOf(0, rates)]).to.deep.equal([300, 0, 0]);
  });
});
