/** What the list of a day or a week shows: no more blocks than one page of them. */
import { dayIn, dayLong, dayName, fromSeconds } from '../kernel/time.ts';
import { blockLocals, contractLocals, type Viewing } from './block-words.ts';
import { commentCounts } from './comment-rows.ts';
import { pageOfBlocks, sumsBetween } from './filtered-rows.ts';
import { isFiltering, reasonNames } from './filter.ts';
import { openFlagCount } from './flag-rows.ts';
import { linesByDay } from './list.ts';
import { sumsOf, totalsLocals } from './span-totals.ts';
import { daysOf, isWeekly, spanOf, viewHref, waysLocals, type Place } from './ways.ts';
import { weekWords } from './week-page.ts';

/** A whole day of ten minutes. */
export const BLOCKS_ON_A_PAGE = 144;

/** @param page as an address says it; whatever is none is the first */
export async function listLocals(viewing: Viewing, place: Place, page: unknown) {
  const { contract, actor, filter } = viewing;
  const zone = actor.timeZone;
  const span = spanOf(place, zone);
  const active = isFiltering(filter);
  const [parts, ways, openFlags] = await Promise.all([
    sumsBetween(contract, span, filter),
    waysLocals(viewing, place),
    openFlagCount(contract),
  ]);
  const shown = parts.filter(part => part.shown);
  const rows = shown.reduce((sum, { blocks }) => sum + blocks, 0);
  const deleted = parts.reduce((sum, part) => sum + part.deleted, 0);
  const pages = Math.max(1, Math.ceil((active ? rows : rows + deleted) / BLOCKS_ON_A_PAGE));
  const number = Math.min(pages, Math.max(1, Math.trunc(Number(page)) || 1));
  const blocks = await pageOfBlocks(contract, span, active ? filter : null, { size: BLOCKS_ON_A_PAGE, number });
  const first = blocks[0]?.startedAt ?? span.from;
  const comments = await commentCounts(contract, first, (blocks.at(-1)?.startedAt ?? first) + 1);
  const grouped = place.more?.['rows'] !== 'blocks';
  const words = blocks.map(block => ({
    ...blockLocals(block, viewing),
    day: dayIn(fromSeconds(block.startedAt), zone),
    said: comments.get(block.startedAt) ?? null,
    reasonNames: block.reasons.map(code => reasonNames[code]),
  }));
  const hrefOf = (to: number) =>
    to < 1 || to > pages
      ? null
      : viewHref(viewing, place.view, place.day, { ...place.more, page: to > 1 ? `${to}` : '' });
  const all = sumsOf(viewing, parts);
  return {
    ...ways,
    contract: contractLocals(viewing),
    role: actor.role,
    zone,
    heading: isWeekly(place.view) ? weekWords(daysOf(place).first) : dayLong(place.day),
    weekly: isWeekly(place.view),
    isToday: place.day === place.today,
    days: linesByDay(words, grouped).map(({ day, lines }) => ({
      ...{ lines, name: dayName(day), href: viewHref(viewing, 'day', day) },
    })),
    grouped,
    rowsHrefs: {
      grouped: viewHref(viewing, place.view, place.day),
      each: viewHref(viewing, place.view, place.day, { rows: 'blocks' }),
    },
    totals: await totalsLocals(viewing, all, Math.floor((span.from + span.to) / 2)),
    filtered: active ? { shown: sumsOf(viewing, shown), all } : null,
    ...{ pages, page: number, previousPage: hrefOf(number - 1), nextPage: hrefOf(number + 1) },
    openFlags,
    flagsHref: `/contracts/${contract.id}/flags`,
  };
}
