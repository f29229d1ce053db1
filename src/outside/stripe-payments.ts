/** Real money, through Stripe. */
import type { StripeSettings } from '../config.ts';
import type { Clock } from './clock.ts';
import { outsideTransactions, type Payments } from './payments.ts';
import { startStripeAccount, stripeAccountNow } from './stripe-accounts.ts';
import { chargeStripe, refundStripe } from './stripe-charges.ts';
import { stripeClient } from './stripe-client.ts';
import { stripeEvents } from './stripe-events.ts';
import { finishStripeMethod, forgetStripeMethod, startStripeMethod } from './stripe-methods.ts';
import { transferStripe } from './stripe-transfers.ts';

const CHECKOUT = 'https://checkout.stripe.com';
const CONNECT = 'https://connect.stripe.com';

export function stripePayments(settings: StripeSettings, clock: Clock): Payments {
  const stripe = stripeClient(settings);
  return outsideTransactions({
    real: true,
    origins: [CHECKOUT, CONNECT],
    charge: async charge => chargeStripe(await stripe(), charge, clock.now()),
    refund: async refund => refundStripe(await stripe(), refund),
    transfer: async transfer => transferStripe(await stripe(), transfer),
    startMethod: async (payer, returnTo, key) => startStripeMethod(await stripe(), payer, returnTo, key),
    finishMethod: async session => finishStripeMethod(await stripe(), session),
    forgetMethod: async method => forgetStripeMethod(await stripe(), method),
    startAccount: async (payee, returnTo, key) => startStripeAccount(await stripe(), payee, returnTo, key),
    accountNow: async account => stripeAccountNow(await stripe(), account),
    events: async (body, headers, now) => stripeEvents(await stripe(), settings.webhookSecret, body, headers, now),
  });
}
