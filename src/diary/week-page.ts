/** What the page of a week shows. */
import { addDays, clock, dayName, dayShort, fromSeconds, fromTo, weekday, type Day } from '../kernel/time.ts';
import { totalsOf } from './block-sums.ts';
import { contractLocals, type Viewing } from './block-words.ts';
import { commentCounts, type CommentCount } from './comment-rows.ts';
import { slimBlocks, type WeekBlock } from './filtered-rows.ts';
import { isFiltering, reasonNames } from './filter.ts';
import { openFlagCount } from './flag-rows.ts';
import { sumsOf, totalsLocals, type Sums } from './span-totals.ts';
import { daysOf, spanOf, viewHref, waysLocals, type Place } from './ways.ts';
import { reasonsOf, stretchesOf, weekDays, type WeekDay } from './week.ts';

type Comments = Map<number, CommentCount>;

export async function weekLocals(viewing: Viewing, place: Place) {
  const { contract, actor, filter } = viewing;
  const zone = actor.timeZone;
  const span = spanOf(place, zone);
  const { first } = daysOf(place);
  const [blocks, comments, openFlags, ways] = await Promise.all([
    slimBlocks(contract, span, filter),
    commentCounts(contract, span.from, span.to),
    openFlagCount(contract),
    waysLocals(viewing, place),
  ]);
  const all = sumsOfBlocks(viewing, blocks);
  const days = weekDays(first, zone, blocks);
  return {
    ...ways,
    contract: contractLocals(viewing),
    role: actor.role,
    zone,
    heading: weekWords(first),
    days: days.map(day => dayOfWeek(viewing, place, day, comments)),
    totals: await totalsLocals(viewing, all, Math.floor((span.from + span.to) / 2)),
    filtered: isFiltering(filter) ? { shown: sumsOfBlocks(viewing, shownOf(blocks)), all } : null,
    weekly: true,
    empty: blocks.length === 0,
    openFlags,
    flagsHref: `/contracts/${contract.id}/flags`,
  };
}

/** `16 to 22 Nov 2026`, with the first month or year where it is another. */
export function weekWords(monday: Day): string {
  const sunday = addDays(monday, 6);
  const last = dayShort(sunday);
  const first = dayShort(monday).split(' ');
  if (monday.slice(0, 7) === sunday.slice(0, 7)) return `${first[0]} to ${last}`;
  return `${first.slice(0, monday.slice(0, 4) === sunday.slice(0, 4) ? 2 : 3).join(' ')} to ${last}`;
}

function dayOfWeek(viewing: Viewing, place: Place, one: WeekDay<WeekBlock>, comments: Comments) {
  const zone = viewing.actor.timeZone;
  const live = one.blocks.filter(({ deletedAt }) => deletedAt === null);
  const [first, last] = [live[0], live.at(-1)];
  return {
    ...{ day: one.day, label: weekday(one.day), number: Number(one.day.slice(8)), name: dayName(one.day) },
    ...{ today: one.day === place.today, future: one.day > place.today },
    href: viewHref(viewing, 'day', one.day),
    ...{ length: one.length, edge: one.edge, ticks: one.ticks, stretches: stretchesOf(one, zone) },
    edgeClock: one.edge === null ? null : clock(fromSeconds(one.from + one.edge), zone),
    all: sumsOfBlocks(viewing, one.blocks),
    shown: sumsOfBlocks(viewing, shownOf(one.blocks)),
    deleted: one.blocks.length - live.length,
    reasons: reasonsOf(shownOf(one.blocks)).map(({ code, seconds }) => ({ name: reasonNames[code], seconds })),
    worked:
      first && last ? fromTo(fromSeconds(first.startedAt), fromSeconds(last.startedAt + last.seconds), zone) : null,
    reviewed: live.length > 0 && live.every(({ reviewedAt }) => reviewedAt !== null),
    flags: one.blocks.reduce((sum, { startedAt }) => sum + (comments.get(startedAt)?.openFlags ?? 0), 0),
  };
}

const shownOf = (blocks: readonly WeekBlock[]): WeekBlock[] => blocks.filter(({ shown }) => shown);

const sumsOfBlocks = (viewing: Viewing, blocks: readonly WeekBlock[]): Sums =>
  sumsOf(
    viewing,
    blocks.filter(({ deletedAt }) => deletedAt === null).map(block => ({ ...totalsOf(block), termsId: block.termsId })),
  );
