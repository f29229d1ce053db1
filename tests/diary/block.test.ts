import { expect } from 'chai';
import fc from 'fast-check';
import type { ContractState } from '../../src/contracts/contract.ts';
import {
  blockRefusalWords,
  isSameBlock,
  whyNotBeside,
  whyNotBlock,
  whyNotChange,
  whyNotOnContract,
  type BlockFacts,
  type BlockRefusal,
} from '../../src/diary/block.ts';
import { captureFailures } from '../../src/wire/tracker.ts';

const at = (iso: string): number => Date.parse(iso) / 1000;
const NINE = at('2026-11-18T09:00:00Z');
const NOW = new Date('2026-11-18T10:00:00Z');
const later = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000);

const usual: BlockFacts = {
  id: '019a0000-0000-7000-8000-000000000001',
  contractId: 7,
  startedAt: NINE,
  seconds: 600,
  description: 'Checkout: keep the basket',
  projectCode: 'SHOP-1',
  inputSeconds: 300,
  idle: false,
  shots: [{ takenAt: NINE + 200, sha256: 'a'.repeat(64), mask: null }],
};
const block = (changes: Partial<BlockFacts>): BlockFacts => ({ ...usual, shots: [], inputSeconds: 0, ...changes });
const shotAt = (takenAt: number): BlockFacts['shots'] => [{ takenAt, failure: captureFailures[0] }];

describe('A block by itself', () => {
  const TEN = NINE + 3600;
  const cases: [what: string, block: BlockFacts, refusal: BlockRefusal | null][] = [
    ['a full cell with a picture', usual, null],
    ['one second', block({ seconds: 1 }), null],
    ['the last second of a cell', block({ startedAt: NINE + 599, seconds: 1 }), null],
    ['one second over the edge of its cell', block({ startedAt: NINE + 599, seconds: 2 }), 'crosses-cell'],
    ['one second into the cell and 600 long', block({ startedAt: NINE + 1, seconds: 600 }), 'crosses-cell'],
    ['longer than a cell', block({ seconds: 601 }), 'crosses-cell'],
    ['no seconds', block({ seconds: 0 }), 'crosses-cell'],
    ['negative seconds', block({ startedAt: NINE + 300, seconds: -60 }), 'crosses-cell'],
    ['the end of a day, up to midnight', block({ startedAt: at('2026-11-17T23:50:00Z') }), null],
    ['over midnight', block({ startedAt: at('2026-11-17T23:55:00Z') }), 'crosses-cell'],
    ['the end of a week, up to Monday', block({ startedAt: at('2026-11-15T23:50:00Z') }), null],
    ['ends 120 s in the future', block({ startedAt: TEN, seconds: 120 }), null],
    ['ends 121 s in the future', block({ startedAt: TEN, seconds: 121 }), 'in-the-future'],
    ['exactly 14 days old', block({ startedAt: at('2026-11-04T10:00:00Z') }), null],
    ['14 days and a second old', block({ startedAt: at('2026-11-04T09:59:59Z'), seconds: 1 }), 'too-old'],
    ['input in every second', block({ seconds: 60, inputSeconds: 60 }), null],
    ['more input than seconds', block({ seconds: 60, inputSeconds: 61 }), 'too-much-input'],
    ['captured in its first second', block({ shots: shotAt(NINE) }), null],
    ['captured as it ends', block({ seconds: 60, shots: shotAt(NINE + 60) }), null],
    ['captured before', block({ shots: shotAt(NINE - 1) }), 'capture-outside-block'],
    ['captured 3 minutes after its end', block({ seconds: 60, shots: shotAt(NINE + 240) }), null],
    ['captured a second later than that', block({ seconds: 60, shots: shotAt(NINE + 241) }), 'capture-outside-block'],
    ['a second capture outside', block({ shots: [...shotAt(NINE), ...shotAt(NINE + 781)] }), 'capture-outside-block'],
  ];
  for (const [what, facts, refusal] of cases) {
    it(`(${what}) is ${refusal ? `refused: ${refusal}` : 'taken'}`, () => {
      expect(whyNotBlock(facts, NOW)).to.equal(refusal);
    });
  }

  it('counts parts of a second of the server’s clock for the tracker', () => {
    const old = block({ startedAt: at('2026-11-04T10:00:00Z'), seconds: 1 });
    expect(whyNotBlock(old, new Date('2026-11-18T10:00:00.999Z'))).to.equal(null);
    expect(whyNotBlock(old, later(1))).to.equal('too-old');
  });

  it('is refused in words a person can act on', () => {
    for (const words of Object.values(blockRefusalWords)) expect(words).to.match(/^[A-Z].{20,}[.]$/);
  });
});

describe('A block on a contract', () => {
  const accepted = new Date('2026-11-18T09:00:00Z');
  const contract = (state: ContractState, acceptedAt: Date | null = accepted, stoppedThen = false) => ({
    state,
    freelancerId: 2,
    acceptedAt,
    stoppedThen,
  });

  it('may begin when the freelancer has accepted, or as clocks may differ 120 s before', () => {
    const starts = [NINE + 60, NINE, NINE - 120, NINE - 121];
    expect(
      starts.map(startedAt => whyNotOnContract(block({ startedAt, seconds: 1 }), contract('active'))),
    ).to.deep.equal([null, null, null, 'contract-not-active']);
  });

  for (const state of ['offered', 'declined', 'withdrawn'] as const) {
    it(`that is ${state} is refused`, () => {
      expect(whyNotOnContract(usual, contract(state))).to.equal('contract-not-active');
    });
  }

  it('that was stopped when the block began is refused', () => {
    expect(whyNotOnContract(usual, contract('active', accepted, true))).to.equal('contract-not-active');
  });

  it('that nobody has accepted is refused', () => {
    expect(whyNotOnContract(usual, contract('active', null))).to.equal('contract-not-active');
  });
});

