import { expect } from 'chai';
import fc from 'fast-check';
import { afterContact, claim, overLimit, type FreelancerClock } from '../../src/diary/block.ts';

const START = Date.parse('2026-11-18T08:00:00Z');
const after = (seconds: number): Date => new Date(START + seconds * 1000);
const FORTNIGHT = 14 * 86_400;

/** Contacts and claims, one after another: at which second, and how much is claimed then. */
function reliability(steps: { at: number; seconds: number }[]): boolean[] {
  let clock: FreelancerClock = afterContact(null, after(0));
  return steps.map(({ at, seconds }) => {
    const claimed = claim(afterContact(clock, after(at)), seconds);
    clock = claimed.clock;
    return claimed.reliable;
  });
}

describe('Time a tracker claims', () => {
  const cases: [what: string, steps: [at: number, seconds: number][], reliable: boolean[]][] = [
    ['as much as has passed since the first contact', [[600, 600]], [true]],
    ['120 s more, because clocks differ', [[600, 720]], [true]],
    ['121 s more', [[600, 721]], [false]],
    ['the tolerance at the first contact', [[0, 120]], [true]],
    ['a second beyond it', [[0, 121]], [false]],
    [
      'the same time twice',
      [
        [600, 600],
        [600, 600],
      ],
      [true, false],
    ],
    [
      'the tolerance twice',
      [
        [0, 120],
        [0, 120],
      ],
      [true, false],
    ],
    [
      'an hour in pieces of the tolerance',
      [
        [0, 120],
        [60, 120],
        [180, 120],
        [300, 120],
      ],
      [true, false, true, true],
    ],
    [
      'a day offline, sent at once',
      [
        [86_400, 600],
        [86_400, 600],
        [86_400, 600],
      ],
      [true, true, true],
    ],
    [
      'honest work after a claim of too much',
      [
        [600, 10_000],
        [600, 600],
        [1200, 600],
      ],
      [false, true, true],
    ],
    [
      'more than 14 days',
      [
        [30 * 86_400, FORTNIGHT + 120],
        [30 * 86_400, 1],
      ],
      [true, false],
    ],
  ];
  for (const [what, steps, reliable] of cases) {
    it(`(${what}) is ${reliable.map(yes => (yes ? 'reliable' : 'not reliable')).join(', then ')}`, () => {
      expect(reliability(steps.map(([at, seconds]) => ({ at, seconds })))).to.deep.equal(reliable);
    });
  }

  it('grows with the server’s clock only, never when that goes back', () => {
    const now = afterContact({ lastContactAt: START / 1000, unclaimedSeconds: 50 }, after(-3600));
    expect(now).to.deep.equal({ lastContactAt: START / 1000, unclaimedSeconds: 50 });
    expect(afterContact(now, after(0)).unclaimedSeconds).to.equal(50);
    expect(afterContact(now, after(10.9)).unclaimedSeconds).to.equal(60);
  });

  const steps = fc.array(fc.record({ wait: fc.nat({ max: 900 }), seconds: fc.integer({ min: 1, max: 600 }) }), {
    maxLength: 60,
  });
  const inTime = (waits: { wait: number; seconds: number }[]) => {
    let at = 0;
    return waits.map(({ wait, seconds }) => ({ at: (at += wait), seconds }));
  };

  it('is never found reliable for more than has passed and 120 s, in however many pieces', () => {
    fc.assert(
      fc.property(steps, waits => {
        const made = inTime(waits);
        const reliable = reliability(made);
        let counted = 0;
        made.forEach(({ at, seconds }, i) => {
          if (reliable[i]) counted += seconds;
          expect(counted).to.be.at.most(at + 120);
        });
      }),
    );
  });

  it('is always found reliable when all of it has passed, whenever it is sent', () => {
    fc.assert(
      fc.property(steps, waits => {
        let passed = 0;
        let counted = 0;
        const honest = inTime(waits).map(({ at, seconds }) => {
          passed = at;
          const worked = Math.min(seconds, passed - counted);
          counted += worked;
          return { at, seconds: worked };
        });
        expect(reliability(honest).every(Boolean)).to.equal(true);
      }),
    );
  });
});

describe('Seconds beyond the weekly limit', () => {
  const cases: [what: string, seconds: number, before: number, limit: number, over: number][] = [
    ['nothing was worked before', 600, 0, 144_000, 0],
    ['the block ends exactly at the limit', 600, 143_400, 144_000, 0],
    ['the block passes the limit by a second', 600, 143_401, 144_000, 1],
    ['the limit was reached before', 600, 144_000, 144_000, 600],
    ['the limit was passed before', 600, 200_000, 144_000, 600],
    ['the limit is shorter than the block', 600, 0, 60, 540],
  ];
  for (const [what, seconds, before, limit, over] of cases) {
    it(`are ${over} when ${what}`, () => {
      expect(overLimit(seconds, before, limit)).to.equal(over);
    });
  }

  it('leave in all exactly the limit to be billed, however the week is cut into blocks', () => {
    const blocks = fc.array(fc.integer({ min: 1, max: 600 }), { maxLength: 200 });
    fc.assert(
      fc.property(blocks, fc.integer({ min: 1, max: 100_000 }), (lengths, limit) => {
        let billed = 0;
        for (const seconds of lengths) billed += seconds - overLimit(seconds, billed, limit);
        const worked = lengths.reduce((sum, seconds) => sum + seconds, 0);
        expect(billed).to.equal(Math.min(worked, limit));
      }),
    );
  });
});
