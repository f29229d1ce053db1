/** One side of a contract asks the other for something. */
import { transaction } from '../db/sequelize.ts';
import { record } from '../events/record.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import type { Cents } from '../kernel/money.ts';
import { tell } from '../notices/tell.ts';
import type { Actor } from '../policy/policy.ts';
import type { Terms } from './contract.ts';
import { Contract } from './contract-model.ts';
import { ContractTerms } from './contract-terms-model.ts';
import { otherSide } from './other-side.ts';
import { Proposal } from './proposal-model.ts';
import {
  isOver,
  proposalRefusalWords,
  whyNotNewTerms,
  whyNotPropose,
  type ProposalKind,
  type ProposalRefusal,
} from './proposal.ts';
import { versionsThatHold, whatIsNew } from './terms.ts';

const NO_CONTRACT = new NotFound('contract');

function refuseIf(refusal: ProposalRefusal | null, status = 409): void {
  if (refusal) throw new Refused(refusal, proposalRefusalWords[refusal], status);
}

/**
 * Proposes other terms. Nothing changes before the other side says yes.
 * @param wanted all terms as they shall be, also those that stay
 * @throws Refused `nothing-changes`, `one-is-open`, `contract-not-running`
 */
export function proposeTerms(
  contractId: number,
  wanted: Terms & { note: string },
  by: Actor,
  now: Date,
): Promise<Proposal> {
  return propose('terms', contractId, by, now, async () => {
    const agreed = await agreedTerms(contractId);
    refuseIf(whyNotNewTerms(agreed, wanted), 422);
    return { asked: wanted, what: whatIsNew(agreed, wanted) };
  });
}

/** The newest terms of a contract, whether they have begun or not. */
export async function agreedTerms(contractId: number): Promise<ContractTerms> {
  return versionsThatHold(await ContractTerms.findAll({ where: { contractId } }))[0]!;
}

/** One that is over makes room. Runs under the contract's lock. */
async function isOneOpen(contractId: number, kind: ProposalKind, now: Date): Promise<boolean> {
  const open = await Proposal.findOne({ where: { contractId, openKind: kind } });
  if (!open || !isOver(open, now)) return open !== null;
  await open.update({ state: 'withdrawn', openKind: null, answeredAt: now });
  return false;
}

type Asked = Partial<Terms> & { extraSeconds?: number; amountCents?: Cents | null; note: string };

/** @param ask what is asked for, and its name in a sentence; runs under the contract's lock */
export function propose(
  kind: ProposalKind,
  contractId: number,
  by: Actor,
  now: Date,
  ask: (contract: Contract) => Promise<{ asked: Asked; what: string }>,
): Promise<Proposal> {
  return transaction(async t => {
    const contract = await Contract.findByPk(contractId, { lock: t.LOCK.UPDATE, rejectOnEmpty: NO_CONTRACT });
    refuseIf(whyNotPropose(contract, await isOneOpen(contractId, kind, now)));
    const { asked, what } = await ask(contract);
    const proposal = await Proposal.create({
      ...asked,
      ...{ contractId, kind, what, openKind: kind, state: 'open', proposedById: by.id, proposedAt: now },
    });
    const facts = { by: by.name, what };
    await record('proposal.made', {
      contractId,
      actorId: by.id,
      now,
      facts,
      evidence: { proposal: proposal.id, kind, ...asked },
    });
    const told = { ...facts, title: contract.title };
    await tell('proposal.made', { to: otherSide(contract, by), contractId, facts: told, now });
    return proposal;
  });
}
