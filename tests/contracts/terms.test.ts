import { expect } from 'chai';
import type { Terms } from '../../src/contracts/contract.ts';
import { changesBetween, termsOfWeek, versionsFor, versionsThatHold, whatIsNew } from '../../src/contracts/terms.ts';

const HOUR = 3600;
const WEDNESDAY = new Date('2026-11-18T10:00:00Z');
const MONDAY = new Date('2026-11-23T00:00:00Z');
const agreed: Terms = {
  ...{ rateCents: 4000, weeklyLimitSeconds: 40 * HOUR, manualTime: false, evidence: 'full', freeCodes: false },
};
const with_ = (changes: Partial<Terms>): Terms => ({ ...agreed, ...changes });

describe('A change of terms', () => {
  const cases: [what: string, wanted: Terms, versions: (Terms & { validFrom: Date })[]][] = [
    [
      'a higher limit holds at once',
      with_({ weeklyLimitSeconds: 50 * HOUR }),
      [{ ...with_({ weeklyLimitSeconds: 50 * HOUR }), validFrom: WEDNESDAY }],
    ],
    [
      'a lower limit waits for Monday',
      with_({ weeklyLimitSeconds: 20 * HOUR }),
      [{ ...with_({ weeklyLimitSeconds: 20 * HOUR }), validFrom: MONDAY }],
    ],
    [
      'another rate holds at once',
      with_({ rateCents: 4500 }),
      [{ ...with_({ rateCents: 4500 }), validFrom: WEDNESDAY }],
    ],
    [
      'a rate with a lower limit comes in two steps',
      with_({ rateCents: 4500, weeklyLimitSeconds: 20 * HOUR }),
      [
        { ...with_({ rateCents: 4500 }), validFrom: WEDNESDAY },
        { ...with_({ rateCents: 4500, weeklyLimitSeconds: 20 * HOUR }), validFrom: MONDAY },
      ],
    ],
  ];
  for (const [what, wanted, versions] of cases) {
    it(what, () => expect(versionsFor(agreed, wanted, WEDNESDAY)).to.deep.equal(versions));
  }

  it('on a Monday at 00:00 waits a whole week with the lower limit', () => {
    const [only] = versionsFor(agreed, with_({ weeklyLimitSeconds: HOUR }), MONDAY);
    expect(only?.validFrom.toISOString()).to.equal('2026-11-30T00:00:00.000Z');
  });

  it('names what is new, and nothing else', () => {
    expect(whatIsNew(agreed, with_({ rateCents: 4550, manualTime: true, weeklyLimitSeconds: 45 * HOUR }))).to.equal(
      'a rate of $45.50 an hour, a weekly limit of 45 h and manual time',
    );
    expect(changesBetween(agreed, agreed)).to.deep.equal([]);
    expect(changesBetween(agreed, with_({ evidence: 'blurred' }))).to.deep.equal([
      { label: 'Screenshots', from: 'Full', to: 'Blurred', begins: 'now' },
    ]);
  });

  it('that a newer one replaced before it began never held', () => {
    const at = (version: number, iso: string) => ({ version, validFrom: new Date(iso) });
    const terms = [at(1, '2026-11-02T00:00:00Z'), at(2, '2026-11-23T00:00:00Z'), at(3, '2026-11-19T00:00:00Z')];
    expect(versionsThatHold(terms).map(({ version }) => version)).to.deep.equal([3, 1]);
  });

  it('to a limit counts for the whole week in which it began, and for no week before', () => {
    const terms = [
      { version: 1, validFrom: new Date('2026-11-02T00:00:00Z') },
      { version: 2, validFrom: WEDNESDAY },
      { version: 3, validFrom: MONDAY },
    ];
    const versionAt = (iso: string) => termsOfWeek(terms, Date.parse(iso) / 1000)?.version;
    expect(
      ['2026-11-15T23:59:59Z', '2026-11-16T00:00:00Z', '2026-11-22T23:59:59Z', '2026-11-23T00:00:00Z'].map(versionAt),
    ).to.deep.equal([1, 2, 2, 3]);
  });
});
