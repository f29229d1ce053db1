/** The freelancer tells Stripe where the money goes (Connect Express), on pages of Stripe's; we only ever see a bank's last digits. */
import type Stripe from 'stripe';
import type { AccountNow, Payee, StartedAccount } from './payments.ts';

export async function startStripeAccount(
  stripe: Stripe,
  payee: Payee,
  returnTo: string,
  key: string,
): Promise<StartedAccount> {
  const account = await accountOf(stripe, payee, key);
  // A link that has expired leads back to us as well: whoever is not finished begins again there.
  const asked = { account, type: 'account_onboarding', return_url: returnTo, refresh_url: returnTo } as const;
  return { url: (await stripe.accountLinks.create(asked)).url, account };
}

/** Which country the freelancer lives in is asked by Stripe. A name of another provider's is none of Stripe's. */
async function accountOf(stripe: Stripe, { id, email, account }: Payee, key: string): Promise<string> {
  if (account?.startsWith('acct_')) return account;
  const capabilities = { transfers: { requested: true } };
  const asked = { type: 'express', email, capabilities, metadata: { key, person: String(id) } } as const;
  return (await stripe.accounts.create(asked, { idempotencyKey: key })).id;
}

export async function stripeAccountNow(stripe: Stripe, account: string): Promise<AccountNow> {
  const found = await stripe.accounts.retrieve(account);
  return { ready: isReady(found), label: labelOf(found.external_accounts?.data[0]) };
}

export const isReady = ({ capabilities, payouts_enabled }: Stripe.Account): boolean =>
  capabilities?.transfers === 'active' && payouts_enabled;

/** `DE •••• 3000 at Stripe` */
function labelOf(target: { country?: string | null; last4?: string | null } | undefined): string {
  if (!target?.last4) return 'Account at Stripe';
  return `${target.country ? `${target.country} ` : ''}•••• ${target.last4} at Stripe`;
}
