/** A freelancer says where the money goes. The account before stays in the history: payouts went to it. */
import { User } from '../accounts/user-model.ts';
import { transaction } from '../db/sequelize.ts';
import { record } from '../events/record.ts';
import { Refused } from '../kernel/errors.ts';
import { tell } from '../notices/tell.ts';
import type { Actor } from '../policy/policy.ts';
import { utcMoment } from './invoice-cycle.ts';
import { accountFaultWords, heldUntil, maskedAccount, whyNotAccount, type BankAccount } from './payout-account.ts';
import { PayoutAccount } from './payout-account-model.ts';
import { currentAccount, openAccount, SEALED_FOR } from './payout-account-rows.ts';
import { seal } from './sealed.ts';

/**
 * The same account again changes nothing, and holds nothing up anew.
 * @returns whether it is another one than before @throws Refused with an `AccountFault`, beside its field
 */
export function keepPayoutAccount(account: BankAccount, by: Actor, secret: Buffer, now: Date): Promise<boolean> {
  const wrong = whyNotAccount(account);
  if (wrong) throw new Refused(wrong.fault, accountFaultWords[wrong.fault], 422, wrong.field);
  const words = JSON.stringify(account);
  return transaction(async t => {
    await User.findByPk(by.id, { lock: t.LOCK.UPDATE, rejectOnEmpty: true });
    const before = await currentAccount(by.id);
    if (before && JSON.stringify(openAccount(before, secret)) === words) return false;
    await before?.update({ currentFor: null, replacedAt: now });
    const label = maskedAccount(account);
    const sealed = seal(words, secret, SEALED_FOR);
    await PayoutAccount.create({ freelancerId: by.id, currentFor: by.id, sealed, label, addedAt: now });
    await record('payout-account.changed', { contractId: null, actorId: by.id, now, facts: { by: by.name, label } });
    const until = heldUntil({ addedAt: now }, now)!;
    const facts = { label, heldUntil: utcMoment(until) };
    await tell('payout-account.changed', { to: by.id, contractId: null, facts, now, urgent: true });
    return true;
  });
}
