/** A payment method goes: from here at once, from the provider a day later. */
import { Op } from 'sequelize';
import { User } from '../accounts/user-model.ts';
import { Contract } from '../contracts/contract-model.ts';
import { rows, transaction } from '../db/sequelize.ts';
import { record } from '../events/record.ts';
import { Refused } from '../kernel/errors.ts';
import { oneByOne } from '../kernel/one-by-one.ts';
import { addMs, DAY } from '../kernel/time.ts';
import type { Payments } from '../outside/payments.ts';
import {
  methodRefusalWords,
  notChargedSince,
  whyNotRemoveMethod,
  type MethodRefusal,
  type RemovalFacts,
} from './payment-method.ts';
import { ClientMethod } from './payment-method-model.ts';

/** What stands in the way of removing, before anybody asks for it. */
export async function removalFacts(clientId: number, now: Date): Promise<RemovalFacts> {
  const accepted = { clientId, state: 'active' as const };
  const notEnded = { [Op.or]: [{ stopped: null }, { stopped: { [Op.ne]: 'ended' as const } }] };
  const [running, failed, ending, [invoices]] = await Promise.all([
    Contract.count({ where: { [Op.and]: [accepted, notEnded] } }),
    Contract.count({ where: { clientId, paymentProblemSince: { [Op.ne]: null } } }),
    Contract.count({ where: { ...accepted, stopped: 'ended', closedAt: { [Op.gte]: notChargedSince(now) } } }),
    rows<{ open: number }>(`SELECT COUNT(*) AS open FROM invoices WHERE client_id = $1 AND charge_state <> 'paid'`, [
      clientId,
    ]),
  ]);
  return { running, unpaid: failed + Number(invoices?.open ?? 0), ending };
}

/** @throws Refused with a {@link MethodRefusal} */
export async function removeMethod(clientId: number, now: Date): Promise<void> {
  await transaction(async t => {
    const client = await User.findByPk(clientId, { lock: t.LOCK.UPDATE, rejectOnEmpty: true });
    const method = await ClientMethod.findOne({ where: { currentFor: clientId } });
    if (!method) return refuse('no-method');
    const refusal = whyNotRemoveMethod(await removalFacts(clientId, now));
    if (refusal) refuse(refusal);
    await method.update({ currentFor: null, removedAt: now });
    const facts = { by: client.name, label: method.label };
    await record('method.removed', { contractId: null, actorId: clientId, now, facts });
  });
}

function refuse(refusal: MethodRefusal): never {
  throw new Refused(refusal, methodRefusalWords[refusal], 409);
}

/** A charge that is under way with it is over by then. */
const FORGET_AFTER_MS = DAY;
const A_TICK = 50;

/** Job: the provider forgets what was removed. @returns how many */
export async function forgetMethods(payments: Payments, now: Date): Promise<number> {
  const where = { forgottenAt: null, removedAt: { [Op.lte]: addMs(now, -FORGET_AFTER_MS) } };
  const removed = await ClientMethod.findAll({ where, order: [['removedAt', 'ASC']], limit: A_TICK });
  return oneByOne(removed, async method => {
    await payments.forgetMethod(method);
    await method.update({ forgottenAt: now });
  });
}