describe('A block beside others', () => {
  const span = (startedAt: number, seconds: number) => ({ startedAt, seconds });
  const other = span(NINE + 100, 100);
  const cases: [what: string, start: number, seconds: number, free: boolean][] = [
    ['ends as the other begins', 0, 100, true],
    ['begins as the other ends', 200, 100, true],
    ['shares the other’s first second', 0, 101, false],
    ['shares the other’s last second', 199, 10, false],
    ['lies within it', 120, 10, false],
    ['lies around it', 0, 600, false],
    ['is the same span', 100, 100, false],
  ];
  for (const [what, start, seconds, free] of cases) {
    it(`that ${what} is ${free ? 'free' : 'refused'}`, () => {
      expect(whyNotBeside(span(NINE + start, seconds), [span(NINE + 550, 50), other].slice(free ? 1 : 0))).to.equal(
        free ? null : 'overlaps',
      );
    });
  }

  it('is free when there are none', () => {
    expect(whyNotBeside(usual, [])).to.equal(null);
  });

  const anySpan = fc.record({ startedAt: fc.integer({ min: 0, max: 80 }), seconds: fc.integer({ min: 1, max: 20 }) });
  const secondsOf = ({ startedAt, seconds }: { startedAt: number; seconds: number }): number[] =>
    Array.from({ length: seconds }, (_, second) => startedAt + second);

  it('overlaps exactly when they have a second in common, counted one by one', () => {
    fc.assert(
      fc.property(anySpan, fc.array(anySpan, { maxLength: 4 }), (mine, others) => {
        const taken = new Set(others.flatMap(secondsOf));
        const shared = secondsOf(mine).some(second => taken.has(second));
        expect(whyNotBeside(mine, others)).to.equal(shared ? 'overlaps' : null);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('A block sent again', () => {
  const mask = { perMille: 120, reason: 'A letter from my bank' };
  const picture = { takenAt: NINE + 10, sha256: 'a'.repeat(64), mask };
  const failure = { takenAt: NINE + 20, failure: 'locked-screen' };
  const shots = [picture, failure];
  const first = block({ shots });

  it('is the same block, whatever the order in which its facts are written', () => {
    const again = Object.fromEntries(Object.entries(first).reverse()) as unknown as BlockFacts;
    expect(isSameBlock(first, { ...again, shots: shots.map(shot => ({ ...shot })) })).to.equal(true);
  });

  const changes: [string, Partial<BlockFacts>][] = [
    ['name', { id: '019a0000-0000-7000-8000-000000000002' }],
    ['contract', { contractId: 8 }],
    ['start', { startedAt: NINE + 1 }],
    ['length', { seconds: 599 }],
    ['description', { description: 'Checkout: keep the basket.' }],
    ['project code', { projectCode: null }],
    ['seconds with input', { inputSeconds: 299 }],
    ['moment of a capture', { shots: [{ ...picture, takenAt: NINE + 11 }, failure] }],
    ['claim to be idle', { idle: true }],
    ['picture', { shots: [{ ...picture, sha256: 'b'.repeat(64) }, failure] }],
    ['share that is masked', { shots: [{ ...picture, mask: { ...mask, perMille: 121 } }, failure] }],
    ['reason for a mask', { shots: [{ ...picture, mask: { ...mask, reason: 'A letter' } }, failure] }],
    ['mask', { shots: [{ ...picture, mask: null }, failure] }],
    ['reason of a failure', { shots: [picture, { takenAt: NINE + 20, failure: 'black-image' }] }],
    ['number of captures', { shots: [picture] }],
    ['order of captures', { shots: [failure, picture] }],
  ];
  for (const [what, change] of changes) {
    it(`with another ${what} is another block`, () => {
      expect(isSameBlock(first, { ...first, ...change })).to.equal(false);
    });
  }
});

describe('Deleting a block', () => {
  const CLOSES = '2026-11-23T12:00:00Z';
  const mine = { startedAt: NINE, deletedAt: null };
  const cases: [when: string, block: { startedAt: number; deletedAt: number | null }, refusal: BlockRefusal | null][] =
    [
      ['2026-11-18T09:10:00Z', mine, null],
      ['2026-11-23T11:59:59.999Z', mine, null],
      [CLOSES, mine, 'week-closed'],
      ['2027-11-23T12:00:00Z', mine, 'week-closed'],
      ['2026-11-23T11:59:59Z', { ...mine, startedAt: at('2026-11-22T23:50:00Z') }, null],
      [CLOSES, { ...mine, startedAt: at('2026-11-22T23:50:00Z') }, 'week-closed'],
      [CLOSES, { ...mine, startedAt: at('2026-11-23T00:00:00Z') }, null],
      ['2026-11-18T09:20:00Z', { ...mine, deletedAt: NINE + 700 }, 'already-deleted'],
      [CLOSES, { ...mine, deletedAt: 0 }, 'already-deleted'],
    ];
  for (const [when, facts, refusal] of cases) {
    const began = new Date(facts.startedAt * 1000).toISOString();
    it(`of ${began} at ${when} is ${refusal ? `refused: ${refusal}` : 'allowed'}`, () => {
      expect(whyNotChange(facts, new Date(when))).to.equal(refusal);
    });
  }
});
