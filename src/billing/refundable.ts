/** What there is to give back of an invoice, read from its ledger accounts and from what went back before. */
import { rows } from '../db/sequelize.ts';
import type { Cents } from '../kernel/money.ts';
import { balanceOf } from './balances.ts';
import { Claim } from './claim-model.ts';
import type { Invoice } from './invoice-model.ts';
import { heldOf } from './held.ts';
import { due, escrow, freelancer } from './ledger.ts';
import { sourceOf, type Refundable } from './refund.ts';

/**
 * Whoever gives back holds the invoice's row and the freelancer's account.
 * @param disputed whether it is what a dispute no longer holds: that is never the freelancer's own yet
 */
export async function refundableOf(invoice: Invoice, disputed = false): Promise<Refundable> {
  const { id, freelancerId } = invoice;
  const source = sourceOf(disputed ? { ...invoice.get(), releasedAt: null } : invoice);
  const held = await heldOf(id);
  const claim = await Claim.findOne({ where: { invoiceId: id, state: 'paid' } });
  const paidByFund = claim && { amount: claim.amount, fee: claim.fee ?? 0, open: claim.recoveredAt === null };
  const back = await returnedOf(id);
  const earned = (invoice.releasedCents ?? 0) + (paidByFund?.amount ?? 0);
  const inAccount = {
    // What the fund has paid is the fund's to get: the freelancer cannot let the client off it.
    due: async () => (await balanceOf(due(id))) - held.amount - (paidByFund?.open ? paidByFund.amount : 0),
    escrow: async () => (await balanceOf(escrow(id))) - held.amount,
    balance: () => Promise.resolve(earned - back.amount),
  };
  return {
    source,
    most: await inAccount[source](),
    balance: await balanceOf(freelancer(freelancerId)),
    ...{ earned, fee: (invoice.fee ?? 0) + (paidByFund?.fee ?? 0) },
    ...{ returned: back.amount, feeReturned: back.fee },
  };
}

/** What went back of what the freelancer had earned of an invoice. */
async function returnedOf(invoiceId: number): Promise<{ amount: Cents; fee: Cents }> {
  const [row] = await rows<{ amount: number | string | null; fee: number | string | null }>(
    `SELECT SUM(amount_cents) AS amount, SUM(fee_back_cents) AS fee FROM refunds WHERE invoice_id = $1 AND source = 'balance'`,
    [invoiceId],
  );
  return { amount: Number(row?.amount ?? 0), fee: Number(row?.fee ?? 0) };
}

/** What the client was let off before it was paid, as far as it was, or may have been, for protected blocks. */
export async function forgivenOf(invoiceId: number): Promise<Cents> {
  const [row] = await rows<{ amount: number | string | null }>(
    `SELECT SUM(COALESCE(protected_cents, amount_cents)) AS amount FROM refunds WHERE invoice_id = $1 AND source = 'due'`,
    [invoiceId],
  );
  return Number(row?.amount ?? 0);
}
