/** What an ending of a dispute does to each account, before it is done. Rules only. */
import { feeFor, type FeeRates } from '../billing/fee.ts';
import { client, due, escrow, freelancer, fund, move, settled, type Line } from '../billing/ledger.ts';
import { releaseLines } from '../billing/release-lines.ts';
import type { ChargeState } from '../billing/invoice.ts';
import type { Cents } from '../kernel/money.ts';
import type { Parts } from './ruling.ts';

/**
 * @property invoice whose blocks are disputed @property earned what this freelancer has earned from this client so far, in cents:
 * the fee depends on it
 */
export type OutcomeFacts = {
  invoice: { id: number; clientId: number; freelancerId: number; chargeState: ChargeState; releasedAt: Date | null };
  earned: Cents;
  rates: FeeRates;
};

/**
 * @property lines what moves at once, by account @property refund to the client @property lowers whether the client is refunded by
 * being charged less @property release and fromFund to the freelancer, each before its fee @property waits what stays the
 * freelancer's and comes with the invoice itself, which is not paid or not accepted yet
 */
export type Outcome = {
  lines: Line[];
  refund: Cents;
  lowers: boolean;
  release: { amount: Cents; fee: Cents };
  fromFund: { amount: Cents; fee: Cents };
  waits: Cents;
};

/** What the protection fund pays: what the client's money would have brought. Nobody pays a fee on it. */
export const fundLines = (freelancerId: number, { amount, fee }: { amount: Cents; fee: Cents }): Line[] =>
  move(amount - fee, fund, freelancer(freelancerId));

/** @param parts of what is held */
export function outcomeOf(parts: Parts, { invoice, earned, rates }: OutcomeFacts): Outcome {
  const refund = parts.client + parts.fund;
  const lowers = invoice.chargeState !== 'paid';
  const now = invoice.releasedAt === null ? 0 : parts.freelancer;
  const release = { amount: now, fee: feeFor(earned, now, rates) };
  const fromFund = { amount: parts.fund, fee: feeFor(earned + now, parts.fund, rates) };
  const lines = [
    ...move(refund, lowers ? due(invoice.id) : escrow(invoice.id), client(invoice.clientId)),
    ...releaseLines(invoice, release, rates),
    ...fundLines(invoice.freelancerId, fromFund),
  ];
  return { lines: settled(lines), refund, lowers, release, fromFund, waits: parts.freelancer - now };
}
