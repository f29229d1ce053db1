import { expect } from 'chai';
import { askOf, type AskFacts } from '../../src/cases/ask.ts';
import { clockOf } from '../../src/cases/case-clock.ts';
import { chooseAll, rulingsFrom } from '../../src/cases/choices.ts';
import { collapse, LINES_ON_A_PAGE, pageOf } from '../../src/cases/timeline-lines.ts';
import { whyNotAppealClaim, whyNotStep, type ClaimStanding } from '../../src/billing/claim-ruling.ts';

const WHY = 'The pictures show what was agreed on.';
const blocks = [
  { startedAt: 600, amount: 917, protected: true },
  { startedAt: 1200, amount: 916, protected: false },
];
const group = (side: string, reason: string, words = WHY) => ({ [`reason-${side}`]: reason, [`words-${side}`]: words });

describe('What an admin chooses for blocks', () => {
  it('becomes one ruling for blocks that are decided alike', () => {
    const typed = { 'to-600': 'client', 'to-1200': 'client', ...group('client', 'not-agreed') };
    expect(rulingsFrom(typed, blocks)).to.deep.equal({
      errors: {},
      rulings: [{ to: 'client', reason: 'not-agreed', words: WHY, blocks: [600, 1200] }],
    });
  });

  it('a block with a reason of its own is decided by itself', () => {
    const own = { 'own-reason-1200': 'our-mistake', 'own-words-1200': `${WHY} Nearly.` };
    const typed = { 'to-600': 'fund', 'to-1200': 'fund', ...group('fund', 'both-in-good-faith'), ...own };
    expect(rulingsFrom(typed, blocks).rulings.map(({ reason, blocks: of }) => [reason, of])).to.deep.equal([
      ['both-in-good-faith', [600]],
      ['our-mistake', [1200]],
    ]);
  });

  const wrong: [what: string, typed: Record<string, string>, fields: string[]][] = [
    ['nothing at all', {}, ['to-600']],
    ['one block only', { 'to-600': 'client', ...group('client', 'not-agreed') }, ['to-1200']],
    ['no reason', { 'to-600': 'client', 'to-1200': 'client' }, ['reason-client', 'words-client']],
    ['a side that is none', { 'to-600': 'me', 'to-1200': 'client', ...group('client', 'not-agreed') }, ['to-600']],
    [
      'a reason of the other side',
      { 'to-600': 'client', 'to-1200': 'client', ...group('client', 'work-is-shown') },
      ['reason-client'],
    ],
    [
      'the reason of the clock',
      { 'to-600': 'client', 'to-1200': 'client', ...group('client', 'rule-unprotected') },
      ['reason-client'],
    ],
    [
      'too few words',
      { 'to-600': 'client', 'to-1200': 'client', ...group('client', 'not-agreed', 'Because so') },
      ['words-client'],
    ],
    [
      'too many words',
      { 'to-600': 'client', 'to-1200': 'client', ...group('client', 'not-agreed', 'a'.repeat(1001)) },
      ['words-client'],
    ],
    [
      'letters nobody sees',
      { 'to-600': 'client', 'to-1200': 'client', ...group('client', 'not-agreed', `${WHY}\u0007`) },
      ['words-client'],
    ],
    [
      'half of an own reason',
      { 'to-600': 'fund', 'to-1200': 'fund', ...group('fund', 'our-mistake'), 'own-words-600': WHY },
      ['own-reason-600'],
    ],
  ];
  for (const [what, typed, fields] of wrong)
    it(`${what} is no decision`, () => expect(Object.keys(rulingsFrom(typed, blocks).errors)).to.deep.equal(fields));

  it('all at once: by the rule, or to one side; what was typed stays', () => {
    const typed = group('client', 'not-agreed');
    expect(chooseAll(typed, blocks, 'rule')).to.deep.equal({ ...typed, 'to-600': 'freelancer', 'to-1200': 'client' });
    expect(chooseAll(typed, blocks, 'fund')).to.deep.equal({ ...typed, 'to-600': 'fund', 'to-1200': 'fund' });
  });
});

describe('How long an admin has', () => {
  const now = new Date('2026-11-24T12:00:00Z');
  for (const [deadline, words, late] of [
    ['2026-11-26T15:30:00Z', '2 days 3 h left', false],
    ['2026-11-25T12:00:00Z', '1 day left', false],
    ['2026-11-24T17:59:00Z', '5 h left', false],
    ['2026-11-24T12:08:30Z', '8 m left', false],
    ['2026-11-24T12:00:00Z', '0 s overdue', true],
    ['2026-11-23T11:00:00Z', '1 day 1 h overdue', true],
  ] as const)
    it(words, () => expect(clockOf(new Date(deadline), now)).to.deep.equal({ words, late }));
});

