import { expect } from 'chai';
import { notChargedSince, whyNotRemoveMethod } from '../../src/billing/payment-method.ts';
import { whyNotAccept } from '../../src/contracts/contract.ts';
import { labelOf, reasonOf } from '../../src/outside/stripe-words.ts';

describe('The rules of paying', () => {
  const removals = [
    [{ running: 0, unpaid: 0, ending: 0 }, null],
    [{ running: 1, unpaid: 1, ending: 1 }, 'contract-running'],
    [{ running: 0, unpaid: 2, ending: 1 }, 'not-paid'],
    [{ running: 0, unpaid: 0, ending: 1 }, 'week-open'],
  ] as const;
  for (const [facts, refusal] of removals)
    it(`${JSON.stringify(facts)}: the payment method ${refusal ? `stays, ${refusal}` : 'may go'}`, () => {
      expect(whyNotRemoveMethod(facts)).to.equal(refusal);
    });

  const weeks: [now: string, since: string][] = [
    ['2026-11-18T10:00:00Z', '2026-11-16T00:00:00.000Z'],
    ['2026-11-23T00:00:00Z', '2026-11-16T00:00:00.000Z'],
    ['2026-11-24T11:59:59Z', '2026-11-16T00:00:00.000Z'],
    ['2026-11-24T12:00:00Z', '2026-11-23T00:00:00.000Z'],
  ];
  for (const [now, since] of weeks)
    it(`on ${now} what ended since ${since} is not charged yet`, () => {
      expect(notChargedSince(new Date(now)).toISOString()).to.equal(since);
    });

  it('an offer is accepted when it is open and its client can pay', () => {
    expect(whyNotAccept({ state: 'offered' }, { hasMethod: true, suspended: false })).to.equal(null);
    expect(whyNotAccept({ state: 'offered' }, { hasMethod: false, suspended: false })).to.equal('no-payment-method');
    expect(whyNotAccept({ state: 'offered' }, { hasMethod: true, suspended: true })).to.equal('client-suspended');
    expect(whyNotAccept({ state: 'withdrawn' }, { hasMethod: false, suspended: true })).to.equal(
      'not-offered-any-more',
    );
  });

  it('a bank’s no is a sentence, the nearest there is; that a card was stolen is not said', () => {
    expect(reasonOf({ code: 'card_declined', decline_code: 'insufficient_funds' })).to.include('insufficient funds');
    expect(reasonOf({ code: 'expired_card', decline_code: null })).to.equal('The card has expired.');
    for (const decline_code of ['stolen_card', 'lost_card', 'something_new', undefined])
      expect(reasonOf({ code: 'card_declined', decline_code })).to.equal('The bank declined the charge.');
    expect(reasonOf(null)).to.equal('The bank declined the charge.');
  });

  it('a card is named by its brand and its last digits', () => {
    expect(labelOf({ brand: 'amex', last4: '0005' })).to.equal('American Express ending 0005');
    expect(labelOf({ brand: 'brandnew', last4: '1' })).to.equal('Card ending 1');
    expect(labelOf(undefined)).to.equal('Payment method');
  });
});
