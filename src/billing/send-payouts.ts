/** Job: payouts to accounts at the payment provider go by themselves. It is asked outside of transactions, with one key for each payout. */
import { Op } from 'sequelize';
import { User } from '../accounts/user-model.ts';
import { transaction } from '../db/sequelize.ts';
import { oneByOne } from '../kernel/one-by-one.ts';
import type { Payments, Transfer } from '../outside/payments.ts';
import { hearOfTransfer, payoutKey } from './hear-of-payout.ts';
import { askedUntil } from './invoice.ts';
import { sendsFrom } from './payout-account.ts';
import { PayoutAccount } from './payout-account-model.ts';
import { currentAccount } from './payout-account-rows.ts';
import { Payout } from './payout-model.ts';
import { sendAgainAt } from './payout.ts';

const A_TICK = 50;

/** @returns how many were looked at @throws AggregateError of what went wrong, when all are done */
export async function sendPayouts(payments: Payments, now: Date): Promise<number> {
  const where = { nextSendAt: { [Op.lte]: now } };
  const due = await Payout.findAll({ where, order: [['nextSendAt', 'ASC']], limit: A_TICK });
  return oneByOne(due, async payout => {
    const asked = await claim(payout, now);
    if (asked) await hearOfTransfer(payout.id, asked.attempt, await payments.transfer(asked), now);
  });
}

/** Whoever moves the time of the next question may ask this one. Null when somebody else does, or it does not go there any more. */
function claim({ id, nextSendAt }: Payout, now: Date): Promise<Transfer | null> {
  return transaction(async () => {
    const where = { id, nextSendAt, state: 'waiting' as const, fileId: null };
    const [claimed] = await Payout.update({ nextSendAt: askedUntil(now) }, { where });
    if (claimed !== 1) return null;
    const payout = await Payout.findByPk(id, { rejectOnEmpty: true });
    // Whose account is suspended is paid when that is over: looked at again each hour.
    if (await isSuspended(payout.freelancerId)) {
      await payout.update({ nextSendAt: sendAgainAt(now) });
      return null;
    }
    const account = await accountOf(payout);
    const from = sendsFrom(account);
    if (!account?.providerAccount || from === null || from > now) {
      await payout.update({ nextSendAt: from });
      return null;
    }
    // From now on it goes to this account or to none, whatever its freelancer changes.
    const { sendAttempt: attempt, amount } = await payout.update({ accountId: account.id });
    return { key: payoutKey(id), attempt, account: account.providerAccount, amount, about: `Payout ${id}` };
  });
}

const isSuspended = async (id: number): Promise<boolean> =>
  (await User.count({ where: { id, suspendedAt: { [Op.ne]: null } } })) > 0;

const accountOf = ({ accountId = null, freelancerId }: Payout): Promise<PayoutAccount | null> =>
  accountId === null ? currentAccount(freelancerId) : PayoutAccount.findByPk(accountId);
