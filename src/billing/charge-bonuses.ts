/** Bonuses are charged: at once by whoever gives one, and by a job when the answer is missing. */
import { Op } from 'sequelize';
import { transaction } from '../db/sequelize.ts';
import { oneByOne } from '../kernel/one-by-one.ts';
import type { Payments } from '../outside/payments.ts';
import { Bonus } from './bonus-model.ts';
import type { ChargeAttempt } from './charge-attempt-model.ts';
import { ask, attemptAsked } from './charge-attempts.ts';
import { bonusKey, hearOfBonus, ofBonus } from './hear-of-bonus.ts';
import { askedUntil } from './invoice.ts';

const A_TICK = 50;

/** Job. @returns how many were asked for @throws AggregateError of what went wrong, when all are done */
export async function chargeBonuses(payments: Payments, now: Date): Promise<number> {
  const where = { nextChargeAt: { [Op.lte]: now } };
  const order: [string, string][] = [
    ['nextChargeAt', 'ASC'],
    ['id', 'ASC'],
  ];
  const due = await Bonus.findAll({ where, order, limit: A_TICK });
  return oneByOne(due, bonus => chargeBonus(payments, bonus, now));
}

/** Does nothing when somebody else is asking. @throws whatever keeps the provider from answering; the job asks again, with the same key */
export async function chargeBonus(payments: Payments, bonus: Bonus, now: Date): Promise<void> {
  const attempt = await claim(bonus, now);
  if (!attempt) return;
  const key = bonusKey(bonus.id, attempt.attempt);
  await hearOfBonus(bonus.id, attempt.attempt, await ask(payments, attempt, key, `Bonus ${bonus.id}`), now);
}

/** Whoever moves the time of the next question may ask this one. */
function claim({ id, nextChargeAt }: Bonus, now: Date): Promise<ChargeAttempt | null> {
  if (nextChargeAt === null) return Promise.resolve(null);
  return transaction(async () => {
    const [claimed] = await Bonus.update({ nextChargeAt: askedUntil(now) }, { where: { id, nextChargeAt } });
    if (claimed !== 1) return null;
    const { chargeAttempt, clientId, amount } = await Bonus.findByPk(id, { rejectOnEmpty: true });
    return attemptAsked(ofBonus(id, chargeAttempt), clientId, { amount, credit: 0 }, now);
  });
}
