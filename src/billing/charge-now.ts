/** A client who has put something right does not wait for tomorrow: the charge that failed is tried again now. */
import { NotFound, Refused } from '../kernel/errors.ts';
import type { Payments } from '../outside/payments.ts';
import { chargeInvoice } from './charge-invoices.ts';
import { payNowRefusalWords, whyNotPayNow, type ChargeState, type PayNowRefusal } from './invoice.ts';
import { Invoice } from './invoice-model.ts';

/**
 * The job's own way, with the job's own key: of two at once, one asks.
 * @returns what became of it @throws Refused with a {@link PayNowRefusal}
 */
export async function chargeNow(payments: Payments, id: number, now: Date): Promise<ChargeState> {
  const invoice = await Invoice.findByPk(id, { rejectOnEmpty: new NotFound('invoice') });
  const refusal = whyNotPayNow(invoice, now);
  if (refusal) refuse(refusal);
  const asked = await chargeInvoice(invoice, payments, now).catch((cause: unknown) => refuse('provider-silent', cause));
  if (!asked) refuse('just-tried');
  await invoice.reload();
  return invoice.chargeState;
}

function refuse(refusal: PayNowRefusal, cause?: unknown): never {
  const status = refusal === 'provider-silent' ? 503 : 409;
  throw Object.assign(new Refused(refusal, payNowRefusalWords[refusal], status), cause === undefined ? {} : { cause });
}
