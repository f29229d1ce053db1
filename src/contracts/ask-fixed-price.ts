/** The freelancer asks for one amount in place of hours, and the client answers with an amount. */
import { transaction } from '../db/sequelize.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import type { Cents } from '../kernel/money.ts';
import type { Actor } from '../policy/policy.ts';
import { acceptProposal } from './answer-proposal.ts';
import { Contract } from './contract-model.ts';
import { fixedPriceAsked } from './fixed-price.ts';
import { Proposal } from './proposal-model.ts';
import { proposalRefusalWords, whyNotAnswerProposal } from './proposal.ts';
import { propose } from './propose.ts';

/**
 * @property amountCents what the freelancer wishes; null leaves it to the client
 * @throws Refused `one-is-open`, `contract-not-running`
 */
export function askFixedPrice(
  contractId: number,
  asked: { amountCents: Cents | null; note: string },
  by: Actor,
  now: Date,
): Promise<Proposal> {
  const what = fixedPriceAsked(asked.amountCents);
  return propose('fixed-price', contractId, by, now, () => Promise.resolve({ asked, what }));
}

/**
 * The client says yes with an amount. The amount that was wished for is agreed with that; any other one is a proposal of the
 * client's, and hours go on until the freelancer says yes to it.
 * @param id of the freelancer's request
 * @returns the proposal that is agreed, or that now waits for the freelancer
 * @throws Refused `not-open-any-more`, `contract-not-running`
 */
export function answerWithPrice(id: number, amountCents: Cents, by: Actor, now: Date): Promise<Proposal> {
  return transaction(async t => {
    const { contractId } = await Proposal.findByPk(id, { rejectOnEmpty: new NotFound('proposal') });
    await Contract.findByPk(contractId, { lock: t.LOCK.UPDATE, rejectOnEmpty: true });
    const request = await Proposal.findByPk(id, { rejectOnEmpty: true });
    if (request.amountCents === amountCents) return acceptProposal(id, by, now);
    const refusal = whyNotAnswerProposal(request);
    if (refusal) throw new Refused(refusal, proposalRefusalWords[refusal], 409);
    await request.update({ state: 'declined', openKind: null, answeredAt: now });
    return propose('fixed-price', contractId, by, now, () =>
      Promise.resolve({ asked: { amountCents, note: '' }, what: fixedPriceAsked(amountCents) }),
    );
  });
}
