/** Pages of rows as text of a file, a piece for each page. */
import { spreadsheet } from '../reports/csv.ts';
import type { Columns } from './tables.ts';

/** A table for spreadsheets: RFC 4180, and nothing in it runs as a formula. */
export async function* asCsv<Row>(columns: Columns<Row>, pages: AsyncIterable<Row[]>): AsyncGenerator<string> {
  yield spreadsheet([columns.map(([name]) => name)], true);
  for await (const page of pages)
    yield spreadsheet(
      page.map(row => columns.map(([, of]) => of(row))),
      false,
    );
}

export async function* asJson(pages: AsyncIterable<unknown[]>): AsyncGenerator<string> {
  let before = '[\n';
  for await (const page of pages) {
    for (const one of page) {
      yield before + JSON.stringify(one, null, 2);
      before = ',\n';
    }
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
