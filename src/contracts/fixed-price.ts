/** One amount in place of hours. Rules only. */
import { money, type Cents } from '../kernel/money.ts';
import { dayIn, dayShort, type Zone } from '../kernel/time.ts';

export const MAX_FIXED_PRICE_CENTS = 100_000_000;

/** What is asked, as the part of a sentence that names it. @param amount null while the freelancer names none */
export const fixedPriceAsked = (amount: Cents | null): string =>
  amount === null ? 'a fixed price in place of hours' : `a fixed price of ${money(amount)} in place of hours`;

export type FixedPrice = { cents: Cents; since: Date };

/** What was agreed; it stays agreed when the contract ends. */
export function fixedPriceOf(contract: {
  fixedPriceCents: Cents | null;
  fixedPriceSince: Date | null;
}): FixedPrice | null {
  const { fixedPriceCents: cents, fixedPriceSince: since } = contract;
  return cents === null || since === null ? null : { cents, since };
}

/** `Fixed price $1,200.00 since 23 Nov 2026`, as both sides read it everywhere. */
export const fixedPriceWords = ({ cents, since }: FixedPrice, zone: Zone): string =>
  `Fixed price ${money(cents)} since ${dayShort(dayIn(since, zone))}`;