describe('What a dispute asks of an admin', () => {
  const facts: AskFacts = {
    ...{ state: 'contested', role: 'admin', count: 2, held: 1833, two: false, twoFrom: 50_000 },
    ...{ by: 'Ada', client: 'Carla', freelancer: 'Felix' },
  };
  const table: [Partial<AskFacts>, act: string | null, heading: string][] = [
    [{ state: 'open' }, null, 'Nothing to decide yet'],
    [{}, 'decide', 'Decide 2 blocks: $18.33'],
    [{ count: 1 }, 'decide', 'Decide 1 block: $18.33'],
    [{ state: 'proposed' }, 'approve', 'Check the decision of Ada: 2 blocks, $18.33'],
    [{ state: 'proposed', role: 'proposer' }, 'take-back', 'Waits for another admin'],
    [{ state: 'decided' }, null, 'Nothing to do: it is decided'],
    [{ state: 'decided', role: 'decider' }, null, 'Nothing to do: it is decided'],
    [{ state: 'appealed' }, 'decide', 'Decide anew, for good: 2 blocks, $18.33'],
    [{ state: 'appealed', role: 'decider' }, null, 'Waits for another admin'],
    [{ state: 'closed' }, null, 'Nothing to do: it is closed'],
  ];
  for (const [changes, act, heading] of table)
    it(`${changes.state ?? 'contested'}, ${changes.role ?? 'admin'}: ${heading}`, () => {
      const ask = askOf({ ...facts, ...changes });
      expect([ask.act, ask.heading]).to.deep.equal([act, heading]);
    });
  it('says when a second admin is needed', () => {
    expect(askOf({ ...facts, two: true }).sentence).to.include('From $500.00 on a second admin checks');
  });
});

describe('Steps of a claim', () => {
  const filed: ClaimStanding = { state: 'filed', proposedById: null, appealedAt: null, involved: [] };
  const [ada, amir] = [1, 2];
  const table: [ClaimStanding, 'decide' | 'approve' | 'send-back', by: number, string | null][] = [
    [filed, 'decide', ada, null],
    [filed, 'approve', ada, 'not-proposed'],
    [filed, 'send-back', ada, 'not-proposed'],
    [{ ...filed, proposedById: ada, involved: [ada] }, 'decide', amir, 'being-checked'],
    [{ ...filed, proposedById: ada, involved: [ada] }, 'approve', ada, 'another-admin'],
    [{ ...filed, proposedById: ada, involved: [ada] }, 'approve', amir, null],
    [{ ...filed, proposedById: ada, involved: [ada] }, 'send-back', ada, null],
    [{ ...filed, proposedById: ada, involved: [ada] }, 'send-back', amir, null],
    [{ ...filed, involved: [ada] }, 'decide', ada, null],
    [{ ...filed, appealedAt: new Date(0), involved: [ada] }, 'decide', ada, 'another-admin'],
    [{ ...filed, appealedAt: new Date(0), involved: [ada] }, 'decide', amir, null],
    ...(['paid', 'refused', 'settled'] as const).flatMap(state =>
      (['decide', 'approve', 'send-back'] as const).map(
        action =>
          [{ ...filed, state }, action, amir, 'decided-already'] as [ClaimStanding, typeof action, number, string],
      ),
    ),
  ];
  for (const [claim, action, by, expected] of table)
    it(`${JSON.stringify(claim)}: ${by} may ${action}: ${expected ?? 'yes'}`, () =>
      expect(whyNotStep(claim, action, by)).to.equal(expected));

  it('are appealed when refused, once, for 72 hours', () => {
    const decidedAt = new Date('2026-11-24T12:00:00Z');
    const at = (iso: string, changes = {}) =>
      whyNotAppealClaim({ state: 'refused', appealedAt: null, decidedAt, ...changes }, new Date(iso));
    expect(at('2026-11-27T11:59:59Z')).to.equal(null);
    expect(at('2026-11-27T12:00:00Z')).to.equal('too-late');
    expect(at('2026-11-25T12:00:00Z', { appealedAt: decidedAt })).to.equal('appealed-already');
    for (const state of ['filed', 'paid', 'settled'])
      expect(at('2026-11-25T12:00:00Z', { state })).to.equal('not-refused');
  });
});

describe('Lines of a timeline', () => {
  const line = (at: number) => ({ at, icon: 'timer', words: `at ${at}`, quote: null });

  it('are in order, and a page ends between two seconds', () => {
    const many = Array.from({ length: LINES_ON_A_PAGE + 20 }, (_, place) => line(Math.floor(place / 4)));
    const { shown, next } = pageOf(many.toReversed());
    expect(shown.map(({ at }) => at)).to.deep.equal(shown.map(({ at }) => at).toSorted((a, b) => a - b));
    expect(shown.at(-1)!.at).to.equal(next! - 1);
    expect(shown.length + many.filter(({ at }) => at >= next!).length).to.equal(many.length);
    expect(pageOf([line(2), line(1)])).to.deep.equal({ shown: [line(1), line(2)], next: null });
  });

  it('that are alike are one, with their number', () => {
    const found = collapse([{ who: 'Carla' }, { who: 'Ada' }, { who: 'Carla' }], ({ who }) => who);
    expect(found).to.deep.equal([
      { first: { who: 'Carla' }, count: 2 },
      { first: { who: 'Ada' }, count: 1 },
    ]);
  });
});
