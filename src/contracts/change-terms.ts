/** Agreed terms become versions, and a raised limit pays for what was logged beyond the old one. Part of an act. */
import { fillRoom } from '../diary/settle-week.ts';
import { append } from '../evidence/append.ts';
import { termsFacts } from '../evidence/terms-facts.ts';
import { toSeconds } from '../kernel/time.ts';
import { termsAt } from './contract.ts';
import type { Contract } from './contract-model.ts';
import { ContractTerms } from './contract-terms-model.ts';
import { wantedTerms } from './open-proposals.ts';
import type { Proposal } from './proposal-model.ts';
import { termsOfWeek, versionsFor } from './terms.ts';

export async function changeTerms(contract: Contract, proposal: Proposal, now: Date): Promise<void> {
  const contractId = contract.id;
  const versions = await ContractTerms.findAll({ where: { contractId } });
  const newest = versions.reduce((a, b) => (a.version > b.version ? a : b));
  const current = termsAt(versions, now) ?? newest;
  const wanted = wantedTerms(proposal, newest);
  for (const [place, terms] of versionsFor(current, wanted, now).entries()) {
    const agreed = await ContractTerms.create({ contractId, version: newest.version + 1 + place, ...terms });
    versions.push(agreed);
    await append({ contractId, kind: 'terms.agreed', at: now, facts: termsFacts(agreed) });
  }
  const { weeklyLimitSeconds } = termsOfWeek(versions, toSeconds(now)) ?? current;
  if (weeklyLimitSeconds > current.weeklyLimitSeconds) await fillRoom(contract, toSeconds(now), now);
}
