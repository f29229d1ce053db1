/** A freelancer says that his client does not pay. */
import { Contract } from '../contracts/contract-model.ts';
import { transaction } from '../db/sequelize.ts';
import { record } from '../events/record.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import { tell } from '../notices/tell.ts';
import type { Actor } from '../policy/policy.ts';
import { claimFacts } from './claim-facts.ts';
import { claimRefusalWords, whyNotClaim } from './claim.ts';
import { Claim } from './claim-model.ts';
import { Invoice } from './invoice-model.ts';

/** Once for an invoice. @param words what the freelancer says to it @throws Refused with a `ClaimRefusal` */
export function fileClaim(invoiceId: number, words: string, by: Actor, now: Date): Promise<Claim> {
  return transaction(async t => {
    const invoice = await Invoice.findByPk(invoiceId, { lock: t.LOCK.UPDATE, rejectOnEmpty: new NotFound('invoice') });
    const facts = await claimFacts(invoice);
    const refusal = whyNotClaim(facts);
    if (refusal) throw new Refused(refusal, claimRefusalWords[refusal], 409);
    const { contractId, clientId, freelancerId, number } = invoice;
    const amount = facts.claimable;
    const of = { invoiceId, contractId, clientId, freelancerId };
    const claim = await Claim.create({ ...of, words, amount, filedAt: now, state: 'filed' });
    await record('claim.filed', {
      ...{ contractId, actorId: by.id, now, facts: { by: by.name, number, amount } },
      evidence: { claim: claim.id, words },
    });
    const { title } = await Contract.findByPk(contractId, { rejectOnEmpty: true });
    const told = { claim: claim.id, number, title, amount, by: by.name };
    await tell('claim.filed', { to: clientId, contractId, facts: told, now });
    return claim;
  });
}
