import { expect } from 'chai';
import { Forbidden } from '../../src/kernel/errors.ts';
import { authorize, may, type Action, type Actor, type Role } from '../../src/policy/policy.ts';

const actor = (id: number, name: string, role: Role): Actor => ({
  ...{ id, name, role, timeZone: 'UTC' },
  email: `${name.toLowerCase()}@example.test`,
});
const cast = {
  Carla: actor(1, 'Carla', 'client'),
  Felix: actor(2, 'Felix', 'freelancer'),
  Stan: actor(3, 'Stan', 'freelancer'),
  Clemens: actor(4, 'Clemens', 'client'),
  Ada: actor(5, 'Ada', 'admin'),
};
type Name = keyof typeof cast;

/** An offer of Carla's to Felix, not answered yet, and the contract it became. */
const offer = { clientId: 1, freelancerId: null, freelancerEmail: 'felix@example.test' };
const contract = { ...offer, freelancerId: 2 };
/** Offers to addresses of people who are no freelancers. */
const toClemens = { ...offer, freelancerEmail: 'clemens@example.test' };
const toAda = { ...offer, freelancerEmail: 'ada@example.test' };

type Subject = typeof offer | typeof contract | null;
const table: [action: Action, what: string, subject: Subject, allowed: Name[]][] = [
  ['contract.offer', 'anybody', null, ['Carla', 'Clemens']],
  ['payment-method.manage', 'one’s own', null, ['Carla', 'Clemens']],
  ['contract.accept', 'an offer to Felix', offer, ['Felix']],
  ['contract.accept', 'an offer to a client', toClemens, []],
  ['contract.accept', 'an offer to an admin', toAda, []],
  ['contract.decline', 'an offer to Felix', offer, ['Felix']],
  ['contract.decline', 'an offer to a client', toClemens, []],
  ['contract.withdraw', 'an offer of Carla’s', offer, ['Carla']],
  ['contract.invite', 'an offer of Carla’s', offer, ['Carla']],
  ['fixed-price.ask', 'a contract of Felix’s', contract, ['Felix']],
  ['fixed-price.ask', 'an offer nobody has accepted', offer, []],
  ['fixed-price.name', 'a contract of Carla’s', contract, ['Carla']],
  ['views.see', 'who looked at pictures of Felix’s', contract, ['Felix']],
  ['day.review', 'a day of Felix’s', contract, ['Carla']],
  ['block.comment', 'a block of Felix’s', contract, ['Carla', 'Felix']],
  ['block.correct', 'a block of Felix’s', contract, ['Felix']],
  ['block.delete', 'a block of Felix’s', contract, ['Felix']],
  ['block.delete', 'a block on an offer nobody has accepted', offer, []],
  ['manual-time.ask', 'a contract of Felix’s', contract, ['Felix']],
  ['manual-time.ask', 'an offer nobody has accepted', offer, []],
  ['manual-time.answer', 'a contract of Carla’s', contract, ['Carla']],
  ['time.bring', 'a file of one’s own tracker', null, ['Felix', 'Stan']],
  ['bonus.give', 'a contract of Carla’s', contract, ['Carla']],
  ['invoice.refund', 'an invoice of Felix’s', contract, ['Felix']],
  ['claim.file', 'an invoice of Felix’s', contract, ['Felix']],
  ['dispute.open', 'blocks of an invoice of Carla’s', contract, ['Carla']],
  ['disputes.see', 'one’s own', null, ['Carla', 'Felix', 'Stan', 'Clemens']],
  ['claims.see', 'one’s own', null, ['Carla', 'Felix', 'Stan', 'Clemens']],
  ['claims.decide', 'any claim', null, ['Ada']],
  ['disputes.decide', 'any dispute', null, ['Ada']],
  ['fund.manage', 'the protection fund', null, ['Ada']],
  ['money.see', 'one’s own', null, ['Carla', 'Clemens', 'Felix', 'Stan']],
  ['earnings.see', 'one’s own', null, ['Felix', 'Stan']],
  ['payout-account.manage', 'one’s own', null, ['Felix', 'Stan']],
  ['spending.see', 'one’s own', null, ['Carla', 'Clemens']],
  ['invoice.approve', 'an invoice of Carla’s', contract, ['Carla']],
  ['invoice.pay', 'an invoice of Carla’s', contract, ['Carla']],
  ['credits.see', 'those of every client', null, ['Ada']],
  ['payouts.manage', 'those of everybody', null, ['Ada']],
  ['second-factor.remove', 'one’s own', null, ['Carla', 'Clemens', 'Felix', 'Stan']],
  ['people.see', 'everybody', null, ['Ada']],
  ['people.manage', 'any account', null, ['Ada']],
  ['office.see', 'queues, the ledger, the audit log, jobs', null, ['Ada']],
];

describe('Who may do what', () => {
  const ask: (actor: Actor, action: Action, ...subject: unknown[]) => boolean = may;
  const demand: (actor: Actor, action: Action, ...subject: unknown[]) => void = authorize;

  for (const [action, what, subject, allowed] of table) {
    it(`${action} (${what}): ${allowed.join(' and ') || 'nobody'}`, () => {
      const subjects = subject === null ? [] : [subject];
      for (const [name, person] of Object.entries(cast)) {
        const yes = allowed.includes(name as Name);
        expect(ask(person, action, ...subjects), name).to.equal(yes);
        if (yes) demand(person, action, ...subjects);
        else expect(() => demand(person, action, ...subjects), name).to.throw(Forbidden);
      }
    });
  }

  it('tells who is refused what it was about', () => {
    expect(() => authorize(cast.Stan, 'block.delete', contract))
      .to.throw(Forbidden)
      .with.property('action', 'block.delete');
  });

  it('does not let a nameless freelancer in where there is none yet', () => {
    expect(may({ ...cast.Stan, id: null as unknown as number }, 'people.see')).to.equal(false);
    expect(may({ ...cast.Stan, email: '' }, 'contract.accept', offer)).to.equal(false);
  });
});
