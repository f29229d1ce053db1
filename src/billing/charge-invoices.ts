/** Job: clients are charged for what is due. The provider is asked outside of transactions, with a key for each attempt. */
import { Op } from 'sequelize';
import { transaction } from '../db/sequelize.ts';
import type { Payments } from '../outside/payments.ts';
import { balanceOf } from './balances.ts';
import type { ChargeAttempt } from './charge-attempt-model.ts';
import { ask, attemptAsked } from './charge-attempts.ts';
import { askedUntil } from './invoice.ts';
import { chargeKey, hearOfCharge, ofInvoice } from './hear-of-charge.ts';
import { Invoice } from './invoice-model.ts';
import { due } from './ledger.ts';

const INVOICES_A_TICK = 50;

/**
 * A provider that does not answer is asked again later with the same key, and keeps no other invoice waiting.
 * @returns how many were asked for @throws AggregateError of what went wrong, when all are done
 */
export async function chargeInvoices(payments: Payments, now: Date): Promise<number> {
  const where = { nextChargeAt: { [Op.lte]: now } };
  const dueNow = await Invoice.findAll({ where, order: [['nextChargeAt', 'ASC']], limit: INVOICES_A_TICK });
  const errors: unknown[] = [];
  let asked = 0;
  for (const invoice of dueNow) {
    try {
      await chargeInvoice(invoice, payments, now);
      asked += 1;
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0)
    throw new AggregateError(errors, `${errors.length} of ${dueNow.length} charges have no answer`);
  return asked;
}

/** Asks for one invoice now, whoever wants it. @returns false when somebody else is asking already */
export async function chargeInvoice(invoice: Invoice, payments: Payments, now: Date): Promise<boolean> {
  const attempt = await claim(invoice, now);
  if (!attempt) return false;
  const { id, number } = invoice;
  const result = await ask(payments, attempt, chargeKey(id, attempt.attempt), `Invoice ${number}`);
  await hearOfCharge(id, attempt.attempt, result, now);
  return true;
}

/** Whoever moves the time of the next question may ask this one: for what is due by now, which may be less than was billed. */
function claim({ id, nextChargeAt }: Invoice, now: Date): Promise<ChargeAttempt | null> {
  return transaction(async () => {
    const [claimed] = await Invoice.update({ nextChargeAt: askedUntil(now) }, { where: { id, nextChargeAt } });
    if (claimed !== 1) return null;
    const { chargeAttempt, clientId } = await Invoice.findByPk(id, { rejectOnEmpty: true });
    return attemptAsked(ofInvoice(id, chargeAttempt), clientId, await balanceOf(due(id)), now);
  });
}
