import { NotFound } from '../kernel/errors.ts';
import { Proposal } from './proposal-model.ts';

/** A proposal of a contract this person may see. @throws NotFound */
export async function findProposal(id: unknown, contract: { id: number }): Promise<Proposal> {
  const text = String(id);
  const where = { id: /^\d{1,9}$/.test(text) ? Number(text) : 0, contractId: contract.id };
  return Proposal.findOne({ where, rejectOnEmpty: new NotFound('proposal') });
}
