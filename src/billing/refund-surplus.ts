/** More came in than was due: it is the client's, and goes back to the card by itself. */
import { Contract } from '../contracts/contract-model.ts';
import { tell } from '../notices/tell.ts';
import { record } from '../events/record.ts';
import type { Cents } from '../kernel/money.ts';
import type { ChargeAttempt } from './charge-attempt-model.ts';
import { Refund } from './refund-model.ts';

type Of = { contractId: number; clientId: number; freelancerId: number };
/** @property what names it in a sentence, such as `invoice IT-2026-000012` @property invoiceId null for a bonus */
type Surplus = { amount: Cents; what: string; invoiceId: number | null };

/** Part of the act that booked the payment: the money is in the client's account already. Both are told why. */
export async function refundSurplus(
  { contractId, clientId, freelancerId }: Of,
  { amount, what, invoiceId }: Surplus,
  charge: ChargeAttempt,
  now: Date,
): Promise<void> {
  await Refund.create({
    ...{ contractId, invoiceId, clientId, freelancerId, amount, feeBack: 0, source: 'surplus' },
    nth: invoiceId === null ? null : (await Refund.count({ where: { invoiceId } })) + 1,
    words: `More was paid for ${what} than was due.`,
    ...{ madeAt: now, chargeId: charge.id, state: 'waiting', nextAskAt: now },
  });
  await record('payment.surplus', { contractId, actorId: null, now, facts: { what, amount } });
  const { title } = await Contract.findByPk(contractId, { rejectOnEmpty: true });
  const facts = { what, title, amount };
  await tell('payment.surplus', { to: clientId, contractId, facts: { ...facts, yours: true }, now });
  await tell('payment.surplus', { to: freelancerId, contractId, facts: { ...facts, yours: false }, now });
}
