import { expect } from 'chai';
import { bonusAskedAgain, bonusStateOf, whyNotGiveBonus } from '../../src/billing/bonus.ts';
import { claimableOf, claimLines, recoveredLines, whyNotClaim, whyNotDecide } from '../../src/billing/claim.ts';
import { settled } from '../../src/billing/ledger.ts';
import {
  costOf,
  feeBackOf,
  mostNow,
  refundRefusalWords,
  whyNotRefund,
  type Refundable,
} from '../../src/billing/refund.ts';

const released: Refundable = {
  ...{ source: 'balance', most: 2000, balance: 1760 },
  ...{ earned: 2000, fee: 240, returned: 0, feeReturned: 0 },
};

describe('What can go back of an invoice', () => {
  const inEscrow: Refundable = { ...released, source: 'escrow', balance: 0, earned: 0, fee: 0 };
  const table: [what: string, amount: number, facts: Refundable, refusal: string | null][] = [
    ['all of it', 2000, released, null],
    ['a cent of it', 1, released, null],
    ['more than was earned', 2001, released, 'more-than-is-left'],
    ['anything when nothing is left', 1, { ...released, most: 0 }, 'nothing-left'],
    ['more than is in the account', 2000, { ...released, balance: 1759 }, 'more-than-balance'],
    ['what is in the account and the fee of it', 1000, { ...released, balance: 880 }, null],
    ['anything of an empty account', 1, { ...released, balance: 0 }, 'more-than-balance'],
    ['all in escrow, from an empty account', 2000, inEscrow, null],
    ['all that is due, from an empty account', 2000, { ...inEscrow, source: 'due' }, null],
  ];
  for (const [what, amount, facts, refusal] of table) {
    it(`${what}: ${refusal ?? 'yes'}`, () => expect(whyNotRefund(amount, facts)).to.equal(refusal));
  }

  it('in however many parts, the whole fee comes back with the whole invoice, and never more', () => {
    for (const parts of [[2000], [1, 1999], [667, 667, 666], Array.from({ length: 2000 }, () => 1)]) {
      let facts = released;
      for (const amount of parts) {
        const fee = feeBackOf(amount, facts);
        expect(fee).to.be.within(0, amount);
        facts = { ...facts, returned: facts.returned + amount, feeReturned: facts.feeReturned + fee };
        expect(facts.feeReturned).to.be.at.most(240);
      }
      expect(facts.feeReturned, `${parts.length} parts`).to.equal(240);
    }
  });

  it('is as much as the account can bear, to the cent', () => {
    for (let balance = 0; balance <= 1760; balance += 7) {
      const facts = { ...released, balance };
      const most = mostNow(facts);
      expect(costOf(most, facts)).to.be.at.most(balance);
      if (most < facts.most) expect(costOf(most + 1, facts)).to.be.above(balance);
    }
  });

  it('says with how much it would do', () => {
    expect(refundRefusalWords['more-than-balance']({ ...released, balance: 880 })).to.include('$10.0');
    expect(refundRefusalWords['more-than-balance']({ ...released, balance: 0 })).to.include(
      'Nothing can be given back now',
    );
    expect(refundRefusalWords['more-than-is-left'](released)).to.include('$20.00');
  });
});

describe('A bonus', () => {
  const facts = { freelancerId: 2, acceptedAt: new Date(0), closed: false, method: true };
  it('needs somebody to get it and a card to pay it', () => {
    expect(whyNotGiveBonus(facts)).to.equal(null);
    expect(whyNotGiveBonus({ ...facts, freelancerId: null })).to.equal('nobody-to-give');
    expect(whyNotGiveBonus({ ...facts, acceptedAt: null })).to.equal('nobody-to-give');
    expect(whyNotGiveBonus({ ...facts, closed: true })).to.equal('account-closed');
    expect(whyNotGiveBonus({ ...facts, method: false })).to.equal('no-method');
  });

  it('is tried on three days, then given up', () => {
    const now = new Date('2026-11-18T10:00:00Z');
    expect([1, 2, 3].map(attempt => bonusAskedAgain(attempt, now)?.toISOString() ?? null)).to.deep.equal([
      ...['2026-11-19T10:00:00.000Z', '2026-11-19T10:00:00.000Z', null],
    ]);
    expect(bonusStateOf({ chargeState: 'failed', nextChargeAt: null })).to.equal('given-up');
    expect(bonusStateOf({ chargeState: 'failed', nextChargeAt: now })).to.equal('tried-again');
  });
});

describe('A claim', () => {
  const failed = {
    ...({ chargeState: 'failed', chargeAttempt: 4, acceptedAt: new Date(0) } as const),
    ...{ claimed: false, claimable: 100 },
  };
  const table: [what: string, facts: Parameters<typeof whyNotClaim>[0], refusal: string | null][] = [
    ['a card that failed three times', failed, null],
    ['a card that failed twice', { ...failed, chargeAttempt: 3 }, 'too-early'],
    ['a week that is not charged yet', { ...failed, chargeState: 'due' }, 'not-failed'],
    ['a charge that is under way', { ...failed, chargeState: 'pending' }, 'not-failed'],
    ['an invoice that is paid', { ...failed, chargeState: 'paid' }, 'paid'],
    ['a week in review', { ...failed, acceptedAt: null }, 'in-review'],
    ['a week without a protected block', { ...failed, claimable: 0 }, 'nothing-protected'],
    ['a second claim', { ...failed, claimed: true }, 'filed-already'],
  ];
  for (const [what, facts, refusal] of table) {
    it(`for ${what}: ${refusal ?? 'yes'}`, () => expect(whyNotClaim(facts)).to.equal(refusal));
  }

  it('is about protected blocks, less what was let off, and never more than is owed', () => {
    expect(claimableOf({ protectedAmount: 1300, forgiven: 0, due: 2000 })).to.equal(1300);
    expect(claimableOf({ protectedAmount: 1300, forgiven: 400, due: 1600 })).to.equal(900);
    expect(claimableOf({ protectedAmount: 1300, forgiven: 1900, due: 100 })).to.equal(0);
    expect(claimableOf({ protectedAmount: 1300, forgiven: 0, due: 5 })).to.equal(5);
  });

  it('is decided once, and paid only while there is something to pay', () => {
    const claim = { state: 'filed', amount: 100, chargeState: 'failed' } as const;
    expect(whyNotDecide(claim, true)).to.equal(null);
    expect(whyNotDecide({ ...claim, state: 'paid' }, true)).to.equal('decided-already');
    expect(whyNotDecide({ ...claim, state: 'refused' }, false)).to.equal('decided-already');
    expect(whyNotDecide({ ...claim, state: 'settled' }, false)).to.equal('decided-already');
    expect(whyNotDecide({ ...claim, chargeState: 'paid' }, true)).to.equal('paid-meanwhile');
    expect(whyNotDecide({ ...claim, amount: 0 }, true)).to.equal('nothing-left');
    expect(whyNotDecide({ ...claim, amount: 0 }, false)).to.equal(null);
  });

  it('that is paid and recovered leaves the fund as a paid invoice would have', () => {
    expect(settled(claimLines(2, 1300, 156))).to.have.lengthOf(2);
    const back = recoveredLines(1300, 156, 39).reduce((sum, { amount }) => sum + amount, 0);
    expect(back).to.equal(1300);
  });
});
