/** A freelancer says at the payment provider where the money goes: on pages of the provider's, never on ours. */
import { Op } from 'sequelize';
import { User } from '../accounts/user-model.ts';
import { transaction } from '../db/sequelize.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import { oneByOne } from '../kernel/one-by-one.ts';
import type { PaymentEvent, Payments } from '../outside/payments.ts';
import type { Actor } from '../policy/policy.ts';
import { keepProviderAccount } from './keep-payout-account.ts';
import { askReadyAgainAt, setupRefusalWords } from './payout-account.ts';
import { PayoutAccount } from './payout-account-model.ts';
import { PayoutAccountSetup } from './payout-account-setup-model.ts';

const PREFIX = 'payout-account:';

/**
 * An account that was never used is gone on with. One that is, or was, is not: whoever gets in here must not reach it from us.
 * @param returnTo the address the provider sends the browser back to, for a setup's number
 * @returns where the browser goes now @throws Refused `provider-silent` with the provider's error as its cause
 */
export async function startAccount(
  payments: Payments,
  { id: freelancerId, email, name }: Actor,
  returnTo: (setup: number) => string,
  now: Date,
): Promise<string> {
  const account = await unusedAccount(freelancerId);
  const setup = await transaction(async () => {
    await PayoutAccountSetup.update({ nextAskAt: null }, { where: { freelancerId } });
    return PayoutAccountSetup.create({ freelancerId, startedAt: now, nextAskAt: askReadyAgainAt(now, now) });
  });
  const payee = { id: freelancerId, email, name, account };
  const started = await payments.startAccount(payee, returnTo(setup.id), PREFIX + setup.id).catch(refuseSilent);
  await setup.update({ account: started.account });
  return started.url;
}

async function unusedAccount(freelancerId: number): Promise<string | null> {
  const where = { freelancerId, account: { [Op.ne]: null } };
  const latest = await PayoutAccountSetup.findOne({ where, order: [['id', 'DESC']] });
  if (!latest?.account) return null;
  const used = await PayoutAccount.count({ where: { providerAccount: latest.account } });
  return used > 0 ? null : latest.account;
}

/**
 * The browser comes back, or the time has come to look. The second time is harmless.
 * @returns whether payouts go there now; no while the provider is not ready to pay to it
 * @throws NotFound for somebody else's setup @throws Refused `provider-silent`
 */
export async function finishAccount(payments: Payments, id: number, freelancerId: number, now: Date): Promise<boolean> {
  const where = { id, freelancerId };
  const setup = await PayoutAccountSetup.findOne({ where, rejectOnEmpty: new NotFound('page') });
  if (setup.finishedAt !== null) return true;
  const { account, startedAt } = setup;
  if (account === null) return false;
  const { ready, label } = await payments.accountNow(account).catch(refuseSilent);
  if (ready) await keep(setup, account, label, now);
  else await setup.update({ nextAskAt: askReadyAgainAt(startedAt, now) });
  return ready;
}

function keep({ id, freelancerId }: PayoutAccountSetup, account: string, label: string, now: Date): Promise<void> {
  return transaction(async t => {
    const owner = await User.findByPk(freelancerId, { lock: t.LOCK.UPDATE, rejectOnEmpty: true });
    const [mine] = await PayoutAccountSetup.update({ finishedAt: now }, { where: { id, finishedAt: null } });
    if (mine === 1) await keepProviderAccount(account, label.slice(0, 60), owner, now);
  });
}

/** The provider says by itself that an account is ready. Nothing happens when its freelancer has decided otherwise meanwhile. */
export async function accountHeard({ key, reference }: PaymentEvent, now: Date): Promise<void> {
  const waits = { finishedAt: null, nextAskAt: { [Op.ne]: null } };
  await PayoutAccountSetup.update({ nextAskAt: now }, { where: { ...waits, account: reference } });
  // The answer that names the account was lost.
  const id = Number(key.slice(PREFIX.length));
  await PayoutAccountSetup.update({ nextAskAt: now, account: reference }, { where: { ...waits, id, account: null } });
}

const A_TICK = 50;

/** Job: looks whether the accounts are ready that freelancers wait for. @returns how many were looked at */
export async function finishAccounts(payments: Payments, now: Date): Promise<number> {
  const where = { finishedAt: null, nextAskAt: { [Op.lte]: now } };
  const waiting = await PayoutAccountSetup.findAll({ where, order: [['nextAskAt', 'ASC']], limit: A_TICK });
  return oneByOne(waiting, async ({ id, freelancerId, startedAt, nextAskAt }) => {
    const next = askReadyAgainAt(startedAt, now);
    const [mine] = await PayoutAccountSetup.update({ nextAskAt: next }, { where: { id, nextAskAt } });
    if (mine === 1) await finishAccount(payments, id, freelancerId, now);
  });
}

/** Whether the provider is still looking at what this freelancer has entered there. */
export const isAccountWaiting = async (freelancerId: number): Promise<boolean> =>
  (await PayoutAccountSetup.count({
    where: { freelancerId, finishedAt: null, account: { [Op.ne]: null }, nextAskAt: { [Op.ne]: null } },
  })) > 0;

function refuseSilent(cause: unknown): never {
  throw Object.assign(new Refused('provider-silent', setupRefusalWords['provider-silent'], 503), { cause });
}
