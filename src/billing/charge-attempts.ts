/** The book of what was asked of the payment provider. Its reader holds the row of the invoice or bonus it is about. */
import type { ChargeResult, PaymentMethod, Payments } from '../outside/payments.ts';
import type { Cents } from '../kernel/money.ts';
import { ChargeAttempt, type ChargedFor } from './charge-attempt-model.ts';
import { CURRENCY } from './ledger.ts';
import { paymentMethodOf } from './payment-method-of.ts';

export type Charged = { about: ChargedFor; ownerId: number; attempt: number };

/** What is asked now: the same as before if this very attempt was asked already, for its key stands for it. */
export async function attemptAsked(
  charged: Charged,
  clientId: number,
  { amount, credit }: Pick<ChargeAttempt, 'amount' | 'credit'>,
  now: Date,
): Promise<ChargeAttempt> {
  const known = await ChargeAttempt.findOne({ where: charged });
  if (known) return known;
  const method = await paymentMethodOf(clientId);
  return ChargeAttempt.create({ ...charged, ...method, amount, credit, state: 'asked', askedAt: now });
}

/** What was heard of, which the provider may know of before we do. @param amount what it must have been */
export async function attemptHeard(charged: Charged, amount: Cents, now: Date): Promise<ChargeAttempt> {
  const known = await ChargeAttempt.findOne({ where: charged });
  return known ?? ChargeAttempt.create({ ...charged, amount, credit: 0, state: 'asked', askedAt: now });
}

/** Asks the provider. Outside of transactions. @param key names the attempt @param about what the client reads on the statement */
export function ask(payments: Payments, attempt: ChargeAttempt, key: string, about: string): Promise<ChargeResult> {
  const { amount } = attempt;
  const method = methodOf(attempt);
  if (!method) return Promise.resolve({ state: 'declined', reason: 'There is no payment method.' });
  return payments.charge({ key, method, amount, currency: CURRENCY, about });
}

const methodOf = ({ customer, method, label }: ChargeAttempt): PaymentMethod | null =>
  customer == null || method == null ? null : { customer, method, label: label ?? '' };

/** What became of it, for good or until more is heard. */
export const keepAnswer = (attempt: ChargeAttempt, result: ChargeResult, now: Date): Promise<ChargeAttempt> =>
  attempt.update({
    state: result.state,
    ...(result.state === 'declined' ? { reason: result.reason.slice(0, 200) } : { reference: result.reference }),
    heardAt: now,
  });
