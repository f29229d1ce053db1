import type { Response } from 'express';
import { spreadsheet } from '../reports/csv.ts';

type Record = (string | number)[];

/** A file for spreadsheets that is written while it is read: it may be longer than what fits into memory. */
export async function sendSpreadsheet(res: Response, name: string, head: Record, pages: AsyncIterable<Record[]>) {
  res.set('Cache-Control', 'private, no-store').attachment(name).type('text/csv; charset=utf-8');
  res.write(spreadsheet([head], true));
  for await (const records of pages) {
    if (res.closed) return;
    if (!res.write(spreadsheet(records, false))) await drained(res);
  }
  res.end();
}

const drained = (res: Response): Promise<void> =>
  new Promise(resolve => {
    const done = (): void => {
      res.off('drain', done).off('close', done);
      resolve();
    };
    res.on('drain', done).on('close', done);
  });
