/** What the rules of claims need to know, read from an invoice and its accounts. */
import { balanceOf } from './balances.ts';
import { claimableOf, type ClaimFacts } from './claim.ts';
import { Claim } from './claim-model.ts';
import type { Invoice } from './invoice-model.ts';
import { heldOf } from './held.ts';
import { due } from './ledger.ts';
import { forgivenOf } from './refundable.ts';

export async function claimFacts(invoice: Invoice): Promise<ClaimFacts> {
  const { id, chargeState, chargeAttempt, acceptedAt, protectedAmount } = invoice;
  const claimed = (await Claim.count({ where: { invoiceId: id } })) > 0;
  // What is disputed is not decided: the fund is asked for the rest.
  const held = await heldOf(id);
  const owed = { due: (await balanceOf(due(id))) - held.amount, forgiven: await forgivenOf(id) };
  const facts = { protectedAmount: protectedAmount - held.protected, ...owed };
  return { chargeState, chargeAttempt, acceptedAt, claimed, claimable: claimableOf(facts) };
}
