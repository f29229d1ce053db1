/** Somebody leaves. What opens the account goes; what other people's records need stays. */
import { Op } from 'sequelize';
import { Claim } from '../billing/claim-model.ts';
import { creditOf } from '../billing/credit-of.ts';
import { moneyOf } from '../billing/earnings-rows.ts';
import { nextPayday } from '../billing/earnings.ts';
import { notChargedSince } from '../billing/payment-method.ts';
import { ClientMethod } from '../billing/payment-method-model.ts';
import { removalFacts } from '../billing/payment-method-removal.ts';
import { Contract } from '../contracts/contract-model.ts';
import { transaction } from '../db/sequelize.ts';
import { Dispute } from '../disputes/dispute-model.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import type { Cents } from '../kernel/money.ts';
import { Notice } from '../notices/notice-model.ts';
import { NO_PASSWORD } from './account.ts';
import { closedEmail, closingWords, whyNotCloseAccount, type ClosingFacts, type ClosingRefusal } from './closing.ts';
import { fitsPassword } from './passwords.ts';
import { forgetSecondFactor } from './set-up-second-factor.ts';
import { HalfSignIn } from './half-sign-in-model.ts';
import { Session } from './session-model.ts';
import { SingleUseLink } from './single-use-link-model.ts';
import { User } from './user-model.ts';

/** What stands in the way of closing, before anybody asks for it. */
export async function closingFacts(userId: number, now: Date): Promise<ClosingFacts> {
  const mine = { [Op.or]: [{ clientId: userId }, { freelancerId: userId }] };
  const notEnded = { [Op.or]: [{ stopped: null }, { stopped: { [Op.ne]: 'ended' as const } }] };
  const lately = { state: 'active' as const, stopped: 'ended' as const, closedAt: { [Op.gte]: notChargedSince(now) } };
  const [openContracts, ending, { unpaid }, disputes, claims, coming, credit] = await Promise.all([
    Contract.count({ where: { [Op.and]: [mine, notEnded, { state: { [Op.in]: ['offered', 'active'] } }] } }),
    Contract.count({ where: { [Op.and]: [mine, lately] } }),
    removalFacts(userId, now),
    Dispute.count({ where: { [Op.and]: [mine, { state: { [Op.ne]: 'closed' } }] } }),
    Claim.count({ where: { state: 'filed', freelancerId: userId } }),
    comingTo(userId, now),
    creditOf(userId),
  ]);
  return { openContracts, unpaid, ending, disputes, claims, coming, credit };
}

/** An invoice whose charge failed may never be paid: it keeps nobody. */
async function comingTo(freelancerId: number, now: Date): Promise<Cents> {
  const { due, escrow, available, onItsWay } = await moneyOf(freelancerId, nextPayday(now));
  const billed = [...due.filter(({ invoice }) => invoice.chargeState !== 'failed'), ...escrow];
  return billed.reduce((sum, { amount }) => sum + amount, available + onItsWay);
}

/** @throws Refused with a {@link ClosingRefusal}; `wrong-password` beside the field */
export async function closeAccount(userId: number, password: string, now: Date): Promise<void> {
  const { passwordHash } = await User.findByPk(userId, { rejectOnEmpty: new NotFound('account') });
  if (!(await fitsPassword(passwordHash, password))) refuse('wrong-password', 'password');
  await transaction(async t => {
    const user = await User.findByPk(userId, { lock: t.LOCK.UPDATE, rejectOnEmpty: new NotFound('account') });
    const refusal = whyNotCloseAccount(await closingFacts(userId, now));
    if (refusal) refuse(refusal);
    await user.update({ email: closedEmail(userId), passwordHash: NO_PASSWORD, closedAt: now });
    await ClientMethod.update({ currentFor: null, removedAt: now }, { where: { currentFor: userId } });
    await forgetSecondFactor(userId);
    await HalfSignIn.destroy({ where: { userId } });
    await Session.destroy({ where: { userId } });
    await SingleUseLink.destroy({ where: { userId } });
    await Notice.destroy({ where: { userId } });
  });
}

function refuse(refusal: ClosingRefusal, field: string | null = null): never {
  throw new Refused(refusal, closingWords[refusal], 422, field);
}
