import { expect } from 'chai';
import fc from 'fast-check';
import { nameOf } from '../../src/billing/ledger.ts';
import { deadlineWords, workingDaysAfter } from '../../src/disputes/deadline.ts';
import { whyNotOpen } from '../../src/disputes/dispute.ts';
import { outcomeOf } from '../../src/disputes/outcome.ts';
import { previewOf, protectedWords } from '../../src/disputes/preview.ts';
import {
  adminReasons,
  byTheRule,
  needsTwoAdmins,
  partsOf,
  ruledBy,
  rulingSides,
  whyNotRule,
  type Ruling,
} from '../../src/disputes/ruling.ts';
import { kindOfFile, nameOfFile } from '../../src/disputes/statement-file.ts';

const RATES = { upTo: 1_000_000, first: 12, beyond: 7, fundShare: 25 };
const block = (startedAt: number, amount: number, safe: boolean) => ({
  startedAt,
  amount,
  protected: safe,
  seconds: 600,
});

describe('Working days', () => {
  const cases: [from: string, days: number, to: string][] = [
    ['2026-11-23T10:00:00Z', 2, '2026-11-25T10:00:00Z'],
    ['2026-11-26T23:59:59Z', 2, '2026-11-30T23:59:59Z'],
    ['2026-11-27T10:00:00Z', 2, '2026-12-01T10:00:00Z'],
    ['2026-11-28T10:00:00Z', 2, '2026-12-02T00:00:00Z'],
    ['2026-11-29T23:59:00Z', 1, '2026-12-01T00:00:00Z'],
  ];
  for (const [from, days, to] of cases)
    it(`${days} after ${from} end at ${to}`, () => {
      expect(workingDaysAfter(new Date(from), days)).to.deep.equal(new Date(to));
    });

  it('never end at a weekend, and later beginnings never end earlier', () => {
    const second = fc.integer({ min: 1_700_000_000, max: 1_900_000_000 });
    fc.assert(
      fc.property(second, fc.integer({ min: 0, max: 400_000 }), (from, wait) => {
        const [one, other] = [from, from + wait].map(at => workingDaysAfter(new Date(at * 1000), 2));
        expect(one!.getUTCDay() % 6).to.not.equal(0);
        expect(other!.getTime()).to.be.at.least(one!.getTime());
      }),
    );
  });

  it('are said where the reader lives', () => {
    expect(deadlineWords(new Date('2026-11-26T12:15:00Z'), 'Europe/Vienna')).to.equal(
      'Thu 26 Nov, 13:15 (Europe/Vienna)',
    );
  });
});

describe('Opening a dispute', () => {
  const week = Date.parse('2026-11-16T00:00:00Z') / 1000;
  const open = { week, acceptedAt: null };
  const one = [{ amount: 667, disputed: false }];
  const now = new Date('2026-11-27T23:59:59Z');
  const cases: [what: string, facts: Parameters<typeof whyNotOpen>[0], at: Date, answer: string | null][] = [
    ['until the last second of the review', { invoice: open, blocks: one, left: 667 }, now, null],
    ['a second later', { invoice: open, blocks: one, left: 667 }, new Date('2026-11-28T00:00:00Z'), 'review-is-over'],
    ['once it is approved', { invoice: { week, acceptedAt: now }, blocks: one, left: 667 }, now, 'accepted-already'],
    [
      'for a block that is disputed',
      { invoice: open, blocks: [{ amount: 1, disputed: true }], left: 667 },
      now,
      'disputed-already',
    ],
    [
      'for blocks that cost nothing',
      { invoice: open, blocks: [{ amount: 0, disputed: false }], left: 667 },
      now,
      'nothing-to-hold',
    ],
    ['for what was given back', { invoice: open, blocks: one, left: 666 }, now, 'more-than-is-left'],
  ];
  for (const [what, facts, at, answer] of cases)
    it(`${answer === null ? 'is possible' : 'is refused'} ${what}`, () => {
      expect(whyNotOpen(facts, at)).to.equal(answer);
    });
});

describe('A preview of a dispute', () => {
  it('counts what is protected', () => {
    const blocks = [block(1, 667, true), block(2, 667, false), block(3, 666, false)];
    const preview = previewOf(blocks);
    expect([preview.all.amount, preview.protected.amount, preview.others.amount]).to.deep.equal([2000, 667, 1333]);
    expect(protectedWords(preview)).to.equal('1 of these 3 blocks is protected.');
    expect(protectedWords(previewOf(blocks.slice(1)))).to.equal('None of these 2 blocks is protected.');
    expect(protectedWords(previewOf(blocks.slice(0, 1)))).to.equal('This block is protected.');
  });
});

