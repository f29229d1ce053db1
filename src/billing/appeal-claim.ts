/** A freelancer does not agree that his claim is refused: once, another admin decides anew. */
import { User } from '../accounts/user-model.ts';
import { Contract } from '../contracts/contract-model.ts';
import { transaction } from '../db/sequelize.ts';
import { decideUntilFrom, deadlineWords } from '../disputes/deadline.ts';
import { record } from '../events/record.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import { tell } from '../notices/tell.ts';
import { authorize, type Actor } from '../policy/policy.ts';
import { claimAppealWords, whyNotAppealClaim } from './claim-ruling.ts';
import { Claim } from './claim-model.ts';
import { ClaimRuling } from './claim-ruling-model.ts';
import { Invoice } from './invoice-model.ts';

/** @param words why, at least 20 characters @throws Refused with a `ClaimAppealRefusal`, or `paid` */
export function appealClaim(id: number, words: string, by: Actor, now: Date): Promise<Claim> {
  return transaction(async t => {
    const { invoiceId } = await Claim.findByPk(id, { rejectOnEmpty: new NotFound('claim') });
    const invoice = await Invoice.findByPk(invoiceId, { lock: t.LOCK.UPDATE, rejectOnEmpty: true });
    const claim = await Claim.findByPk(id, { lock: t.LOCK.UPDATE, rejectOnEmpty: true });
    authorize(by, 'claim.file', claim);
    const { state, appealedAt = null, decidedAt = null, contractId, clientId, amount } = claim;
    const refusal = whyNotAppealClaim({ state, appealedAt, decidedAt }, now);
    if (refusal) throw new Refused(refusal, claimAppealWords[refusal], 409);
    if (invoice.chargeState === 'paid')
      throw new Refused('paid', 'Your client has paid meanwhile: there is nothing to appeal for.', 409);
    await claim.update({ state: 'filed', appealedAt: now, appealWords: words });
    await ClaimRuling.create({ claimId: id, step: 'appealed', byId: by.id, madeAt: now, words });
    await record('claim.appealed', {
      contractId,
      actorId: by.id,
      now,
      facts: { by: by.name, number: invoice.number, amount },
      evidence: { claim: id, words },
    });
    const { title } = await Contract.findByPk(contractId, { rejectOnEmpty: true });
    const { timeZone } = await User.findByPk(clientId, { rejectOnEmpty: true });
    const facts = {
      claim: id,
      number: invoice.number,
      title,
      amount,
      by: by.name,
      until: deadlineWords(decideUntilFrom(now), timeZone),
    };
    await tell('claim.appealed', { to: clientId, contractId, facts, now });
    return claim;
  });
}
