/** The blocks one line of an invoice is made of, a page at a time: their amounts add up to the line. */
import { dayIn, dayName, fromSeconds, fromTo } from '../kernel/time.ts';
import type { Actor } from '../policy/policy.ts';
import type { Invoice } from './invoice-model.ts';
import { blocksOfLine, linesOfInvoice } from './invoice-rows.ts';

const PAGE = 50;

/** @param invoice with its contract @returns null when the invoice has no such line */
export async function lineLocals(invoice: Invoice, line: unknown, asked: number, { timeZone: zone }: Actor) {
  const found = (await linesOfInvoice(invoice.id)).find(({ id }) => String(id) === line);
  if (!found) return null;
  const pages = Math.max(1, Math.ceil(found.blocks / PAGE));
  const page = Math.min(pages, Math.max(1, Math.trunc(asked)));
  const blocks = await blocksOfLine(found.id, PAGE, (page - 1) * PAGE);
  const at = `/invoices/${invoice.id}/lines/${found.id}`;
  return {
    invoice: { number: invoice.number, href: `/invoices/${invoice.id}`, title: invoice.contract?.title ?? '' },
    line: {
      ...{ rate: found.rateCents, seconds: found.seconds, amount: found.amount, blocks: found.blocks },
      code: found.code?.code ?? null,
    },
    blocks: blocks.map(({ startedAt, seconds, ...block }) => ({
      ...{ ...block, seconds },
      day: dayName(dayIn(fromSeconds(startedAt), zone)),
      ...fromTo(fromSeconds(startedAt), fromSeconds(startedAt + seconds), zone),
      href: `/contracts/${invoice.contractId}/blocks/${startedAt}`,
    })),
    ...{ page, pages, zone },
    previousHref: page > 1 ? `${at}?page=${page - 1}` : null,
    nextHref: page < pages ? `${at}?page=${page + 1}` : null,
  };
}
