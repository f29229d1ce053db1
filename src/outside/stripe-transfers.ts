/**
 * Freelancers' money through Stripe. Stripe repeats its answer to an idempotency key for a day, a no as well; so each attempt has a key
 * of its own, and what an earlier one may have made is looked for first, by the payout's.
 */
import type Stripe from 'stripe';
import type { Transfer, TransferResult } from './payments.ts';
import { orRefused } from './stripe-client.ts';

const NOT_TO_THIS_ACCOUNT = 'This account cannot take transfers.';
export const TAKEN_BACK = 'The transfer was taken back.';
const NOT_ENOUGH = 'There is not enough in our balance at Stripe. It is sent as soon as there is.';

export async function transferStripe(stripe: Stripe, transfer: Transfer): Promise<TransferResult> {
  const { key, attempt, account, amount, about } = transfer;
  const make = async (): Promise<Stripe.Transfer> => {
    // A group can be asked for, and is this one transfer.
    const { data } = await stripe.transfers.list({ transfer_group: key, limit: 1 });
    const asked = { amount, currency: 'usd', destination: account, description: about, transfer_group: key };
    const once = { idempotencyKey: `${key}:${attempt}` };
    return data[0] ?? stripe.transfers.create({ ...asked, metadata: { key } }, once);
  };
  const made = await orRefused(make(), whyNotSent);
  if (!('id' in made)) return made;
  if (made.amount !== amount) throw new Error(`${key} was transferred before, with another amount`);
  return made.reversed ? { state: 'declined', reason: TAKEN_BACK } : { state: 'paid', reference: made.id };
}

/** Only what is about the account is an answer to the freelancer; any other complaint is a mistake of ours, and the money waits. */
function whyNotSent({
  code,
  param,
}: InstanceType<typeof Stripe.errors.StripeError>): Exclude<TransferResult, { state: 'paid' }> | null {
  if (code === 'balance_insufficient') return { state: 'later', reason: NOT_ENOUGH };
  const ofAccount = param === 'destination' || OF_ACCOUNT.has(code ?? '');
  return ofAccount ? { state: 'declined', reason: NOT_TO_THIS_ACCOUNT } : null;
}

const OF_ACCOUNT = new Set(['account_invalid', 'insufficient_capabilities_for_transfer', 'transfers_not_allowed']);
