/**
 * Money through Stripe. Stripe remembers an idempotency key for a day; we may ask again after three weeks. So each act carries its
 * key as well, and is looked up by it before it is made: the key guards against two at once, the look against the forgotten.
 */
import type Stripe from 'stripe';
import { DAY, toSeconds, addMs } from '../kernel/time.ts';
import type { Charge, ChargeResult, Refund, RefundResult } from './payments.ts';
import { orRefused } from './stripe-client.ts';
import { CONFIRM, reasonOf } from './stripe-words.ts';

type Declined = { state: 'declined'; reason: string };
const declined = (reason: string): Declined => ({ state: 'declined', reason });

/** How long after the first attempt somebody may ask again. */
const ASKED_AGAIN_MS = 60 * DAY;
/** An intent that waits for its owner is given up: left open it could be paid while we charge anew. */
const GIVEN_UP = 'abandoned';

export async function chargeStripe(stripe: Stripe, charge: Charge, now: Date): Promise<ChargeResult> {
  const { key, method, amount, currency, about } = charge;
  const { customer, method: payment_method } = method;
  const asked = {
    ...{ customer, payment_method, amount, currency: currency.toLowerCase(), description: about },
    ...{ payment_method_types: ['card'], confirm: true, off_session: true, metadata: { key } },
  };
  const make = async (): Promise<Stripe.PaymentIntent> =>
    (await madeBefore(stripe, charge, now)) ?? (await stripe.paymentIntents.create(asked, { idempotencyKey: key }));
  const intent = await orRefused(make(), noToCharge);
  if (!('id' in intent)) return intent;
  if (intent.amount !== amount) throw new Error(`${key} was charged before, with another amount`);
  if (intent.status === 'requires_action') {
    const giveUp = { cancellation_reason: GIVEN_UP } as const;
    await stripe.paymentIntents.cancel(intent.id, giveUp, { idempotencyKey: `${key}:cancel` });
    return declined(CONFIRM);
  }
  return resultOf(intent);
}

async function madeBefore(stripe: Stripe, { key, method }: Charge, now: Date): Promise<Stripe.PaymentIntent | null> {
  const since = toSeconds(addMs(now, -ASKED_AGAIN_MS));
  const recent = stripe.paymentIntents.list({ customer: method.customer, created: { gte: since }, limit: 100 });
  for await (const intent of recent) if (intent.metadata['key'] === key) return intent;
  return null;
}

/** Only what is about the card or the method is an answer to the client; any other complaint is a mistake of ours. */
function noToCharge(error: InstanceType<typeof Stripe.errors.StripeError>): Declined | null {
  const ofMethod = error.param === 'payment_method' || error.param === 'customer' || error.param === 'amount';
  return error.type === 'StripeCardError' || ofMethod ? declined(reasonOf(error)) : null;
}

function resultOf({ id, status, ...intent }: Stripe.PaymentIntent): ChargeResult {
  if (status === 'succeeded') return { state: 'paid', reference: id };
  if (status === 'processing') return { state: 'pending', reference: id };
  if (status === 'requires_payment_method' || status === 'canceled') return declined(whyNotPaid(intent));
  throw new Error(`Stripe left ${id} as ${status}`);
}

/** One sentence for the client about an intent that was not paid. */
export const whyNotPaid = ({
  cancellation_reason,
  last_payment_error,
}: Pick<Stripe.PaymentIntent, 'cancellation_reason' | 'last_payment_error'>): string =>
  cancellation_reason === GIVEN_UP ? CONFIRM : reasonOf(last_payment_error);

export async function refundStripe(stripe: Stripe, { key, charge, amount }: Refund): Promise<RefundResult> {
  const make = async (): Promise<Stripe.Refund> => {
    const before = stripe.refunds.list({ payment_intent: charge, limit: 100 });
    for await (const refund of before) if (refund.metadata?.['key'] === key) return refund;
    return stripe.refunds.create({ payment_intent: charge, amount, metadata: { key } }, { idempotencyKey: key });
  };
  const refund = await orRefused(make(), () => declined('This charge cannot be given back.'));
  if (!('id' in refund)) return refund;
  if (refund.status === 'succeeded') return { state: 'refunded', reference: refund.id };
  return hasFailed(refund) ? declined('The bank did not take the refund.') : { state: 'pending', reference: refund.id };
}

export const hasFailed = ({ status }: Pick<Stripe.Refund, 'status'>): boolean =>
  status === 'failed' || status === 'canceled';
