/** What disputes hold of an invoice: it stays in the invoice's own account until they end. */
import { rows } from '../db/sequelize.ts';
import type { Cents } from '../kernel/money.ts';

/** @property protected what of it is for protected blocks */
export type Held = { amount: Cents; protected: Cents };

export async function heldOf(invoiceId: number): Promise<Held> {
  const [row] = await rows<Record<'amount' | 'protected', number | string | null>>(
    'SELECT SUM(held_cents) AS amount, SUM(held_protected_cents) AS protected FROM disputes WHERE invoice_id = $1',
    [invoiceId],
  );
  return { amount: Number(row?.amount ?? 0), protected: Number(row?.protected ?? 0) };
}
