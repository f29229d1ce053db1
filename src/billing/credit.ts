/** What a client has with us: a refund that no card took. It pays for the next invoice first. Rules only. */
import type { Cents } from '../kernel/money.ts';

/** Cards cannot be charged for less. */
export const LEAST_CHARGE: Cents = 50;

/** What of an invoice the credit pays: all there is, but never so much that the rest is too little for a card. */
export function creditFor(due: Cents, credit: Cents): Cents {
  if (credit <= 0 || due <= 0) return 0;
  if (credit >= due) return due;
  return Math.max(0, Math.min(credit, due - LEAST_CHARGE));
}
