import { expect } from 'chai';
import fc from 'fast-check';
import { amountFor, amountsFor } from '../../src/kernel/money.ts';
import { chartOf } from '../../src/reports/chart.ts';
import { MAX_WEEKS, periodOf, recentWeeks } from '../../src/reports/period.ts';
import { groupsOf, priced, sumOf, ways, type Worked } from '../../src/reports/report.ts';

const NOW = new Date('2026-11-18T10:00:00Z');
const MONDAY = Date.parse('2026-11-16T00:00:00Z') / 1000;
const WEEK = 7 * 86_400;

const worked = (changes: Partial<Worked> = {}): Worked => ({
  ...{ week: MONDAY, contractId: 1, title: 'Online shop', clientId: 7, personId: 9, person: 'Felix' },
  ...{
    code: 'SHOP-1',
    codeName: 'Checkout',
    termsId: 1,
    rate: 4000,
    seconds: 3600,
    billable: 3600,
    protected: 3600,
    waiting: 0,
  },
  ...changes,
});

const anyWork = fc.array(
  fc
    .record({
      week: fc.integer({ min: 0, max: 5 }).map(weeks => MONDAY - weeks * WEEK),
      contractId: fc.integer({ min: 1, max: 3 }),
      termsId: fc.integer({ min: 1, max: 2 }),
      code: fc.constantFrom(null, 'A', 'B', 'C'),
      seconds: fc.integer({ min: 1, max: 90_000 }),
      over: fc.integer({ min: 0, max: 1000 }),
      waiting: fc.integer({ min: 0, max: 5000 }),
    })
    .map(({ over, ...line }) =>
      // The rate follows from contract and terms, as in the database.
      worked({ ...line, rate: line.contractId * 1234 + line.termsId, billable: Math.max(0, line.seconds - over) }),
    ),
  { maxLength: 60 },
);

describe('The amounts of a line’s parts', () => {
  it('add up to the line, and each is less than a cent from its exact share', () => {
    const parts = fc.array(fc.integer({ min: 0, max: 200_000 }), { maxLength: 12 });
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 100_000 }), (seconds, rate) => {
        const amounts = amountsFor(seconds, rate);
        const sum = (of: readonly number[]): number => of.reduce((total, one) => total + one, 0);
        expect(sum(amounts)).to.equal(amountFor(sum(seconds), rate));
        for (const [place, amount] of amounts.entries())
          expect(Math.abs(amount - (seconds[place]! * rate) / 3600)).to.be.below(1);
      }),
    );
  });

  it('go to where most would be cut off', () => {
    // 1/3, 1/3 and 1/3 of a dollar: one of them has the cent that is left, the first of equals.
    expect(amountsFor([1200, 1200, 1200], 100)).to.deep.equal([34, 33, 33]);
    expect(amountsFor([1188, 1224, 1188], 100)).to.deep.equal([33, 34, 33]);
    expect(amountsFor([], 4000)).to.deep.equal([]);
    expect(amountsFor([0, 3600], 4000)).to.deep.equal([0, 4000]);
  });
});

