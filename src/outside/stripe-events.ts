/** What Stripe's webhooks say, in our words. What is not about an act of ours concerns nobody here. */
import type { IncomingHttpHeaders } from 'node:http';
import type Stripe from 'stripe';
import { MINUTE, SECOND } from '../kernel/time.ts';
import { BadSignature, type PaymentEvent } from './payments.ts';
import { isReady } from './stripe-accounts.ts';
import { hasFailed, whyNotPaid } from './stripe-charges.ts';
import { TAKEN_BACK } from './stripe-transfers.ts';

/** How old a message may be: whoever has caught one cannot send it again later. */
const TOLERANCE_SECONDS = (5 * MINUTE) / SECOND;

/** @throws BadSignature */
export function stripeEvents(
  stripe: Stripe,
  secret: string,
  body: Buffer,
  headers: IncomingHttpHeaders,
  now: Date,
): PaymentEvent[] {
  const signature = headers['stripe-signature'];
  if (typeof signature !== 'string') throw new BadSignature('there is no signature');
  const told = eventOf(signed());
  return told === null ? [] : [told];

  function signed(): Stripe.Event {
    try {
      return stripe.webhooks.constructEvent(body, signature!, secret, TOLERANCE_SECONDS, undefined, now.getTime());
    } catch (cause) {
      throw new BadSignature('the signature does not fit', { cause });
    }
  }
}

type Keyed = { id: string; metadata?: Stripe.Metadata | null };
type Said = Pick<PaymentEvent, 'about' | 'state'> & { reason?: string };

function eventOf({ id, type, data: { object } }: Stripe.Event): PaymentEvent | null {
  const said = Object.hasOwn(sayings, type) ? sayings[type]!(object) : null;
  const { id: reference, metadata } = object as Keyed;
  const key = metadata?.['key'];
  return said && key !== undefined ? { id, key, reference, ...said } : null;
}

const notPaid = (object: unknown): Said => ({
  ...{ about: 'charge', state: 'declined' },
  reason: whyNotPaid(object as Stripe.PaymentIntent),
});

/** `charge.refunded` is not among them: it comes without its refunds, and each of those says so itself. */
function refund(object: unknown): Said | null {
  const given = object as Stripe.Refund;
  if (given.status === 'succeeded') return { about: 'refund', state: 'paid' };
  return hasFailed(given) ? { about: 'refund', state: 'declined', reason: 'The bank did not take the refund.' } : null;
}

/** By Stripe's name for the event; null when nothing is decided by it yet. */
const sayings: Readonly<Record<string, (object: unknown) => Said | null>> = {
  'payment_intent.succeeded': () => ({ about: 'charge', state: 'paid' }),
  'payment_intent.payment_failed': notPaid,
  'payment_intent.canceled': notPaid,
  'refund.created': refund,
  'refund.updated': refund,
  'refund.failed': refund,
  'charge.refund.updated': refund,
  'transfer.created': () => ({ about: 'transfer', state: 'paid' }),
  'transfer.reversed': object =>
    (object as Stripe.Transfer).reversed ? { about: 'transfer', state: 'declined', reason: TAKEN_BACK } : null,
  'account.updated': object => (isReady(object as Stripe.Account) ? { about: 'account', state: 'paid' } : null),
  'checkout.session.completed': object =>
    (object as Stripe.Checkout.Session).mode === 'setup' ? { about: 'method', state: 'paid' } : null,
};
