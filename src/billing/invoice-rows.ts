/** Invoices as pages ask for them. */
import { Op, type WhereOptions } from 'sequelize';
import { rows } from '../db/sequelize.ts';
import { NotFound } from '../kernel/errors.ts';
import type { Cents } from '../kernel/money.ts';
import type { EpochSeconds } from '../kernel/time.ts';
import type { Actor } from '../policy/policy.ts';
import type { InvoiceState } from './invoice.ts';
import { InvoiceLineRow } from './invoice-line-model.ts';
import { Invoice } from './invoice-model.ts';
import '../db/associations.ts';

/** An invoice as this person may see it. @throws NotFound for everybody else's */
export function findInvoice(id: unknown, actor: Actor, include: string[] = []): Promise<Invoice> {
  const number = typeof id === 'string' && /^\d{1,9}$/.test(id) ? Number(id) : 0;
  const where = { [Op.and]: [{ id: number }, Invoice.visibleTo(actor)] };
  return Invoice.findOne({ where, include, rejectOnEmpty: new NotFound('invoice') });
}

/** As `stateOf` in the rules says it. */
export const inState: Record<InvoiceState, WhereOptions> = {
  'payment-problem': { chargeState: 'failed' },
  released: { chargeState: { [Op.ne]: 'failed' }, releasedAt: { [Op.ne]: null } },
  accepted: { chargeState: { [Op.ne]: 'failed' }, releasedAt: null, acceptedAt: { [Op.ne]: null } },
  'in-review': { chargeState: { [Op.ne]: 'failed' }, acceptedAt: null },
};

/** @property contract id, null for all @property state null for all */
export type InvoiceFilter = { contract: number | null; state: InvoiceState | null };

const whereOf = (actor: Actor, { contract, state }: InvoiceFilter): WhereOptions => ({
  [Op.and]: [
    Invoice.visibleTo(actor),
    ...(contract === null ? [] : [{ contractId: contract }]),
    ...(state === null ? [] : [inState[state]]),
  ],
});

/** The newest week first. */
export const listInvoices = (actor: Actor, filter: InvoiceFilter, limit: number, offset = 0): Promise<Invoice[]> =>
  Invoice.findAll({
    where: whereOf(actor, filter),
    include: ['contract', 'client', 'freelancer'],
    order: [
      ['week', 'DESC'],
      ['id', 'DESC'],
    ],
    limit,
    offset,
  });

export type InvoiceSums = { invoices: number; seconds: number; amount: Cents; protectedAmount: Cents };

/** Of all that the filter finds, whatever the page shows of it. */
export async function sumInvoices(actor: Actor, filter: InvoiceFilter): Promise<InvoiceSums> {
  const where = whereOf(actor, filter);
  const [invoices, seconds, amount, protectedAmount] = await Promise.all([
    Invoice.count({ where }),
    ...(['seconds', 'amount', 'protectedAmount'] as const).map(field => Invoice.sum(field, { where })),
  ]);
  return { invoices, seconds: Number(seconds), amount: Number(amount), protectedAmount: Number(protectedAmount) };
}

export const linesOfInvoice = (invoiceId: number): Promise<InvoiceLineRow[]> =>
  InvoiceLineRow.findAll({ where: { invoiceId }, include: ['code'], order: [['id', 'ASC']] });

export type LineBlock = {
  startedAt: EpochSeconds;
  seconds: number;
  amount: Cents;
  protected: boolean;
  description: string;
};

/** Blocks of a line, oldest first. The words are those that hold now. */
export async function blocksOfLine(lineId: number, limit: number, offset: number): Promise<LineBlock[]> {
  const found = await rows<Record<string, number | string>>(
    `SELECT i.started_at, i.seconds, i.amount_cents, i.protected, d.words FROM invoiced_blocks i
     JOIN blocks b ON b.freelancer_id = i.freelancer_id AND b.started_at = i.started_at
     JOIN task_descriptions d ON d.id = b.description_id
     WHERE i.line_id = $1 ORDER BY i.started_at LIMIT ${limit} OFFSET ${offset}`,
    [lineId],
  );
  return found.map(row => ({
    startedAt: Number(row['started_at']),
    seconds: Number(row['seconds']),
    amount: Number(row['amount_cents']),
    protected: Number(row['protected']) === 1,
    description: String(row['words']),
  }));
}
