/** A freelancer says where the money goes. The account before stays in the history: payouts went to it. */
import { User } from '../accounts/user-model.ts';
import { transaction } from '../db/sequelize.ts';
import { record } from '../events/record.ts';
import { Refused } from '../kernel/errors.ts';
import { tell } from '../notices/tell.ts';
import type { Actor } from '../policy/policy.ts';
import { utcMoment } from './invoice-cycle.ts';
import { freelancer } from './ledger.ts';
import {
  accountFaultWords,
  heldUntil,
  maskedAccount,
  sendsFrom,
  whyNotAccount,
  type BankAccount,
} from './payout-account.ts';
import { PayoutAccount } from './payout-account-model.ts';
import { currentAccount, openAccount, SEALED_FOR } from './payout-account-rows.ts';
import { PayoutAccountSetup } from './payout-account-setup-model.ts';
import { Payout } from './payout-model.ts';
import { hold } from './post.ts';
import { seal } from './sealed.ts';

type Owner = Pick<Actor, 'id' | 'name'>;
type Kept = Pick<PayoutAccount, 'sealed' | 'label'> & { providerAccount: string | null };

/**
 * A bank's account. The same account again changes nothing, and holds nothing up anew.
 * @returns whether it is another one than before @throws Refused with an `AccountFault`, beside its field
 */
export function keepPayoutAccount(account: BankAccount, by: Owner, secret: Buffer, now: Date): Promise<boolean> {
  const wrong = whyNotAccount(account);
  if (wrong) throw new Refused(wrong.fault, accountFaultWords[wrong.fault], 422, wrong.field);
  const words = JSON.stringify(account);
  const kept = { sealed: seal(words, secret, SEALED_FOR), label: maskedAccount(account), providerAccount: null };
  const isSame = (before: PayoutAccount): boolean =>
    before.providerAccount === null && JSON.stringify(openAccount(before, secret)) === words;
  return keep(kept, isSame, by, now);
}

/** An account at the payment provider. @returns whether it is another one than before */
export function keepProviderAccount(providerAccount: string, label: string, by: Owner, now: Date): Promise<boolean> {
  const isSame = (before: PayoutAccount): boolean => before.providerAccount === providerAccount;
  return keep({ sealed: '', label, providerAccount }, isSame, by, now);
}

function keep(kept: Kept, isSame: (before: PayoutAccount) => boolean, by: Owner, now: Date): Promise<boolean> {
  return transaction(async t => {
    const user = await User.findByPk(by.id, { lock: t.LOCK.UPDATE, rejectOnEmpty: true });
    if (user.closedAt) return false;
    // A visit to the provider that was begun before must not take the place of what is decided now.
    await PayoutAccountSetup.update({ nextAskAt: null }, { where: { freelancerId: by.id } });
    const before = await currentAccount(by.id);
    if (before && isSame(before)) return false;
    await before?.update({ currentFor: null, replacedAt: now });
    const account = await PayoutAccount.create({ ...kept, freelancerId: by.id, currentFor: by.id, addedAt: now });
    await sendWaitingTo(account);
    const { label } = kept;
    await record('payout-account.changed', { contractId: null, actorId: by.id, now, facts: { by: by.name, label } });
    const until = heldUntil({ addedAt: now }, now)!;
    const facts = { label, heldUntil: utcMoment(until) };
    await tell('payout-account.changed', { to: by.id, contractId: null, facts, now });
    return true;
  });
}

/** What nobody was asked to send so far goes to the new account. Payouts that are made meanwhile wait for the ledger's account. */
async function sendWaitingTo(account: PayoutAccount): Promise<void> {
  const { freelancerId } = account;
  await hold(freelancer(freelancerId));
  const where = { freelancerId, state: 'waiting' as const, fileId: null, accountId: null };
  await Payout.update({ nextSendAt: sendsFrom(account) }, { where });
}
