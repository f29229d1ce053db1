/** Job: clients are charged for what is due. The provider is asked outside of transactions, with a key for each attempt. */
import { Op } from 'sequelize';
import { transaction } from '../db/sequelize.ts';
import { oneByOne } from '../kernel/one-by-one.ts';
import type { Payments } from '../outside/payments.ts';
import { balanceOf } from './balances.ts';
import { ChargeAttempt } from './charge-attempt-model.ts';
import { ask, attemptAsked } from './charge-attempts.ts';
import { creditFor } from './credit.ts';
import { creditOf } from './credit-of.ts';
import { askedUntil } from './invoice.ts';
import { chargeKey, hearOfCharge, ofInvoice, payFromCredit } from './hear-of-charge.ts';
import { Invoice } from './invoice-model.ts';
import { client, due } from './ledger.ts';
import { hold } from './post.ts';

const INVOICES_A_TICK = 50;

/**
 * A provider that does not answer is asked again later with the same key, and keeps no other invoice waiting.
 * @returns how many were asked for @throws AggregateError of what went wrong, when all are done
 */
export async function chargeInvoices(payments: Payments, now: Date): Promise<number> {
  const where = { nextChargeAt: { [Op.lte]: now } };
  const order: [string, string][] = [
    ['nextChargeAt', 'ASC'],
    ['id', 'ASC'],
  ];
  const dueNow = await Invoice.findAll({ where, order, limit: INVOICES_A_TICK });
  return oneByOne(dueNow, invoice => chargeInvoice(invoice, payments, now));
}

/** Asks for one invoice now, whoever wants it. @returns false when somebody else is asking already */
export async function chargeInvoice(invoice: Invoice, payments: Payments, now: Date): Promise<boolean> {
  const attempt = await claim(invoice, now);
  if (attempt === 'by-somebody-else') return false;
  if (attempt === 'paid-from-credit') return true;
  const { id, number } = invoice;
  const result = await ask(payments, attempt, chargeKey(id, attempt.attempt), `Invoice ${number}`);
  await hearOfCharge(id, attempt.attempt, result, now);
  return true;
}

/**
 * Whoever moves the time of the next question may ask this one: for what is due by now, which may be less than was billed, less the
 * client's credit. That is set aside by the attempt and spent when it is paid; when it pays for all, nobody is asked.
 */
function claim(
  { id, nextChargeAt }: Invoice,
  now: Date,
): Promise<ChargeAttempt | 'by-somebody-else' | 'paid-from-credit'> {
  return transaction(async () => {
    const [claimed] = await Invoice.update({ nextChargeAt: askedUntil(now) }, { where: { id, nextChargeAt } });
    if (claimed !== 1) return 'by-somebody-else';
    const invoice = await Invoice.findByPk(id, { rejectOnEmpty: true });
    const { clientId, chargeAttempt } = invoice;
    const charged = ofInvoice(id, chargeAttempt);
    const known = await ChargeAttempt.findOne({ where: charged });
    if (known) return known;
    const owed = await balanceOf(due(id));
    await hold(client(clientId));
    const credit = creditFor(owed, await creditOf(clientId));
    if (credit < owed || owed === 0) return attemptAsked(charged, clientId, { amount: owed - credit, credit }, now);
    await payFromCredit(invoice, now);
    return 'paid-from-credit';
  });
}
