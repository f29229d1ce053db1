import { Op } from 'sequelize';
import { NotFound } from '../kernel/errors.ts';
import type { Actor } from '../policy/policy.ts';
import { Contract } from './contract-model.ts';
import '../db/associations.ts';

/** A contract as this person may see it. @throws NotFound for everybody else's */
export async function findContract(id: unknown, actor: Actor, include: string[] = []): Promise<Contract> {
  const number = typeof id === 'string' && /^\d{1,9}$/.test(id) ? Number(id) : 0;
  const where = { [Op.and]: [{ id: number }, Contract.visibleTo(actor)] };
  return Contract.findOne({ where, include, rejectOnEmpty: new NotFound('contract') });
}
