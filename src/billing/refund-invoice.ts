/** A freelancer gives money of an invoice back, whole or in part, at will. */
import { transaction } from '../db/sequelize.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import type { Cents } from '../kernel/money.ts';
import type { Actor } from '../policy/policy.ts';
import { Invoice } from './invoice-model.ts';
import { Refund } from './refund-model.ts';
import { refundOf } from './refund-of.ts';
import { SENT_ALREADY, sentAlreadyWords } from './refund.ts';

/** @property nth which refund of this invoice it is to be, from 1: the same one sent twice is made once */
export type InvoiceRefund = { amount: Cents; words: string; nth: number };

/** @throws Refused with a `RefundRefusal`, or `sent-already` when another one was made under this number */
export function refundInvoice(
  id: number,
  { amount, words, nth }: InvoiceRefund,
  by: Actor,
  now: Date,
): Promise<Refund> {
  return transaction(async t => {
    const invoice = await Invoice.findByPk(id, { lock: t.LOCK.UPDATE, rejectOnEmpty: new NotFound('invoice') });
    const made = await Refund.findOne({ where: { invoiceId: id, nth } });
    if (made && made.amount === amount && made.words === words && made.madeById === by.id) return made;
    if (nth !== (await Refund.count({ where: { invoiceId: id } })) + 1)
      throw new Refused(SENT_ALREADY, sentAlreadyWords('refund'), 409);
    return refundOf(invoice, { amount, words, by }, now);
  });
}
