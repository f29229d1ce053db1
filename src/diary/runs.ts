/** What an hour was spent on: neighbouring blocks that say the same are one line. Rules only. */
import type { Row } from './day.ts';

type Reason = { code: string; words: string; fix: string | null };
/** `from` and `to` as printed. */
type Line = {
  from: string;
  to: string;
  seconds: number;
  description: string;
  code: string | null;
  protected: boolean;
  deleted: boolean;
  failure: string | null;
  reasons: Reason[];
  /** Left out by a filter. */
  out?: boolean;
};
/** @property again the description is that of the line above @property news reasons the day has not told yet */
export type Run = Line & { again: boolean; news: Reason[] };

/** Each row with its runs. Why something is not protected is told in full once a day. */
export function withRuns<B extends Line>(rows: readonly Row<B>[]): (Row<B> & { runs: Run[] })[] {
  const told = new Set<string>();
  let last: string | null = null;
  return rows.map(row => {
    const runs = runsOf(row.cells.flatMap(cell => cell.blocks).filter(({ out }) => !out)).map((line): Run => {
      const again = !line.deleted && line.description === last;
      const news = line.deleted ? [] : line.reasons.filter(({ code }) => !told.has(code));
      if (!line.deleted) last = line.description;
      news.forEach(({ code }) => told.add(code));
      return { ...line, again, news };
    });
    return { ...row, runs };
  });
}

/** Neighbours that say the same as one line. */
export const runsOf = (blocks: readonly Line[]): Line[] =>
  together(blocks).map(run => ({
    ...run[0]!,
    to: run.at(-1)!.to,
    seconds: run.reduce((sum, { seconds }) => sum + seconds, 0),
  }));

/** A day's blocks in groups of neighbours that say the same. */
export function together<B extends Line>(blocks: readonly B[]): B[][] {
  const groups: B[][] = [];
  for (const block of blocks) {
    const last = groups.at(-1)?.at(-1);
    if (last && last.to === block.from && sayTheSame(last, block)) groups.at(-1)!.push(block);
    else groups.push([block]);
  }
  return groups;
}

function sayTheSame(a: Line, b: Line): boolean {
  const facts = ({ description, code, deleted, failure, reasons }: Line): string =>
    JSON.stringify([description, code, deleted, failure, reasons.map(reason => reason.code)]);
  return facts(a) === facts(b);
}
