/** An admin puts the platform's money into the protection fund. */
import { transaction } from '../db/sequelize.ts';
import { record } from '../events/record.ts';
import { Refused } from '../kernel/errors.ts';
import type { Cents } from '../kernel/money.ts';
import type { Actor } from '../policy/policy.ts';
import { FundDeposit } from './fund-deposit-model.ts';
import { fund, move, outside } from './ledger.ts';
import { hold, post } from './post.ts';
import { SENT_ALREADY, sentAlreadyWords } from './refund.ts';

export const MAX_DEPOSIT: Cents = 100_000_000;

/** @property nth which deposit of all it is to be, from 1: the same one sent twice is made once */
export type Deposit = { amount: Cents; reason: string; nth: number };

/** @throws Refused `sent-already` when another one was made under this number */
export function depositToFund({ amount, reason, nth }: Deposit, by: Actor, now: Date): Promise<FundDeposit> {
  return transaction(async () => {
    await hold(fund);
    const made = await FundDeposit.findOne({ where: { nth } });
    if (made && made.amount === amount && made.reason === reason && made.madeById === by.id) return made;
    if (nth !== (await FundDeposit.count()) + 1) throw new Refused(SENT_ALREADY, sentAlreadyWords('deposit'), 409);
    const deposit = await FundDeposit.create({ nth, amount, reason, madeById: by.id, madeAt: now });
    const lines = move(amount, outside, fund);
    const key = `fund-deposit:${deposit.id}`;
    await post({ key, kind: 'fund-deposit', contractId: null, week: null, now, lines });
    await record('fund.deposited', { contractId: null, actorId: by.id, now, facts: { by: by.name, amount, reason } });
    return deposit;
  });
}
