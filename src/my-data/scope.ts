/** Whose time somebody may take along. */
import { Op } from 'sequelize';
import { Contract } from '../contracts/contract-model.ts';
import type { Actor } from '../policy/policy.ts';

/** A freelancer's own time on every contract, or for its client that of one contract. */
export type Scope = { freelancerId: number; contractId: number | null };

export async function scopesOf(person: Actor): Promise<Scope[]> {
  if (person.role === 'freelancer') return [{ freelancerId: person.id, contractId: null }];
  const where = { [Op.and]: [Contract.visibleTo(person), { freelancerId: { [Op.ne]: null } }] };
  const found = await Contract.findAll({ where, attributes: ['id', 'freelancerId'], order: [['id', 'ASC']] });
  return found.map(({ id, freelancerId }) => ({ freelancerId: freelancerId!, contractId: id }));
}
