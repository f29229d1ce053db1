/** What a client was billed, line by line of the invoices, in the shape of a report's lines. */
import { rows } from '../db/sequelize.ts';
import type { EpochSeconds } from '../kernel/time.ts';
import type { Line } from '../reports/report.ts';

const MOST_LINES = 16_000;

type Row = Record<string, number | string | null>;

/** Oldest week first. @param from the first second of the first week */
export async function billedLines(clientId: number, from: EpochSeconds): Promise<Line[]> {
  const found = await rows<Row>(
    `SELECT i.week, i.contract_id, i.client_id, c.title, u.id AS person_id, u.name AS person, p.code, p.name AS code_name,
       l.rate_cents, l.seconds, l.amount_cents, l.protected_seconds
     FROM invoices i JOIN invoice_lines l ON l.invoice_id = i.id JOIN contracts c ON c.id = i.contract_id
       JOIN users u ON u.id = i.freelancer_id LEFT JOIN project_codes p ON p.id = l.project_code_id
     WHERE i.client_id = $1 AND i.week >= $2 ORDER BY i.week, c.title, l.id LIMIT ${MOST_LINES}`,
    [clientId, from],
  );
  return found.map(toLine);
}

const textOf = (value: number | string | null | undefined): string | null => (value == null ? null : String(value));

const toLine = (row: Row): Line => ({
  ...{ week: Number(row['week']), contractId: Number(row['contract_id']), clientId: Number(row['client_id']) },
  ...{ title: String(row['title']), personId: Number(row['person_id']), person: String(row['person']) },
  ...{ code: textOf(row['code']), codeName: textOf(row['code_name']) },
  // A line of an invoice knows its rate, not the version of the terms it comes from.
  ...{ termsId: Number(row['rate_cents']), rate: Number(row['rate_cents']) },
  ...{ seconds: Number(row['seconds']), billable: Number(row['seconds']), protected: Number(row['protected_seconds']) },
  ...{ amount: Number(row['amount_cents']), waiting: 0, waitingAmount: 0 },
});
