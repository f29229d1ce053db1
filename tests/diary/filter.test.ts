import { expect } from 'chai';
import {
  choicesFor,
  filterFrom,
  filterWords,
  isFiltering,
  nameOf,
  queryOf,
  reasonNames,
} from '../../src/diary/filter.ts';
import { whyNotGoTo } from '../../src/diary/jump.ts';
import { reasonCodes } from '../../src/diary/verdict.ts';

describe('A filter of the diary', () => {
  it('is what an address says, and nothing of what it says wrongly', () => {
    expect(filterFrom({ code: '=SHOP-1', kind: 'protected' })).to.deep.equal({ code: '=SHOP-1', kind: 'protected' });
    expect(filterFrom({ code: '=', kind: 'idle-time' })).to.deep.equal({ code: '=', kind: 'idle-time' });
    for (const wrong of [
      {},
      { code: 'SHOP-1', kind: 'nice' },
      { code: ['=A'], kind: ['flagged'] },
      { code: '='.repeat(90) },
    ])
      expect(isFiltering(filterFrom(wrong)), JSON.stringify(wrong)).to.equal(false);
  });

  it('comes back out of the address it makes, whatever the code is called', () => {
    for (const code of ['', '=', '=SHOP-1', '==', '=a&kind=flagged', '=100 %', '="><script>']) {
      for (const kind of ['', 'flagged', 'late-upload'] as const) {
        const query = new URLSearchParams(queryOf({ code, kind }, { rows: 'blocks', page: '' }));
        expect(filterFrom(Object.fromEntries(query))).to.deep.equal({ code, kind });
        expect([query.get('rows'), query.has('page')]).to.deep.equal(['blocks', false]);
      }
    }
    expect(queryOf({ code: '', kind: '' })).to.equal('');
  });

  it('is said in words, and each reason has some', () => {
    expect(filterWords({ code: '=SHOP-1', kind: 'unprotected' })).to.equal('SHOP-1, Not protected');
    expect(filterWords({ code: '=', kind: '' })).to.equal('No code');
    expect(reasonCodes.map(nameOf)).to.deep.equal(reasonCodes.map(code => reasonNames[code]));
  });

  it('stays a choice of the form when its code is offered no more', () => {
    const { codes } = choicesFor({ code: '=OLD', kind: '' }, [{ code: 'NEW' }]);
    expect(codes.map(({ value }) => value)).to.deep.equal(['', '=', '=NEW', '=OLD']);
  });
});

describe('Going to a day', () => {
  const open = { first: '2026-03-01', today: '2026-11-18' };
  for (const [typed, refusal] of [
    ['2026-11-18', null],
    [' 2026-03-01 ', null],
    ['2026-11-19', 'still-to-come'],
    ['2026-02-28', 'before-the-contract'],
    ['2026-02-30', 'no-such-day'],
    ['18.11.2026', 'no-such-day'],
    ['', 'no-such-day'],
  ] as const)
    it(`${JSON.stringify(typed)}: ${refusal ?? 'goes there'}`, () => expect(whyNotGoTo(typed, open)).to.equal(refusal));
});
