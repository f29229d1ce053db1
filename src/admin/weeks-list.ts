/** Weeks that were billed: every invoice, found by its week and how it stands. */
import { Op } from 'sequelize';
import { Invoice } from '../billing/invoice-model.ts';
import { inState } from '../billing/invoice-rows.ts';
import { signOf, stateNames } from '../billing/invoice-words.ts';
import type { InvoiceState } from '../billing/invoice.ts';
import { rows } from '../db/sequelize.ts';
import { dayBounds, mondayOf, parseDay, utcDay, type Day } from '../kernel/time.ts';
import { hrefOf, keyed, keyIn } from './paging.ts';
import '../db/associations.ts';

const PAGE = 50;
const AT = '/admin/weeks';

export async function weeksLocals(asked: Record<string, unknown>) {
  const day = typeof asked['week'] === 'string' ? parseDay(asked['week']) : null;
  const week = day && mondayOf(day);
  const state = isState(asked['state']) ? asked['state'] : null;
  const contract = keyIn(asked['contract']);
  const before = keyIn(asked['before']);
  const where = {
    [Op.and]: [
      ...(week === null ? [] : [{ week: startOf(week) }]),
      ...(state === null ? [] : [inState[state]]),
      ...(contract === null ? [] : [{ contractId: contract }]),
      ...(before === null ? [] : [{ id: { [Op.lt]: before } }]),
    ],
  };
  const include = ['contract', 'client', 'freelancer'];
  const found = await Invoice.findAll({ where, include, order: [['id', 'DESC']], limit: PAGE + 1 });
  const { shown, olderHref } = keyed(found, PAGE, AT, { week, state, contract });
  return {
    ...{ week: week ?? '', state: state ?? '', contract, olderHref },
    newestHref: before && hrefOf(AT, { week, state, contract }),
    states: Object.entries(stateNames).map(([value, label]) => ({ value, label })),
    sums: week === null ? [] : await sumsOf(week),
    lines: shown.map(lineOf),
  };
}

const startOf = (monday: Day): number => dayBounds(monday, 'UTC').from;
const isState = (text: unknown): text is InvoiceState => typeof text === 'string' && Object.hasOwn(stateNames, text);

const lineOf = (invoice: Invoice) => ({
  ...{ id: invoice.id, number: invoice.number, amount: invoice.amount, sign: signOf(invoice) },
  ...{ week: utcDay(Number(invoice.week)), title: invoice.contract?.title ?? '', contract: invoice.contractId },
  ...{ client: invoice.client?.name ?? '', freelancer: invoice.freelancer?.name ?? '' },
});

/** What a whole week came to. */
async function sumsOf(monday: Day) {
  const [row] = await rows<Record<'invoices' | 'amount' | 'released' | 'failed', number | string | null>>(
    `SELECT COUNT(*) AS invoices, SUM(amount_cents) AS amount,
       SUM(CASE WHEN released_at IS NOT NULL THEN amount_cents ELSE 0 END) AS released,
       SUM(CASE WHEN charge_state = 'failed' THEN amount_cents ELSE 0 END) AS failed FROM invoices WHERE week = $1`,
    [startOf(monday)],
  );
  const cents = (name: 'amount' | 'released' | 'failed'): number => Number(row?.[name] ?? 0);
  return [
    { label: 'Invoices', value: Number(row?.invoices ?? 0), cents: null },
    { label: 'Billed', value: null, cents: cents('amount') },
    { label: 'Released', value: null, cents: cents('released') },
    { label: 'Payment failed', value: null, cents: cents('failed') },
  ];
}
