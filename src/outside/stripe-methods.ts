/** The client types the card on a page of Stripe's (Checkout in setup mode); we only ever see its brand and last digits. */
import { createHash } from 'node:crypto';
import type Stripe from 'stripe';
import type { Payer, PaymentMethod, StartedMethod } from './payments.ts';
import { orRefused } from './stripe-client.ts';
import { labelOf } from './stripe-words.ts';

export async function startStripeMethod(
  stripe: Stripe,
  payer: Payer,
  returnTo: string,
  key: string,
): Promise<StartedMethod> {
  const customer = await customerOf(stripe, payer);
  const { id: session, url } = await stripe.checkout.sessions.create(
    {
      ...{ mode: 'setup', payment_method_types: ['card'], customer, metadata: { key } },
      ...{ success_url: returnTo, cancel_url: returnTo },
    },
    { idempotencyKey: key },
  );
  if (url === null) throw new Error(`Stripe gave no page for ${session}`);
  return { url, customer, session };
}

/** One for each client. A name of another provider's is none of Stripe's. */
async function customerOf(stripe: Stripe, { id, email, name, customer }: Payer): Promise<string> {
  if (customer?.startsWith('cus_')) return customer;
  const who = createHash('sha256').update(`${id}\n${email}\n${name}`).digest('hex').slice(0, 32);
  const asked = { email, name, metadata: { person: String(id) } };
  return (await stripe.customers.create(asked, { idempotencyKey: `customer:${who}` })).id;
}

export async function finishStripeMethod(stripe: Stripe, session: string): Promise<PaymentMethod | null> {
  const expand = ['setup_intent.payment_method'];
  const { status, customer, setup_intent } = await stripe.checkout.sessions.retrieve(session, { expand });
  if (status !== 'complete' || setup_intent === null || typeof setup_intent === 'string') return null;
  const { payment_method: method } = setup_intent;
  if (method === null || typeof method === 'string' || customer === null) return null;
  return {
    customer: typeof customer === 'string' ? customer : customer.id,
    method: method.id,
    label: labelOf(method.card),
  };
}

/** What is not attached any more, or was never Stripe's, is forgotten already. */
export async function forgetStripeMethod(stripe: Stripe, { method }: Pick<PaymentMethod, 'method'>): Promise<void> {
  if (method.startsWith('pm_')) await orRefused(stripe.paymentMethods.detach(method), () => true);
}
