import { expect } from 'chai';
import {
  cells,
  freeOf,
  joined,
  moments,
  secondsOf,
  wholeMinutes,
  type Stretch,
} from '../../src/manual-time/free-time.ts';
import {
  answerBy,
  billedWeek,
  whyNotAsk,
  whyNotClose,
  whyNotPart,
  type ManualRefusal,
  type Situation,
} from '../../src/manual-time/manual-request.ts';
import { fromSeconds, toSeconds } from '../../src/kernel/time.ts';

const second = (iso: string): number => toSeconds(new Date(iso));
const stretch = (from: string, to: string): Stretch => ({ from: second(from), to: second(to) });
/** On Wednesday 18 November 2026. */
const at = (from: string, to: string): Stretch => stretch(`2026-11-18T${from}Z`, `2026-11-18T${to}Z`);

describe('Asking for manual time', () => {
  const now = new Date('2026-11-18T12:00:00Z');
  const asked = at('09:00', '10:00');
  const fine: Situation = {
    contract: { state: 'active', stopped: null, acceptedAt: new Date('2026-11-02T08:00:00Z') },
    ...{ manualTime: true, stopped: [], logged: [], asked: [] },
  };
  const cases: [what: string, asked: Stretch, changes: Partial<Situation>, refusal: ManualRefusal | null][] = [
    ['free time of this week', asked, {}, null],
    ['time between two tracked blocks', asked, { logged: [at('08:00', '09:00'), at('10:00', '10:10')] }, null],
    ['time up to this second', at('11:00', '12:00'), {}, null],
    ['the first second of the UTC week', stretch('2026-11-16T00:00Z', '2026-11-16T01:00Z'), {}, null],
    ['no manual time on the contract', asked, { manualTime: false }, 'manual-time-off'],
    [
      'a contract that was withdrawn',
      asked,
      { contract: { ...fine.contract, state: 'withdrawn' } },
      'contract-stopped',
    ],
    ...(['paused', 'asleep', 'ended', 'fixed-price'] as const).map((stopped): (typeof cases)[number] => [
      `free time of a contract that is ${stopped} now`,
      asked,
      { contract: { ...fine.contract, stopped } },
      'contract-stopped',
    ]),
    ['an end before the beginning', at('10:00', '09:00'), {}, 'not-a-stretch'],
    ['no time at all', at('10:00', '10:00'), {}, 'not-a-stretch'],
    ['more than a day', stretch('2026-11-16T00:00Z', '2026-11-17T00:00:01Z'), {}, 'too-long'],
    ['a second of last week', stretch('2026-11-15T23:59:59Z', '2026-11-16T01:00Z'), {}, 'other-week'],
    ['time to come', at('11:30', '12:00:01'), {}, 'not-over-yet'],
    [
      'time before the contract',
      asked,
      { contract: { ...fine.contract, acceptedAt: new Date('2026-11-18T09:00:01Z') } },
      'before-the-contract',
    ],
    [
      'a second in which the contract was stopped',
      asked,
      { stopped: [at('09:59:59', '12:00')] },
      'contract-not-active',
    ],
    ['a second that is logged', asked, { logged: [at('09:59:59', '10:05')] }, 'tracked'],
    ['a second that is asked for', asked, { asked: [at('08:00', '09:00:01')] }, 'asked-already'],
  ];
  for (const [what, span, changes, refusal] of cases) {
    it(`${what}: ${refusal ?? 'may be asked'}`, () => {
      expect(whyNotAsk(span, { ...fine, ...changes }, now)).to.equal(refusal);
    });
  }

  it('is answered until Friday 24:00 UTC of the week after, whenever in the week it was asked', () => {
    for (const day of ['2026-11-16T00:00:00Z', '2026-11-18T12:00:00Z', '2026-11-22T23:59:59Z'])
      expect(fromSeconds(answerBy(second(day))).toISOString()).to.equal('2026-11-28T00:00:00.000Z');
    const open = { state: 'open', answerBy: second('2026-11-28T00:00:00Z') } as const;
    expect(whyNotClose(open, new Date('2026-11-27T23:59:59Z'))).to.equal(null);
    expect(whyNotClose(open, new Date('2026-11-28T00:00:00Z'))).to.equal('too-late');
    expect(whyNotClose({ ...open, state: 'declined' }, now)).to.equal('answered-already');
  });

  it('gets a yes to a part only inside what was asked', () => {
    const request = { ...asked, state: 'open', answerBy: 0 } as const;
    expect(whyNotPart(asked, request)).to.equal(null);
    expect(whyNotPart(at('09:10', '09:20'), request)).to.equal(null);
    expect(whyNotPart(at('08:59:59', '09:20'), request)).to.equal('outside-what-was-asked');
    expect(whyNotPart(at('09:10', '10:00:01'), request)).to.equal('outside-what-was-asked');
    expect(whyNotPart(at('09:10', '09:10'), request)).to.equal('not-a-stretch');
  });

  it('is billed with its own week until that closes, then with the next one to close', () => {
    const worked = second('2026-11-18T09:00:00Z');
    const billed = (answered: string) =>
      fromSeconds(billedWeek(worked, second(answered)))
        .toISOString()
        .slice(0, 10);
    expect(billed('2026-11-18T12:00:00Z')).to.equal('2026-11-16');
    expect(billed('2026-11-23T11:59:59Z')).to.equal('2026-11-16');
    expect(billed('2026-11-23T12:00:00Z')).to.equal('2026-11-23');
    expect(billed('2026-11-27T23:59:59Z')).to.equal('2026-11-23');
    expect(billed('2026-11-30T11:59:59Z')).to.equal('2026-11-23');
    expect(billed('2026-11-30T12:00:00Z')).to.equal('2026-11-30');
  });
});

describe('Free time', () => {
  it('and what is taken are the whole, whatever is taken and in which order', () => {
    const whole = { from: 1000, to: 9000 };
    let seed = 7;
    const roll = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let round = 0; round < 300; round++) {
      const taken = Array.from({ length: roll(8) }, () => {
        const from = roll(11_000);
        return { from, to: from + 1 + roll(2000) };
      });
      const free = freeOf(whole, taken);
      const used = joined(taken).map(({ from, to }) =>
        Math.max(0, Math.min(to, whole.to) - Math.max(from, whole.from)),
      );
      expect(secondsOf(free) + used.reduce((sum, seconds) => sum + seconds, 0)).to.equal(8000);
      for (const one of free) expect(taken.some(({ from, to }) => from < one.to && one.from < to)).to.equal(false);
    }
  });

  it('is cut at the edges of cells, so that no block straddles one', () => {
    expect(cells({ from: 590, to: 1810 })).to.deep.equal([
      { startedAt: 590, seconds: 10 },
      { startedAt: 600, seconds: 600 },
      { startedAt: 1200, seconds: 600 },
      { startedAt: 1800, seconds: 10 },
    ]);
  });

  it('is offered in whole minutes: both ends, and every ten minutes of the clock between', () => {
    expect(wholeMinutes({ from: 61, to: 299 })).to.deep.equal({ from: 120, to: 240 });
    expect(wholeMinutes({ from: 61, to: 119 })).to.equal(null);
    expect(moments({ from: 660, to: 1920 }, 0)).to.deep.equal([660, 1200, 1800, 1920]);
    expect(moments({ from: 600, to: 1200 }, 0)).to.deep.equal([600, 1200]);
  });
});
