/** A client gives a bonus. It is charged at once, after this act. */
import { User } from '../accounts/user-model.ts';
import { Contract } from '../contracts/contract-model.ts';
import { transaction } from '../db/sequelize.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import type { Cents } from '../kernel/money.ts';
import { bonusRefusalWords, whyNotGiveBonus } from './bonus.ts';
import { Bonus } from './bonus-model.ts';
import { paymentMethodOf } from './payment-method-of.ts';
import { SENT_ALREADY, sentAlreadyWords } from './refund.ts';

/** @property nth which bonus of this contract it is to be, from 1: the same one sent twice is given once */
export type GivenBonus = { amount: Cents; words: string; nth: number };

/** @throws Refused with a `BonusRefusal`, or `sent-already` when another one was given under this number */
export function giveBonus(contractId: number, { amount, words, nth }: GivenBonus, now: Date): Promise<Bonus> {
  return transaction(async t => {
    const contract = await Contract.findByPk(contractId, {
      lock: t.LOCK.UPDATE,
      rejectOnEmpty: new NotFound('contract'),
    });
    const { clientId, freelancerId, acceptedAt } = contract;
    const given = await Bonus.findOne({ where: { contractId, nth } });
    if (given && given.amount === amount && given.words === words) return given;
    const closed = freelancerId !== null && (await User.findByPk(freelancerId))?.closedAt != null;
    const method = (await paymentMethodOf(clientId)) !== null;
    const refusal = whyNotGiveBonus({ freelancerId, acceptedAt, closed, method });
    if (refusal || freelancerId === null) throw new Refused(refusal!, bonusRefusalWords[refusal!], 409);
    if (nth !== (await Bonus.count({ where: { contractId } })) + 1)
      throw new Refused(SENT_ALREADY, sentAlreadyWords('bonus'), 409);
    const of = { contractId, nth, clientId, freelancerId };
    return Bonus.create({
      ...of,
      amount,
      words,
      givenAt: now,
      chargeState: 'due',
      chargeAttempt: 1,
      nextChargeAt: now,
    });
  });
}
