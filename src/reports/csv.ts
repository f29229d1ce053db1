/** A report as a file for spreadsheets: RFC 4180, one row for each week, contract, project code and rate. */
import { stringify } from 'csv-stringify/sync';
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

/**
 * Words of other people that a spreadsheet would run as a formula (`=`, `+`, `-`, `@`, tab or return in front) get an apostrophe.
 * @param begins of a file: a byte order mark, without which Excel reads UTF-8 as something else
 */
export const spreadsheet = (records: readonly (string | number)[][], begins: boolean): string =>
  stringify([...records], { bom: begins, record_delimiter: 'windows', escape_formulas: true });
