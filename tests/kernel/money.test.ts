import { expect } from 'chai';
import fc from 'fast-check';
import { amountFor, money, parseMoney } from '../../src/kernel/money.ts';

describe('What seconds of work cost', () => {
  const cases: [seconds: number, rate: number, cents: number, why: string][] = [
    [0, 4000, 0, 'no time costs nothing'],
    [3600, 4000, 4000, 'an hour costs the rate'],
    [520, 4000, 578, '577.78 is rounded up'],
    [1, 4000, 1, '1.11 is rounded down'],
    [1800, 1, 0, 'half a cent goes down to an even zero'],
    [5400, 1, 2, 'one and a half goes up to an even two'],
    [9000, 1, 2, 'two and a half goes down to an even two'],
    [12_600, 1, 4, 'three and a half goes up to an even four'],
    [1799, 1, 0, 'a second below half'],
    [1801, 1, 1, 'a second above half'],
    [600, 3333, 556, '555.5 goes up to an even 556'],
    [600, 3339, 556, '556.5 goes down to an even 556'],
    [604_800, 100_000, 16_800_000, 'a whole week at the highest rate'],
    [3600, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 'nothing is lost in between'],
    [Number.MAX_SAFE_INTEGER, 3600, Number.MAX_SAFE_INTEGER, 'nothing is lost in between'],
  ];
  for (const [seconds, rate, cents, why] of cases) {
    it(`${seconds} s at ${rate} cents an hour are ${cents} cents: ${why}`, () => {
      expect(amountFor(seconds, rate)).to.equal(cents);
    });
  }

  for (const rate of [1, 3333, 9999]) {
    it(`is the nearest whole cent for every length of a block at ${rate} cents an hour, even when two are as near`, () => {
      let ties = 0;
      for (let seconds = 1; seconds <= 600; seconds++) {
        // In 3600ths of a cent, so that nothing here is ever rounded.
        const away = Math.abs(amountFor(seconds, rate) * 3600 - seconds * rate);
        expect(away, `${seconds} s`).to.be.at.most(1800);
        if (away !== 1800) continue;
        ties++;
        expect(amountFor(seconds, rate) % 2, `${seconds} s`).to.equal(0);
      }
      expect(ties > 0).to.equal(rate !== 1);
    });
  }

  const seconds = fc.nat({ max: 10_000_000 });
  const rate = fc.nat({ max: 100_000 });

  it('never falls when more is worked', () => {
    fc.assert(fc.property(seconds, seconds, rate, (a, b, r) => amountFor(a + b, r) >= amountFor(a, r)));
  });

  it('of a sum is at most a cent for each part away from the sum of the parts', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 1, maxLength: 300 }), rate, (parts, r) => {
        const whole = amountFor(
          parts.reduce((sum, part) => sum + part, 0),
          r,
        );
        const inParts = parts.reduce((sum, part) => sum + amountFor(part, r), 0);
        return Math.abs(whole - inParts) * 2 <= parts.length + 1;
      }),
    );
  });

  it('agrees with a fraction computed without any rounding, however large', () => {
    const half = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    fc.assert(
      fc.property(half, fc.integer({ min: 0, max: 2 ** 20 }), (s, r) => {
        const exact = BigInt(s) * BigInt(r);
        const away = BigInt(amountFor(s, r)) * 3600n - exact;
        return away <= 1800n && away >= -1800n;
      }),
    );
  });

  for (const wrong of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
    it(`refuses ${wrong} as seconds and as a rate`, () => {
      expect(() => amountFor(wrong, 100)).to.throw(RangeError, `seconds: ${wrong}`);
      expect(() => amountFor(100, wrong)).to.throw(RangeError, `rate: ${wrong}`);
    });
  }
});

describe('An amount', () => {
  const shown: [number, string][] = [
    [0, '$0.00'],
    [5, '$0.05'],
    [578, '$5.78'],
    [123_450, '$1,234.50'],
    [-2500, '-$25.00'],
    [99_999_999_999, '$999,999,999.99'],
  ];
  for (const [cents, words] of shown) {
    it(`of ${cents} cents is shown as ${words}`, () => {
      expect(money(cents)).to.equal(words);
    });
  }

  const typed: [string, number | null][] = [
    ['45', 4500],
    ['45.5', 4550],
    ['45.50', 4550],
    ['  45.05 ', 4505],
    ['$1,250.00', 125_000],
    ['$ 40', 4000],
    ['1,000,000', 100_000_000],
    ['0', 0],
    ['0.01', 1],
    ['007', 700],
    ['999999999.99', 99_999_999_999],
    ['999,999,999.99', 99_999_999_999],
    ['', null],
    ['$', null],
    ['.50', null],
    ['45.', null],
    ['45.505', null],
    ['45,50', null],
    ['12,34', null],
    ['1,2345', null],
    ['1,,000', null],
    ['-5', null],
    ['+5', null],
    ['1e3', null],
    ['0x10', null],
    ['40 USD', null],
    ['€40', null],
    ['4 0', null],
    ['４０', null],
    ['1234567890', null],
    ['1,234,567,890', null],
    ['9,999,999,999,999,999,999', null],
    ['40\n50', null],
  ];
  for (const [text, cents] of typed) {
    it(`typed as ${JSON.stringify(text)} is ${cents === null ? 'none' : `${cents} cents`}`, () => {
      expect(parseMoney(text)).to.equal(cents);
    });
  }

  it('typed as it is shown is the same amount', () => {
    fc.assert(fc.property(fc.nat({ max: 99_999_999_999 }), cents => parseMoney(money(cents)) === cents));
  });
});
