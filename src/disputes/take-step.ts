/** How every act on a dispute begins: its invoice is held, so of two at once one is first, and the procedure is asked. */
import { Invoice } from '../billing/invoice-model.ts';
import { transaction } from '../db/sequelize.ts';
import { Forbidden, NotFound, Refused } from '../kernel/errors.ts';
import type { Actor } from '../policy/policy.ts';
import { roleIn, stepRefusalWords, whyNotStep, type DisputeAction } from './dispute.ts';
import { Dispute } from './dispute-model.ts';

export type Step = { dispute: Dispute; invoice: Invoice };

/**
 * @param by null is the clock
 * @throws NotFound for a stranger @throws Forbidden for whoever never may
 * @throws Refused `moved-on` or `another-admin`, 409
 */
export function takeStep<T>(
  id: number,
  action: DisputeAction,
  by: Actor | null,
  act: (step: Step) => Promise<T>,
): Promise<T> {
  return transaction(async t => {
    const { invoiceId } = await Dispute.findByPk(id, { rejectOnEmpty: new NotFound('dispute') });
    const invoice = await Invoice.findByPk(invoiceId, { lock: t.LOCK.UPDATE, rejectOnEmpty: true });
    const dispute = await Dispute.findByPk(id, { lock: t.LOCK.UPDATE, rejectOnEmpty: true });
    const role = roleIn(dispute, by);
    if (role === null) throw new NotFound('dispute');
    const refusal = whyNotStep(dispute, action, role);
    if (refusal === 'never') throw new Forbidden(`dispute.${action}`);
    if (refusal) throw new Refused(refusal, stepRefusalWords[refusal], 409);
    return act({ dispute, invoice });
  });
}
