/** A report as a file for spreadsheets: RFC 4180, one row for each week, contract, project code and rate. */
import { hoursExact, utcDay } from '../kernel/time.ts';
import type { Line } from './report.ts';

const columns: [name: string, of: (line: Line) => string | number][] = [
  ['Week', ({ week }) => utcDay(week)],
  ['Contract', ({ title }) => title],
  ['Person', ({ person }) => person],
  ['Project code', ({ code }) => code ?? ''],
  ['Project', ({ codeName }) => codeName ?? ''],
  ['Time', ({ seconds }) => hoursExact(seconds)],
  ['Seconds', ({ seconds }) => seconds],
  ['Billed seconds', ({ billable }) => billable],
  ['Protected seconds', line => line.protected],
  ['Rate USD', ({ rate }) => dollars(rate)],
  ['Amount USD', ({ amount }) => dollars(amount)],
  ['Waiting seconds', ({ waiting }) => waiting],
  ['Waiting USD', ({ waitingAmount }) => dollars(waitingAmount)],
];

/** `123450` -> `1234.50`, as every spreadsheet reads it. */
const dollars = (cents: number): string => (cents / 100).toFixed(2);

export const csvOf = (lines: readonly Line[]): string =>
  spreadsheet([columns.map(([name]) => name), ...lines.map(line => columns.map(([, of]) => of(line)))], true);

/** What makes Excel read a file as UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';
/** In front of a text, a spreadsheet runs it. Full-width forms count for some of them too. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;
const NEEDS_QUOTES = /[",\r\n]/;

/** Words of other people that a spreadsheet would run get an apostrophe. Numbers are ours, and may begin with a minus. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows of a table as RFC 4180 has it. @param begins of a file */
export const spreadsheet = (records: readonly (string | number)[][], begins: boolean): string =>
  (begins ? BYTE_ORDER_MARK : '') + records.map(record => `${record.map(cell).join(',')}\r\n`).join('');
