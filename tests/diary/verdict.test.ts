import { expect } from 'chai';
import {
  explained,
  fromBits,
  reasonCodes,
  reasonWords,
  toBits,
  verdict,
  type ReasonCode,
  type VerdictFacts,
} from '../../src/diary/verdict.ts';

const shown = { picture: true, maskedPerMille: 0, blank: false, repeated: false };
const failed = { ...shown, picture: false };
const covered = { ...shown, maskedPerMille: 401 };
const good: VerdictFacts = {
  manual: false,
  description: 'Checkout: keep the basket',
  shots: [shown],
  overLimitSeconds: 0,
  idle: false,
  late: false,
  clockReliable: true,
  paymentProblem: false,
};

describe('A verdict', () => {
  it('is that correctly logged work is protected', () => {
    expect(verdict(good)).to.deep.equal({ protected: true, reasons: [] });
  });

  const cases: [what: string, changes: Partial<VerdictFacts>, reasons: ReasonCode[]][] = [
    ['time added by hand', { manual: true, shots: [] }, ['manual-time']],
    ['no capture at all', { shots: [] }, ['no-screenshot']],
    ['a capture that failed', { shots: [failed] }, ['no-screenshot']],
    ['two captures that failed', { shots: [failed, failed] }, ['no-screenshot']],
    ['one failed and one good capture', { shots: [failed, shown] }, []],
    ['a blank picture', { shots: [{ ...shown, blank: true }] }, ['blank-screenshot']],
    ['a blank and a failed capture', { shots: [{ ...shown, blank: true }, failed] }, ['blank-screenshot']],
    ['a blank and a good picture', { shots: [{ ...shown, blank: true }, shown] }, []],
    ['two blank pictures', { shots: [1, 2].map(() => ({ ...shown, blank: true })) }, ['blank-screenshot']],
    ['a repeated picture', { shots: [{ ...shown, repeated: true }] }, ['repeated-screenshot']],
    ['a good and a repeated picture', { shots: [shown, { ...shown, repeated: true }] }, ['repeated-screenshot']],
    [
      'a picture blank and repeated',
      { shots: [{ ...shown, blank: true, repeated: true }] },
      ['blank-screenshot', 'repeated-screenshot'],
    ],
    ['a picture masked up to the limit', { shots: [{ ...shown, maskedPerMille: 400 }] }, []],
    ['a picture masked beyond it', { shots: [covered] }, ['masked-screenshot']],
    [
      'a picture covered all over, which is of one colour',
      { shots: [{ ...covered, blank: true }] },
      ['masked-screenshot'],
    ],
    [
      'two pictures that are the same mask',
      { shots: [covered, { ...covered, repeated: true }] },
      ['masked-screenshot'],
    ],
    ['a masked and a failed capture', { shots: [covered, failed] }, ['masked-screenshot']],
    ['a masked and a good picture', { shots: [covered, shown] }, []],
    ['a masked and a blank picture', { shots: [covered, { ...shown, blank: true }] }, ['blank-screenshot']],
    ['a masked and a repeated picture', { shots: [covered, { ...shown, repeated: true }] }, ['repeated-screenshot']],
    ['time without input that was kept', { idle: true }, ['idle-time']],
    ['time begun while the client owed', { paymentProblem: true }, ['client-payment-problem']],
    ['no description', { description: '' }, ['no-description']],
    ['a vague description', { description: 'working on stuff' }, ['vague-description']],
    ['one second over the weekly limit', { overLimitSeconds: 1 }, ['over-weekly-limit']],
    ['an upload after the week has closed', { late: true }, ['late-upload']],
    ['a clock that claims too much', { clockReliable: false }, ['clock-unreliable']],
    [
      'everything at once',
      {
        ...{ description: ' ', shots: [covered], overLimitSeconds: 600, idle: true, late: true },
        ...{ clockReliable: false, paymentProblem: true },
      },
      [
        ...(['no-description', 'over-weekly-limit', 'idle-time', 'late-upload', 'clock-unreliable'] as const),
        ...(['client-payment-problem', 'masked-screenshot'] as const),
      ],
    ],
  ];
  for (const [what, changes, reasons] of cases) {
    it(`of ${what} is ${reasons.length === 0 ? 'protected' : `not protected: ${reasons.join(', ')}`}`, () => {
      expect(verdict({ ...good, ...changes })).to.deep.equal({ protected: reasons.length === 0, reasons });
    });
  }

  it('gives reasons in the order of the published list, so that it is the same after the database', () => {
    for (const [, changes] of cases) {
      const { reasons } = verdict({ ...good, ...changes });
      expect(fromBits(toBits(reasons))).to.deep.equal(reasons);
    }
  });
});

describe('Reasons in the database', () => {
  it('are one bit each, in an order that never changes', () => {
    expect(reasonCodes.map(code => [code, toBits([code])])).to.deep.equal([
      ['manual-time', 1],
      ['no-screenshot', 2],
      ['blank-screenshot', 4],
      ['repeated-screenshot', 8],
      ['no-description', 16],
      ['vague-description', 32],
      ['over-weekly-limit', 64],
      ['idle-time', 128],
      ['late-upload', 256],
      ['clock-unreliable', 512],
      ['contract-not-active', 1024],
      ['client-payment-problem', 2048],
      ['masked-screenshot', 4096],
    ]);
  });

  it('come back as they went in, every one of the 8192 sets', () => {
    for (let bits = 0; bits < 2 ** reasonCodes.length; bits++) {
      const reasons = fromBits(bits);
      expect(toBits(reasons)).to.equal(bits);
      expect(reasons).to.deep.equal(reasonCodes.filter(code => reasons.includes(code)));
    }
  });

  it('count once however often they are named, in any order', () => {
    expect(toBits(['late-upload', 'no-screenshot', 'late-upload'])).to.equal(258);
  });

  it('are explained in a sentence, with what helps where something does', () => {
    for (const { words, fix } of Object.values(reasonWords)) {
      expect(words).to.match(/^[A-Z].{15,}[.]$/);
      if (fix !== null) expect(fix).to.match(/^[A-Z].{15,}[.]$/);
    }
    expect(explained(['late-upload'])).to.deep.equal([{ code: 'late-upload', ...reasonWords['late-upload'] }]);
    expect(explained([])).to.deep.equal([]);
  });
});
