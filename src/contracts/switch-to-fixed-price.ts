/** Both sides said yes to one amount: hours end now. What was worked before stays, and is billed by the hour. */
import { Op } from 'sequelize';
import { record } from '../events/record.ts';
import { Refused } from '../kernel/errors.ts';
import type { Contract } from './contract-model.ts';
import { Proposal } from './proposal-model.ts';
import { proposalRefusalWords } from './proposal.ts';
import { stop } from './stop-contract.ts';

/** Part of the answer's act. What else was proposed is about hours, and so withdrawn. @throws Refused `no-amount-named` */
export async function switchToFixedPrice(contract: Contract, proposal: Proposal, now: Date): Promise<void> {
  const { amountCents } = proposal;
  if (amountCents === null) throw new Refused('no-amount-named', proposalRefusalWords['no-amount-named'], 409);
  const withdrawn = { state: 'withdrawn', openKind: null, answeredAt: now } as const;
  const others = { contractId: contract.id, state: 'open', id: { [Op.ne]: proposal.id } } as const;
  await Proposal.update(withdrawn, { where: others });
  await stop(contract, 'fixed-price', now);
  await contract.update({ fixedPriceCents: amountCents, fixedPriceSince: now });
  const facts = { amount: amountCents };
  await record('contract.fixed-price', { contractId: contract.id, actorId: null, now, facts });
}
