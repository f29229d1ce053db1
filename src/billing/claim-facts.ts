/** What the rules of claims need to know, read from an invoice and its accounts. */
import { balanceOf } from './balances.ts';
import { claimableOf, type ClaimFacts } from './claim.ts';
import { Claim } from './claim-model.ts';
import type { Invoice } from './invoice-model.ts';
import { due } from './ledger.ts';
import { forgivenOf } from './refundable.ts';

export async function claimFacts(invoice: Invoice): Promise<ClaimFacts> {
  const { id, chargeState, chargeAttempt, acceptedAt, protectedAmount } = invoice;
  const claimed = (await Claim.count({ where: { invoiceId: id } })) > 0;
  const facts = { protectedAmount, forgiven: await forgivenOf(id), due: await balanceOf(due(id)) };
  return { chargeState, chargeAttempt, acceptedAt, claimed, claimable: claimableOf(facts) };
}
