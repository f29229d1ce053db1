/** Job: requests whose time to answer is over. Silence is a no. */
import { Op } from 'sequelize';
import '../db/associations.ts';
import { transaction } from '../db/sequelize.ts';
import { Contract } from '../contracts/contract-model.ts';
import { record } from '../events/record.ts';
import { oneByOne } from '../kernel/one-by-one.ts';
import { fromSeconds, toSeconds } from '../kernel/time.ts';
import { tell } from '../notices/tell.ts';
import { ManualRequest } from './manual-request-model.ts';

const AT_ONCE = 100;

/** @returns how many were closed */
export async function closeUnanswered(now: Date): Promise<number> {
  const where = { state: 'open', answerBy: { [Op.lte]: toSeconds(now) } } as const;
  const due = await ManualRequest.findAll({ where, order: [['answerBy', 'ASC']], limit: AT_ONCE });
  return oneByOne(due, request => closeOne(request, now));
}

/** @returns false when somebody else closed it first */
function closeOne(request: ManualRequest, now: Date): Promise<boolean> {
  return transaction(async () => {
    const change = { state: 'unanswered', closedAt: toSeconds(now) } as const;
    const [claimed] = await ManualRequest.update(change, { where: { id: request.id, state: 'open' } });
    if (claimed !== 1) return false;
    const { contractId, freelancerId: to } = request;
    const { title } = await Contract.findByPk(contractId, { rejectOnEmpty: true });
    const seconds = request.to - request.from;
    const facts = { from: fromSeconds(request.from).toISOString(), seconds };
    await record('manual-time.unanswered', { contractId, actorId: null, now, facts });
    await tell('manual-time.unanswered', { to, contractId, facts: { request: request.id, seconds, title }, now });
    return true;
  });
}
