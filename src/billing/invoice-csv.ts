/** Invoices as files for spreadsheets: RFC 4180, amounts in dollars, times in whole seconds. */
import { fromSeconds, hoursExact, utcDay, weekEnd } from '../kernel/time.ts';
import { spreadsheet } from '../reports/csv.ts';
import type { InvoiceLineRow } from './invoice-line-model.ts';
import type { Invoice } from './invoice-model.ts';
import { stateOf } from './invoice.ts';
import { stateNames } from './invoice-words.ts';

/** `123450` -> `1234.50`, as every spreadsheet reads it. */
export const dollars = (cents: number): string => (cents / 100).toFixed(2);

const LINE_HEAD = [
  ...['Invoice', 'Week from', 'Week to', 'Contract', 'Client', 'Freelancer', 'Project code', 'Project'],
  ...['Rate USD', 'Blocks', 'Time', 'Seconds', 'Protected seconds', 'Amount USD'],
];

/** One invoice, a row for each of its lines. Their amounts add up to the invoice. @param invoice with both sides and its contract */
export function invoiceCsv(invoice: Invoice, lines: readonly InvoiceLineRow[]): string {
  const { number, week } = invoice;
  const shared = [number, ...daysOf(week), ...partiesOf(invoice)];
  const records = lines.map(({ code, rateCents, blocks, seconds, protectedSeconds, amount }) => [
    ...[...shared, code?.code ?? '', code?.name ?? '', dollars(rateCents)],
    ...[blocks, hoursExact(seconds), seconds, protectedSeconds, dollars(amount)],
  ]);
  return spreadsheet([LINE_HEAD, ...records], true);
}

const LIST_HEAD = [
  ...['Invoice', 'Week from', 'Week to', 'Contract', 'Client', 'Freelancer', 'Issued (UTC)', 'State'],
  ...['Time', 'Seconds', 'Protected seconds', 'Amount USD', 'Protected USD', 'Paid (UTC)', 'Fee USD'],
];

/** Many invoices, a row for each. @param fees only its freelancer is told what the platform keeps */
export function invoicesCsv(invoices: readonly Invoice[], fees: boolean): string {
  const head = fees ? LIST_HEAD : LIST_HEAD.slice(0, -1);
  const records = invoices.map(invoice => [
    ...[invoice.number, ...daysOf(invoice.week), ...partiesOf(invoice)],
    ...[instant(invoice.issuedAt), stateNames[stateOf(invoice)]],
    ...[hoursExact(invoice.seconds), invoice.seconds, invoice.protectedSeconds],
    ...[dollars(invoice.amount), dollars(invoice.protectedAmount), instant(invoice.paidAt ?? null)],
    ...(fees ? [invoice.fee == null ? '' : dollars(invoice.fee)] : []),
  ]);
  return spreadsheet([head, ...records], true);
}

const daysOf = (week: number): string[] => [utcDay(week), utcDay(weekEnd(week) - 1)];
const partiesOf = ({ contract, client, freelancer }: Invoice): string[] => [
  ...[contract?.title ?? '', client?.name ?? '', freelancer?.name ?? ''],
];
const instant = (at: Date | null): string =>
  at === null
    ? ''
    : fromSeconds(Math.floor(at.getTime() / 1000))
        .toISOString()
        .replace('.000Z', 'Z');
