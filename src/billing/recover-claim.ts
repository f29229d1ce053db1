/** A client pays an invoice for which the protection fund was asked: the fund has its money back, or its work is done. */
import { config } from '../config.ts';
import { Contract } from '../contracts/contract-model.ts';
import { record } from '../events/record.ts';
import { tell } from '../notices/tell.ts';
import { Claim } from './claim-model.ts';
import { recoveredLines } from './claim.ts';
import { fundPartOf } from './fee.ts';
import type { Invoice } from './invoice-model.ts';
import { escrow } from './ledger.ts';
import { post } from './post.ts';

/** Part of the act that booked the payment into escrow. Only what the fund has not paid stays there, for the freelancer. */
export async function recoverClaim(invoice: Invoice, now: Date): Promise<void> {
  const { id: invoiceId, contractId, week, number, freelancerId } = invoice;
  const claim = await Claim.findOne({ where: { invoiceId } });
  if (claim?.state === 'filed') await settle(claim, invoice, now);
  if (claim?.state !== 'paid' || claim.recoveredAt) return;
  const { amount } = claim;
  const fee = claim.fee ?? 0;
  const lines = [
    { account: escrow(invoiceId), amount: -amount },
    ...recoveredLines(amount, fee, fundPartOf(fee, config.fees)),
  ];
  await post({ key: `recovery:${claim.id}`, kind: 'recovery', contractId, week, now, lines });
  await claim.update({ recoveredAt: now });
  await record('claim.recovered', { contractId, actorId: null, now, facts: { number, amount } });
  const facts = { claim: claim.id, number, title: await titleOf(contractId), amount };
  await tell('claim.recovered', { to: freelancerId, contractId, facts, now });
}

async function settle(claim: Claim, { contractId, number, freelancerId }: Invoice, now: Date): Promise<void> {
  await claim.update({ state: 'settled', decidedAt: now });
  await record('claim.settled', { contractId, actorId: null, now, facts: { number } });
  const facts = { claim: claim.id, number, title: await titleOf(contractId), amount: claim.amount };
  await tell('claim.settled', { to: freelancerId, contractId, facts, now });
}

const titleOf = async (contractId: number): Promise<string> =>
  (await Contract.findByPk(contractId, { rejectOnEmpty: true })).title;
