/** What the platform keeps of a payment, and what of that goes into the protection fund. Rules only. */
import type { Cents } from '../kernel/money.ts';

/**
 * Shares in per cent, of what this freelancer earned from this client: the first holds up to `upTo`, the second beyond it.
 * @property fundShare per cent of each fee that goes into the protection fund
 */
export type FeeRates = { upTo: Cents; first: number; beyond: number; fundShare: number };

/** `before` was earned already, `amount` is earned now; the rate is marginal inside one payment. Half a cent goes to the freelancer. */
export function feeFor(before: Cents, amount: Cents, rates: FeeRates): Cents {
  const below = Math.min(amount, Math.max(0, rates.upTo - before));
  return roundHalfDown(below * rates.first + (amount - below) * rates.beyond);
}

/** What of a fee goes into the fund; half a cent stays with the platform. */
export const fundPartOf = (fee: Cents, rates: FeeRates): Cents => roundHalfDown(fee * rates.fundShare);

/** Whole hundredths of a cent to cents: exact, since both are whole numbers. */
const roundHalfDown = (hundredths: number): Cents => Math.floor((hundredths + 49) / 100);