describe('A report', () => {
  it('costs, whatever the rows are, what the diary says of each week and rate', () => {
    fc.assert(
      fc.property(anyWork, work => {
        const lines = priced(work);
        const byTerms = new Map<string, { billable: number; waiting: number; rate: number }>();
        for (const { week, contractId, termsId, billable, waiting, rate } of work) {
          const key = `${week}/${contractId}/${termsId}`;
          const before = byTerms.get(key) ?? { billable: 0, waiting: 0 };
          byTerms.set(key, { billable: before.billable + billable, waiting: before.waiting + waiting, rate });
        }
        const asTheDiary = [...byTerms.values()].reduce(
          (sum, { billable, rate }) => sum + amountFor(billable, rate),
          0,
        );
        expect(sumOf(lines).amount).to.equal(asTheDiary);
        const asked = [...byTerms.values()].reduce((sum, { waiting, rate }) => sum + amountFor(waiting, rate), 0);
        expect(sumOf(lines).waitingAmount).to.equal(asked);
        for (const way of ways) expect(sumOf(groupsOf(lines, way)), way).to.deep.equal(sumOf(lines));
      }),
    );
  });

  it('draws columns that are as high as the numbers of their weeks', () => {
    const mondays = Array.from({ length: 6 }, (_, place) => MONDAY - (5 - place) * WEEK);
    fc.assert(
      fc.property(
        anyWork,
        fc.constantFrom(...ways),
        fc.constantFrom('time' as const, 'money' as const),
        (work, way, show) => {
          const lines = priced(work);
          const { columns, ticks } = chartOf(lines, mondays, way, show);
          const top = show === 'time' ? parseFloat(ticks[0]!) * 3600 : Number(ticks[0]!.replace(/[$,]/g, '')) * 100;
          for (const { week, parts } of columns) {
            const sums = sumOf(lines.filter(line => line.week === week));
            const height = parts.reduce((sum, { size }) => sum + size, 0);
            expect(height).to.be.closeTo(((show === 'time' ? sums.seconds : sums.amount) / top) * 1000, 0.001);
            expect(height).to.be.at.most(1000.001);
            parts.forEach(({ from }, place) => {
              const before = place === 0 ? 0 : parts[place - 1]!.from + parts[place - 1]!.size;
              expect(from).to.be.closeTo(before, 0.001);
            });
          }
        },
      ),
    );
  });

  it('puts what nobody could tell apart into one series', () => {
    const codes = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];
    const lines = priced(codes.map((code, place) => worked({ code, seconds: 900 + place, billable: 900 })));
    const { series } = chartOf(lines, [MONDAY], 'code', 'time');
    expect(series.map(({ label }) => label)).to.deep.equal(['H', 'G', 'F', 'E', 'D', '3 more']);
    expect(series.at(-1)).to.deep.equal({ label: '3 more', tone: 'rest', total: '0:45:03' });
  });

  it('keeps a project code of two clients apart, and of one client’s two contracts together', () => {
    const mine = [worked(), worked({ contractId: 2 }), worked({ contractId: 3, clientId: 8 })];
    expect(groupsOf(priced(mine), 'code').map(({ seconds }) => seconds)).to.deep.equal([7200, 3600]);
    expect(groupsOf(priced([worked({ code: null, codeName: null })]), 'code')[0]!.label).to.equal('No project code');
  });
});

describe('The period of a report', () => {
  const refused = [
    ['2026-11-99', '', 'from', 'not-a-day'],
    ['', 'tomorrow', 'to', 'not-a-day'],
    ['2026-11-16', '2026-11-15', 'to', 'backwards'],
    ['2025-11-10', '2026-11-18', 'to', 'too-long'],
    ['1969-12-29', '1970-02-01', 'from', 'not-a-day'],
  ] as const;
  for (const [from, to, field, refusal] of refused)
    it(`from “${from}” to “${to}” is refused: ${refusal}`, () => {
      expect(periodOf({ from, to }, NOW)).to.deep.equal({ field, refusal });
    });

  it('is whole UTC weeks, twelve when nothing is said, a year and a week at most', () => {
    expect(periodOf({ from: '', to: '' }, NOW)).to.include({ first: '2026-08-31', last: '2026-11-22' });
    expect(periodOf({ from: '2026-11-18', to: '2026-11-16' }, NOW)).to.deep.equal({
      ...{ first: '2026-11-16', last: '2026-11-22' },
      ...{ mondays: [MONDAY], from: MONDAY, to: MONDAY + WEEK },
    });
    const longest = periodOf({ from: '2025-11-17', to: '2026-11-18' }, NOW);
    expect('mondays' in longest && longest.mondays).to.have.length(MAX_WEEKS);
  });

  it('of recent weeks is what its link says', () => {
    for (const weeks of [1, 4, 52]) {
      const period = periodOf(recentWeeks(weeks, NOW), NOW);
      expect('mondays' in period && period.mondays).to.have.length(weeks);
      expect('to' in period && period.to).to.equal(MONDAY + WEEK);
    }
  });
});
