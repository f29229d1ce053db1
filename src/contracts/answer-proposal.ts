/** The three ends of an open proposal. Of two at once, the first wins. */
import { transaction } from '../db/sequelize.ts';
import { record } from '../events/record.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import { tell } from '../notices/tell.ts';
import type { Actor } from '../policy/policy.ts';
import { changeTerms } from './change-terms.ts';
import { Contract } from './contract-model.ts';
import { switchToFixedPrice } from './switch-to-fixed-price.ts';
import { otherSide } from './other-side.ts';
import { grantOvertime } from './overtime.ts';
import { Proposal } from './proposal-model.ts';
import { proposalRefusalWords, whyNotAnswerProposal, whyNotPropose, type ProposalKind } from './proposal.ts';

/** The other side says yes, and what was asked happens. @throws Refused `not-open-any-more`, `contract-not-running`, or what this yes needs */
export const acceptProposal = (id: number, by: Actor, now: Date): Promise<Proposal> => answer(id, by, now, 'accepted');

/** The other side says no. @throws Refused `not-open-any-more` */
export const declineProposal = (id: number, by: Actor, now: Date): Promise<Proposal> => answer(id, by, now, 'declined');

/** Whoever asked takes it back. @throws Refused `not-open-any-more` */
export const withdrawProposal = (id: number, by: Actor, now: Date): Promise<Proposal> =>
  answer(id, by, now, 'withdrawn');

/** What a yes does. */
const fulfil: Record<ProposalKind, (contract: Contract, proposal: Proposal, now: Date) => Promise<void>> = {
  terms: changeTerms,
  overtime: grantOvertime,
  'fixed-price': switchToFixedPrice,
};

type Ending = 'accepted' | 'declined' | 'withdrawn';

function answer(id: number, by: Actor, now: Date, ending: Ending): Promise<Proposal> {
  return transaction(async t => {
    const { contractId } = await Proposal.findByPk(id, { rejectOnEmpty: new NotFound('proposal') });
    // The contract's lock is the one lock of everything agreed on it, so the proposal is read again under it.
    const contract = await Contract.findByPk(contractId, { lock: t.LOCK.UPDATE, rejectOnEmpty: true });
    const proposal = await Proposal.findByPk(id, { rejectOnEmpty: true });
    const refusal = whyNotAnswerProposal(proposal) ?? (ending === 'accepted' ? whyNotPropose(contract, false) : null);
    if (refusal) throw new Refused(refusal, proposalRefusalWords[refusal], 409);
    await proposal.update({ state: ending, openKind: null, answeredAt: now });
    const facts = { by: by.name, what: proposal.what };
    await record(`proposal.${ending}`, { contractId, actorId: by.id, now, facts, evidence: { proposal: id } });
    if (ending === 'accepted') await fulfil[proposal.kind](contract, proposal, now);
    const told = { ...facts, title: contract.title };
    await tell(`proposal.${ending}`, { to: otherSide(contract, by), contractId, facts: told, now });
    return proposal;
  });
}
