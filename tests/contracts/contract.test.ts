import { expect } from 'chai';
import {
  MAX_PROJECT_CODES,
  parseProjectCodes,
  refusalWords,
  termsAt,
  whyNotAnswer,
  type ContractState,
} from '../../src/contracts/contract.ts';

describe('An offer', () => {
  const states: [ContractState, boolean][] = [
    ['offered', true],
    ['active', false],
    ['declined', false],
    ['withdrawn', false],
  ];
  for (const [state, open] of states) {
    it(`that is ${state} can ${open ? '' : 'not '}be answered`, () => {
      expect(whyNotAnswer({ state })).to.equal(open ? null : 'not-offered-any-more');
    });
  }

  it('is refused in words a person understands', () => {
    for (const words of Object.values(refusalWords)) expect(words).to.match(/^[A-Z].{15,}[.]$/);
  });
});

describe('The terms of a contract', () => {
  const version = (number: number, validFrom: string) => ({ version: number, validFrom: new Date(validFrom) });
  const first = version(1, '2026-11-02T00:00:00Z');
  const second = version(2, '2026-11-16T00:00:00Z');
  const versionAt = (terms: (typeof first)[], at: string) => termsAt(terms, new Date(at))?.version ?? null;

  it('at an instant are the newest that had begun', () => {
    for (const terms of [
      [first, second],
      [second, first],
    ]) {
      expect(versionAt(terms, '2026-11-01T23:59:59.999Z')).to.equal(null);
      expect(versionAt(terms, '2026-11-02T00:00:00Z')).to.equal(1);
      expect(versionAt(terms, '2026-11-15T23:59:59.999Z')).to.equal(1);
      expect(versionAt(terms, '2026-11-16T00:00:00Z')).to.equal(2);
      expect(versionAt(terms, '2030-01-01T00:00:00Z')).to.equal(2);
    }
  });

  it('agreed later win over those agreed before, even when they began at the same time or earlier', () => {
    expect(versionAt([second, version(3, '2026-11-16T00:00:00Z'), first], '2026-11-16T00:00:00Z')).to.equal(3);
    expect(versionAt([second, version(3, '2026-11-09T00:00:00Z')], '2026-11-20T00:00:00Z')).to.equal(3);
  });

  it('are none before there are any', () => {
    expect(versionAt([], '2026-11-16T00:00:00Z')).to.equal(null);
  });
});

describe('Project codes', () => {
  const lines = (count: number): string => Array.from({ length: count }, (_, i) => `SHOP-${i} Part ${i}`).join('\n');
  const cases: [what: string, text: string, codes: [code: string, name: string][] | null][] = [
    ['none', '', []],
    ['only empty lines', ' \r\n\n\t ', []],
    ['a code and its name', 'SHOP-12 Checkout and basket', [['SHOP-12', 'Checkout and basket']]],
    ['a code alone, its own name', 'SHOP-12', [['SHOP-12', 'SHOP-12']]],
    ['spaces and tabs around', '  SHOP-12 \t Checkout   and basket  ', [['SHOP-12', 'Checkout and basket']]],
    [
      'lines of Windows with an empty one',
      'A one\r\n\r\nB two\r\n',
      [
        ['A', 'one'],
        ['B', 'two'],
      ],
    ],
    [
      'codes that differ in case',
      'a one\nA two',
      [
        ['a', 'one'],
        ['A', 'two'],
      ],
    ],
    ['the same code twice', 'SHOP-1 one\nSHOP-1 two', null],
    ['a code of 40 characters', 'x'.repeat(40), [['x'.repeat(40), 'x'.repeat(40)]]],
    ['a code of 41 characters', 'x'.repeat(41), null],
    ['a name of 100 characters', `A ${'x'.repeat(100)}`, [['A', 'x'.repeat(100)]]],
    ['a name of 101 characters', `A ${'x'.repeat(101)}`, null],
  ];
  for (const [what, text, codes] of cases) {
    it(`(${what}) are ${codes === null ? 'refused' : 'read'}`, () => {
      expect(parseProjectCodes(text)).to.deep.equal(codes?.map(([code, name]) => ({ code, name })) ?? null);
    });
  }

  it(`are at most ${MAX_PROJECT_CODES}`, () => {
    expect(parseProjectCodes(lines(MAX_PROJECT_CODES))).to.have.lengthOf(MAX_PROJECT_CODES);
    expect(parseProjectCodes(lines(MAX_PROJECT_CODES + 1))).to.equal(null);
  });
});
