/** What a full run measured, as lines of a file that whoever started it prints as a table. */
import { appendFileSync } from 'node:fs';
import { isSqlite } from '../../src/db/sequelize.ts';

export type Figure = { part: string; what: string; database: string; value: string };

/** @param part a heading of the table @param what one line of it */
export function figure(part: string, what: string, value: number | string): void {
  const file = process.env['FIGURES'];
  const line: Figure = { part, what, database: isSqlite ? 'SQLite' : 'MariaDB', value: String(value) };
  if (file) appendFileSync(file, `${JSON.stringify(line)}\n`);
}