describe('A ruling', () => {
  const blocks = [block(1, 667, true), block(2, 667, false), block(3, 666, false)];
  const words = 'The pictures show it well.';
  const rule = (to: Ruling['to'], starts: number[], changes: Partial<Ruling> = {}): Ruling => ({
    ...{ to, reason: adminReasons(to)[0]!, words, blocks: starts },
    ...changes,
  });
  const cases: [what: string, rulings: Ruling[], answer: string | null][] = [
    ['each block once', [rule('client', [3, 1]), rule('fund', [2])], null],
    ['a block left out', [rule('client', [1, 2])], 'not-every-block'],
    ['a block twice', [rule('client', [1, 2]), rule('fund', [2, 3])], 'not-every-block'],
    ['a block of somewhere else', [rule('client', [1, 2, 4])], 'not-every-block'],
    ['the clock’s own reason', [rule('client', [1, 2, 3], { reason: 'rule-unprotected' })], 'wrong-reason'],
    ['a reason for the other side', [rule('client', [1, 2, 3], { reason: 'work-is-shown' })], 'wrong-reason'],
    ['too few words', [rule('client', [1, 2, 3], { words: 'Because.' })], 'too-few-words'],
  ];
  for (const [what, rulings, answer] of cases)
    it(`with ${what}: ${answer ?? 'holds'}`, () => {
      expect(whyNotRule(blocks, rulings)).to.equal(answer);
    });

  it('by the rule pays protected blocks, refunds the others, and leaves none out', () => {
    expect(partsOf(ruledBy(blocks, byTheRule(blocks)))).to.deep.equal({ freelancer: 667, client: 1333, fund: 0 });
    expect(byTheRule(blocks.slice(1)).map(({ to }) => to)).to.deep.equal(['client']);
  });

  it('has a reason for each side, and takes two admins from the configured amount on', () => {
    for (const side of rulingSides) expect(adminReasons(side).length).to.be.above(1);
    expect([needsTwoAdmins(49_999, 50_000), needsTwoAdmins(50_000, 50_000)]).to.deep.equal([false, true]);
  });
});

describe('What an ending does to each account', () => {
  const invoice = { id: 7, clientId: 1, freelancerId: 2 };
  const show = (parts: Parameters<typeof outcomeOf>[0], facts: object) => {
    const { lines, ...rest } = outcomeOf(parts, {
      invoice: { ...invoice, ...facts },
      earned: 0,
      rates: RATES,
    } as never);
    return { ...rest, moves: Object.fromEntries(lines.map(({ account, amount }) => [nameOf(account), amount])) };
  };
  const parts = { freelancer: 1000, client: 500, fund: 250 };

  it('of a paid and released invoice', () => {
    expect(show(parts, { chargeState: 'paid', releasedAt: new Date(0) })).to.deep.equal({
      ...{ refund: 750, lowers: false, waits: 0 },
      ...{ release: { amount: 1000, fee: 120 }, fromFund: { amount: 250, fee: 30 } },
      moves: { 'client:1': 750, 'escrow:7': -1750, 'fees:0': 90, 'freelancer:2': 1100, 'fund:0': 30 - 220 },
    });
  });

  it('of a paid invoice in review: the freelancer’s part comes with the rest', () => {
    const { moves, waits } = show(parts, { chargeState: 'paid', releasedAt: null });
    expect([moves, waits]).to.deep.equal([
      { 'client:1': 750, 'escrow:7': -750, 'freelancer:2': 220, 'fund:0': -220 },
      1000,
    ]);
  });

  it('of an unpaid invoice: the client has to pay less', () => {
    const { moves, lowers, waits } = show({ ...parts, fund: 0 }, { chargeState: 'failed', releasedAt: null });
    expect([moves, lowers, waits]).to.deep.equal([{ 'client:1': 500, 'due:7': -500 }, true, 1000]);
  });

  it('always comes to nothing together, whatever the parts', () => {
    const cents = fc.integer({ min: 0, max: 10_000_000 });
    const paid = fc.constantFrom('paid', 'failed', 'due', 'pending');
    fc.assert(
      fc.property(cents, cents, cents, paid, fc.boolean(), (freelancer, client, fund, chargeState, released) => {
        const releasedAt = released && chargeState === 'paid' ? new Date(0) : null;
        const { moves, waits, release } = show({ freelancer, client, fund }, { chargeState, releasedAt });
        expect(Object.values(moves).reduce((sum, amount) => sum + amount, 0)).to.equal(0);
        expect(waits + release.amount).to.equal(freelancer);
      }),
    );
  });
});

describe('A file of a statement', () => {
  const cases: [what: string, bytes: Buffer, kind: string | null][] = [
    ['a PDF', Buffer.from('%PDF-1.7\n...\n%%EOF\n'), 'pdf'],
    ['a PDF that is cut off', Buffer.from('%PDF-1.7\n...'), null],
    ['a web page that calls itself a PDF', Buffer.from('<html>%PDF-1.7 %%EOF'), null],
    ['a JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'picture'],
    ['a PNG', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10]), 'picture'],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), null],
    ['nothing', Buffer.alloc(0), null],
  ];
  for (const [what, bytes, kind] of cases)
    it(`that is ${what} is ${kind ?? 'not'} taken`, () => {
      expect(kindOfFile(bytes)).to.equal(kind);
    });

  it('is called what its sender calls it, without what a name must not have', () => {
    expect(nameOfFile('../../etc/pass\u0000wd.exe', 'pdf')).to.equal('....etcpasswd.pdf');
    expect(nameOfFile('Vertrag <Mai>.pdf', 'pdf')).to.equal('Vertrag Mai.pdf');
    expect(nameOfFile('.png', 'picture')).to.equal('File.jpg');
    expect(nameOfFile('x'.repeat(500), 'pdf')).to.have.lengthOf(124);
  });
});
