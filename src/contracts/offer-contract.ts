import { transaction } from '../db/sequelize.ts';
import { append } from '../evidence/append.ts';
import { termsFacts } from '../evidence/terms-facts.ts';
import { record } from '../events/record.ts';
import { Refused } from '../kernel/errors.ts';
import { tell } from '../notices/tell.ts';
import type { Actor } from '../policy/policy.ts';
import { refusalWords, type Terms } from './contract.ts';
import { Contract } from './contract-model.ts';
import { ContractTerms } from './contract-terms-model.ts';
import { invitedFreelancer } from './invited.ts';
import { ProjectCode } from './project-code-model.ts';

/** @property email of the freelancer, normalised; whether it has an account is not told */
export type Offer = Omit<Terms, 'freeCodes'> & {
  title: string;
  email: string;
  projectCodes: { code: string; name: string }[];
  freeCodes?: boolean;
};

/** @throws Refused `own-offer` */
export async function offerContract(offer: Offer, by: Actor, now: Date): Promise<Contract> {
  const { title, email, projectCodes, rateCents, weeklyLimitSeconds, manualTime, evidence, freeCodes = false } = offer;
  if (email === by.email) throw new Refused('own-offer', refusalWords['own-offer'], 422, 'email');
  return transaction(async () => {
    const contract = await Contract.create({
      title,
      clientId: by.id,
      freelancerEmail: email,
      state: 'offered',
      offeredAt: now,
    });
    const contractId = contract.id;
    const terms = await ContractTerms.create({
      contractId,
      version: 1,
      rateCents,
      weeklyLimitSeconds,
      manualTime,
      evidence,
      freeCodes,
      validFrom: now,
    });
    await ProjectCode.bulkCreate(projectCodes.map(({ code, name }) => ({ contractId, code, name })));
    await record('contract.offered', { contractId, actorId: by.id, now, facts: { by: by.name, to: email } });
    await append({ contractId, kind: 'terms.agreed', at: now, facts: termsFacts(terms) });
    const invited = await invitedFreelancer(contract);
    if (invited !== null)
      await tell('contract.offered', { to: invited, contractId, facts: { by: by.name, title }, now });
    return contract;
  });
}
