/** What moves when money leaves an invoice's escrow for its freelancer. Rules only. */
import type { Cents } from '../kernel/money.ts';
import { fundPartOf, type FeeRates } from './fee.ts';
import { escrow, fees, freelancer, fund, type Line } from './ledger.ts';

/** @param released what leaves escrow, and the fee that is kept of it */
export function releaseLines(
  { id, freelancerId }: { id: number; freelancerId: number },
  { amount, fee }: { amount: Cents; fee: Cents },
  rates: FeeRates,
): Line[] {
  const fundPart = fundPartOf(fee, rates);
  return [
    { account: escrow(id), amount: -amount },
    { account: freelancer(freelancerId), amount: amount - fee },
    { account: fees, amount: fee - fundPart },
    { account: fund, amount: fundPart },
  ];
}
