/** The list of somebody's invoices: what is asked for, and what a page of it shows. */
import { z } from 'zod';
import { Contract } from '../contracts/contract-model.ts';
import { dayShort, utcDay, weekEnd } from '../kernel/time.ts';
import type { Actor } from '../policy/policy.ts';
import type { Invoice } from './invoice-model.ts';
import { listInvoices, sumInvoices, type InvoiceFilter } from './invoice-rows.ts';
import { invoiceStates } from './invoice.ts';
import { signOf, stateNames } from './invoice-words.ts';
import '../db/associations.ts';

const PAGE = 25;
const MOST_CHOICES = 200;

/** As the address says it; whatever is not among the choices is not asked for. */
export const invoiceFilter = z.object({
  contract: z
    .string()
    .default('')
    .transform(typed => (/^\d{1,9}$/.test(typed) ? Number(typed) : null)),
  state: z.enum(invoiceStates).nullable().catch(null).default(null),
});

const hrefOf = ({ contract, state }: InvoiceFilter, page = 1, path = '/invoices'): string => {
  const query = new URLSearchParams();
  if (contract !== null) query.set('contract', String(contract));
  if (state !== null) query.set('state', state);
  if (page > 1) query.set('page', String(page));
  return query.size > 0 ? `${path}?${query}` : path;
};

export async function invoiceListLocals(actor: Actor, filter: InvoiceFilter, asked: number) {
  const sums = await sumInvoices(actor, filter);
  const pages = Math.max(1, Math.ceil(sums.invoices / PAGE));
  const page = Math.min(pages, Math.max(1, Math.trunc(asked)));
  const found = await listInvoices(actor, filter, PAGE, (page - 1) * PAGE);
  return {
    ...{ sums, page, pages },
    filtered: filter.contract !== null || filter.state !== null,
    invoices: found.map(invoice => rowOf(invoice, actor)),
    contracts: await contractChoices(actor),
    states: invoiceStates.map(state => ({ value: state, label: stateNames[state] })),
    csvHref: hrefOf(filter, 1, '/invoices.csv'),
    previousHref: page > 1 ? hrefOf(filter, page - 1) : null,
    nextHref: page < pages ? hrefOf(filter, page + 1) : null,
  };
}

/** An invoice in a line of a list, as this reader sees it. */
export function rowOf(invoice: Invoice, actor: Actor) {
  const { id, number, week, seconds, amount, contract, client, freelancer } = invoice;
  return {
    ...{ number, seconds, amount, href: `/invoices/${id}`, title: contract?.title ?? '' },
    other: (actor.role === 'client' ? freelancer?.name : client?.name) ?? '',
    from: dayShort(utcDay(week)).replace(/ \d+$/, ''),
    to: dayShort(utcDay(weekEnd(week) - 1)),
    sign: signOf(invoice),
  };
}

async function contractChoices(actor: Actor) {
  const where = Contract.visibleTo(actor);
  const found = await Contract.findAll({ where, order: [['id', 'DESC']], limit: MOST_CHOICES });
  return found
    .filter(({ acceptedAt }) => acceptedAt !== null)
    .map(({ id, title }) => ({ value: String(id), label: title }));
}
