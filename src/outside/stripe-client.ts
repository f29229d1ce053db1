/** The one door to Stripe: the official library, with a pinned version of the interface and bounded patience. */
import type Stripe from 'stripe';
import type { StripeSettings } from '../config.ts';

/** The shapes in this folder are those of this version, whatever the account's own is. */
const API_VERSION = '2026-10-28.endive';
const TIMEOUT_MS = 20_000;
/** By the library itself and with the same idempotency key; after that the caller asks again. */
const RETRIES = 1;

/** The library is loaded when it is needed: whoever plays with play money need not wait for it. */
export function stripeClient({ secretKey, apiUrl }: StripeSettings): () => Promise<Stripe> {
  let opened: Promise<Stripe> | undefined;
  return () => (opened ??= open(secretKey, new URL(apiUrl)));
}

async function open(secretKey: string, { hostname, port, protocol }: URL): Promise<Stripe> {
  const { default: Client } = await import('stripe');
  return new Client(secretKey, {
    apiVersion: API_VERSION,
    host: hostname,
    ...(port !== '' && { port }),
    protocol: protocol === 'http:' ? 'http' : 'https',
    timeout: TIMEOUT_MS,
    maxNetworkRetries: RETRIES,
    telemetry: false,
  });
}

type StripeError = InstanceType<typeof Stripe.errors.StripeError>;

/** Runs what asks Stripe. What it says no to goes to `refused`; what nobody knows the end of is thrown. */
export async function orRefused<Answer, Refusal>(
  ask: Promise<Answer>,
  refused: (error: StripeError) => Refusal | null,
): Promise<Answer | Refusal> {
  try {
    return await ask;
  } catch (error) {
    const { type } = error as { type?: unknown };
    const no = type === 'StripeCardError' || type === 'StripeInvalidRequestError';
    const refusal = no ? refused(error as StripeError) : null;
    if (refusal === null) throw error;
    return refusal;
  }
}
