/** The mark of a contract whose client could not be charged. */
import { Op } from 'sequelize';
import { Contract } from '../contracts/contract-model.ts';
import { Invoice } from './invoice-model.ts';

/** The contract has no payment problem once none of its charges is open after a no. */
export async function clearProblem(contractId: number): Promise<void> {
  const open = await Invoice.count({
    where: { contractId, chargeState: { [Op.in]: ['failed', 'pending'] }, chargeAttempt: { [Op.gt]: 1 } },
  });
  if (open === 0) await Contract.update({ paymentProblemSince: null }, { where: { id: contractId } });
}
