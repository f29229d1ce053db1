import type { Response } from 'express';
import { spreadsheet } from '../reports/csv.ts';
import { sendPieces } from './send-pieces.ts';

type Record = (string | number)[];

/** A file for spreadsheets that is written while it is read: it may be longer than what fits into memory. */
export async function sendSpreadsheet(res: Response, name: string, head: Record, pages: AsyncIterable<Record[]>) {
  res.set('Cache-Control', 'private, no-store').attachment(name).type('text/csv; charset=utf-8');
  await sendPieces(res, written(head, pages));
}

async function* written(head: Record, pages: AsyncIterable<Record[]>): AsyncGenerator<string> {
  yield spreadsheet([head], true);
  for await (const records of pages) yield spreadsheet(records, false);
}
