/** Job: clients are charged for what is due. The provider is asked outside of transactions, with a key for each attempt. */
import { Op } from 'sequelize';
import type { Payments } from '../outside/payments.ts';
import { askedUntil } from './invoice.ts';
import { chargeKey, hearOfCharge } from './hear-of-charge.ts';
import { Invoice } from './invoice-model.ts';
import { CURRENCY } from './ledger.ts';
import { paymentMethodOf } from './payment-method-of.ts';

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
      if (await claim(invoice, now)) await charge(invoice, payments, now);
      asked += 1;
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0)
    throw new AggregateError(errors, `${errors.length} of ${dueNow.length} charges have no answer`);
  return asked;
}

/** Whoever moves the time of the next question may ask this one. */
async function claim({ id, nextChargeAt }: Invoice, now: Date): Promise<boolean> {
  const [claimed] = await Invoice.update({ nextChargeAt: askedUntil(now) }, { where: { id, nextChargeAt } });
  return claimed === 1;
}

async function charge(invoice: Invoice, payments: Payments, now: Date): Promise<void> {
  const { id, chargeAttempt: attempt, amount, clientId, number } = invoice;
  const method = await paymentMethodOf(clientId);
  const result = method
    ? await payments.charge({
        ...{ key: chargeKey(id, attempt), method, amount, currency: CURRENCY },
        about: `Invoice ${number}`,
      })
    : ({ state: 'declined', reason: 'There is no payment method.' } as const);
  await hearOfCharge(id, attempt, result, now);
}
