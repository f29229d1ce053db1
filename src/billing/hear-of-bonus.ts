/** What the payment provider said of a bonus: as an answer or as an event, in any order and more than once. */
import { config } from '../config.ts';
import { Contract } from '../contracts/contract-model.ts';
import { User } from '../accounts/user-model.ts';
import { transaction } from '../db/sequelize.ts';
import { record } from '../events/record.ts';
import { tell } from '../notices/tell.ts';
import type { ChargeResult, PaymentEvent } from '../outside/payments.ts';
import { bonusAskedAgain } from './bonus.ts';
import { Bonus } from './bonus-model.ts';
import type { ChargeAttempt } from './charge-attempt-model.ts';
import { attemptHeard, keepAnswer, type Charged } from './charge-attempts.ts';
import { earnedBefore } from './earned.ts';
import { feeFor, fundPartOf } from './fee.ts';
import { askAgainAt } from './invoice.ts';
import { client, fees, freelancer, fund, move, outside } from './ledger.ts';
import { hold, post } from './post.ts';
import { refundSurplus } from './refund-surplus.ts';

/** Names one attempt to charge one bonus, for the provider and for the ledger. */
export const bonusKey = (bonusId: number, attempt: number): string => `bonus:${bonusId}:${attempt}`;

/** The attempt in the book of what was asked. */
export const ofBonus = (ownerId: number, attempt: number): Charged => ({ about: 'bonus', ownerId, attempt });

/** The provider tells by itself what became of a charge. */
export function bonusHeard({ key, state, reference, reason }: PaymentEvent, now: Date): Promise<void> {
  const [, bonusId, attempt] = key.split(':');
  const result: ChargeResult =
    state === 'paid' ? { state, reference } : { state, reason: reason ?? 'The bank did not say why.' };
  return hearOfBonus(Number(bonusId), Number(attempt), result, now);
}

/** News of an attempt that is over changes nothing, but for money that really came: it is never lost. */
export function hearOfBonus(bonusId: number, attempt: number, result: ChargeResult, now: Date): Promise<void> {
  return transaction(async t => {
    const bonus = await Bonus.findByPk(bonusId, { lock: t.LOCK.UPDATE, rejectOnEmpty: true });
    const asked = await attemptHeard(ofBonus(bonusId, attempt), bonus.amount, now);
    if (asked.state === 'paid' || (asked.state === 'declined' && result.state !== 'paid')) return;
    await keepAnswer(asked, result, now);
    if (result.state === 'paid')
      return bonus.chargeState === 'paid' ? again(bonus, asked, now) : paid(bonus, asked, now);
    if (bonus.chargeState === 'paid' || attempt !== bonus.chargeAttempt) return;
    if (result.state === 'declined') return declined(bonus, result.reason, now);
    await bonus.update({ chargeState: 'pending', nextChargeAt: askAgainAt('pending', now) });
  });
}

async function paid(bonus: Bonus, { attempt }: ChargeAttempt, now: Date): Promise<void> {
  const { id, amount, clientId, freelancerId, contractId, words } = bonus;
  await hold(freelancer(freelancerId));
  const fee = feeFor(await earnedBefore(bonus), amount, config.fees);
  const fundPart = fundPartOf(fee, config.fees);
  const lines = [
    ...move(amount, outside, client(clientId)),
    ...move(amount - fee, client(clientId), freelancer(freelancerId)),
    ...move(fee - fundPart, client(clientId), fees),
    ...move(fundPart, client(clientId), fund),
  ];
  await post({ key: bonusKey(id, attempt), kind: 'bonus', contractId, week: null, now, lines });
  await bonus.update({
    chargeState: 'paid',
    chargeAttempt: attempt,
    paidAt: now,
    fee,
    nextChargeAt: null,
    chargeFailure: null,
  });
  const by = await nameOf(clientId);
  await record('bonus.given', { contractId, actorId: clientId, now, facts: { by, amount } });
  const { title } = await Contract.findByPk(contractId, { rejectOnEmpty: true });
  const facts = { by, title, amount, words };
  await tell('bonus.given', { to: freelancerId, contractId, facts: { ...facts, yours: false }, now });
  await tell('bonus.given', { to: clientId, contractId, facts: { ...facts, yours: true }, now });
}

/** Two attempts were paid: the second is the client's. */
async function again(bonus: Bonus, charge: ChargeAttempt, now: Date): Promise<void> {
  const { id, clientId, contractId } = bonus;
  const lines = move(charge.amount, outside, client(clientId));
  await post({ key: bonusKey(id, charge.attempt), kind: 'bonus', contractId, week: null, now, lines });
  await refundSurplus(bonus, { amount: charge.amount, what: 'a bonus', invoiceId: null }, charge, now);
}

async function declined(bonus: Bonus, reason: string, now: Date): Promise<void> {
  const { amount, clientId, contractId, chargeAttempt } = bonus;
  const nextChargeAt = bonusAskedAgain(chargeAttempt, now);
  await bonus.update({
    ...{ chargeState: 'failed', chargeFailure: reason.slice(0, 200) },
    ...{ chargeAttempt: chargeAttempt + 1, nextChargeAt },
  });
  await record('bonus.charge-failed', { contractId, actorId: null, now, facts: { amount, reason } });
  const { title } = await Contract.findByPk(contractId, { rejectOnEmpty: true });
  const facts = { title, amount, reason, again: nextChargeAt !== null };
  // The freelancer hears of a bonus once it is there: nobody should count on one that may not come.
  await tell('bonus.charge-failed', { to: clientId, contractId, facts, now });
}

const nameOf = async (id: number): Promise<string> => (await User.findByPk(id, { rejectOnEmpty: true })).name;
