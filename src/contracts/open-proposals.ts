/** Proposals that wait for an answer, as a page shows them. */
import { may, type Actor } from '../policy/policy.ts';
import type { Contract } from './contract-model.ts';
import type { Terms } from './contract.ts';
import { Proposal } from './proposal-model.ts';
import { isOver } from './proposal.ts';
import { changesBetween, versionsThatHold, type Change } from './terms.ts';

/** @param contract with `client`, `freelancer` and `terms` */
export async function openProposals(contract: Contract, actor: Actor, now: Date) {
  const { clientId, freelancerId, freelancerEmail } = contract;
  const open = await Proposal.findAll({ where: { contractId: contract.id, state: 'open' }, order: [['id', 'ASC']] });
  const waiting = open.filter(proposal => !isOver(proposal, now));
  return waiting.map(proposal => {
    const facts = { clientId, freelancerId, freelancerEmail, proposedById: proposal.proposedById };
    const [client, freelancer] = [contract.client?.name ?? '', contract.freelancer?.name ?? ''];
    const byClient = proposal.proposedById === clientId;
    return {
      id: proposal.id,
      kind: proposal.kind,
      by: byClient ? client : freelancer,
      to: byClient ? freelancer : client,
      at: proposal.proposedAt,
      what: proposal.what,
      note: proposal.note,
      amountCents: proposal.amountCents,
      changes: changesOf(contract, proposal),
      may: {
        answer: may(actor, 'proposal.answer', facts),
        withdraw: may(actor, 'proposal.withdraw', facts),
        // A freelancer's request is answered with an amount; a client's amount with yes or no.
        namePrice: proposal.kind === 'fixed-price' && !byClient && may(actor, 'proposal.answer', facts),
      },
    };
  });
}

function changesOf(contract: Contract, proposal: Proposal): Change[] {
  const agreed = versionsThatHold(contract.terms ?? [])[0];
  if (!agreed || proposal.kind !== 'terms') return [];
  return changesBetween(agreed, wantedTerms(proposal, agreed));
}

/** What a proposal of terms asks for, whole. */
export const wantedTerms = (proposal: Proposal, agreed: Terms): Terms => ({
  rateCents: proposal.rateCents ?? agreed.rateCents,
  weeklyLimitSeconds: proposal.weeklyLimitSeconds ?? agreed.weeklyLimitSeconds,
  manualTime: proposal.manualTime ?? agreed.manualTime,
  evidence: proposal.evidence ?? agreed.evidence,
  freeCodes: proposal.freeCodes ?? agreed.freeCodes,
});
