/** What the page of a day shows. */
import {
  addDays,
  dayBounds,
  dayIn,
  fromSeconds,
  mondayOf,
  toSeconds,
  weekday,
  weekOf,
  type Day,
  type EpochSeconds,
  type Zone,
} from '../kernel/time.ts';
import type { Contract } from '../contracts/contract-model.ts';
import { termsAt } from '../contracts/contract.ts';
import { whyNotAskOn } from '../manual-time/manual-request.ts';
import { may } from '../policy/policy.ts';
import { whyNotChange } from './block.ts';
import { blocksBetween, secondsByDay, type StoredBlock } from './block-rows.ts';
import { counted, sumOf } from './block-sums.ts';
import { amountOf, blockLocals, contractLocals, diaryHref, type Viewing, removedWords } from './block-words.ts';
import { commentCounts } from './comment-rows.ts';
import { dayGrid, unbrokenSince } from './day.ts';
import { undoLocals } from './editing-page.ts';
import { shownStarts } from './filtered-rows.ts';
import { isFiltering, queryOf } from './filter.ts';
import { openFlagCount } from './flag-rows.ts';
import { KEPT_DAYS } from '../retention/retention.ts';
import { withRuns } from './runs.ts';
import { totalsLocals, type Sums } from './span-totals.ts';
import { heardTracking } from './tracking-now.ts';
import { viewHref, waysLocals, type Place } from './ways.ts';

export async function dayLocals(viewing: Viewing, place: Place) {
  const { contract, actor, now, filter } = viewing;
  const { day, today } = place;
  const zone = actor.timeZone;
  const span = dayBounds(day, zone);
  const noon = Math.floor((span.from + span.to) / 2);
  const [blocks, days, comments, shown, ways] = await Promise.all([
    blocksBetween(contract, span.from, span.to),
    secondsByDay(contract, dayStarts(mondayOf(day), zone)),
    commentCounts(contract, span.from, span.to),
    isFiltering(filter) ? shownStarts(contract, span, filter) : null,
    waysLocals(viewing, place),
  ]);
  const isToday = day === today;
  const words = blocks.map(block => ({
    ...blockLocals(block, viewing),
    said: comments.get(block.startedAt) ?? null,
    out: shown !== null && !shown.has(block.startedAt),
  }));
  const left = shown ? blocks.filter(({ startedAt }) => shown.has(startedAt)) : blocks;
  return {
    ...ways,
    contract: contractLocals(viewing),
    role: actor.role,
    day,
    isToday,
    zone,
    strip: stripOf(viewing, day, today, days),
    totals: await totalsLocals(viewing, daySums(contract, blocks), noon),
    filtered: shown && { shown: daySums(contract, left), all: daySums(contract, blocks) },
    rows: withRuns(dayGrid(day, zone, words, isToday ? toSeconds(now) : null)),
    groups: groupsOf(contract, left),
    removed: blocks.map(removedWords).find(words => words !== null) ?? null,
    keptDays: KEPT_DAYS,
    viewsHref: may(actor, 'views.see', contract) ? `/contracts/${contract.id}/views` : null,
    manualHref: manualHref(viewing, day),
    openFlags: await openFlagCount(contract),
    flagsHref: `/contracts/${contract.id}/flags`,
    undo: undoLocals(viewing, blocks),
    review: reviewLocals(viewing, day, blocks),
    tracking: isToday ? await trackingLocals(viewing, blocks) : null,
    selectHref: mayCorrect(viewing, left) ? `${diaryHref(contract.id, day)}/selection${queryOf(filter)}` : null,
  };
}

function daySums(contract: Contract, blocks: readonly StoredBlock[]): Sums {
  const { blocks: number, seconds, protected: safe } = sumOf(blocks);
  return { blocks: number, seconds, protected: safe, amount: amountOf(contract, blocks) };
}

/** Where the freelancer asks for time of this week that was not tracked, if the contract has it. */
function manualHref({ contract, actor, now }: Viewing, day: Day): string | null {
  const allowed = termsAt(contract.terms ?? [], now)?.manualTime && whyNotAskOn(contract) === null;
  const { to } = dayBounds(day, actor.timeZone);
  const askable = to > weekOf(toSeconds(now)) && day <= dayIn(now, actor.timeZone);
  return allowed && askable && may(actor, 'manual-time.ask', contract)
    ? `/contracts/${contract.id}/manual-time/new?day=${day}`
    : null;
}

/** Since when somebody works on it without a break, as far as blocks have arrived. Null when no timer runs. */
async function trackingLocals({ contract, now }: Viewing, blocks: readonly StoredBlock[]) {
  const heardAt = await heardTracking(contract, now);
  if (heardAt === null) return null;
  const since = unbrokenSince(blocks, toSeconds(heardAt));
  return { since: since === null ? null : fromSeconds(since) };
}

/** Whether the client has reviewed the day, and what the client may do about it. */
function reviewLocals({ contract, actor, now, filter }: Viewing, day: Day, blocks: readonly StoredBlock[]) {
  const marks = counted(blocks).map(({ reviewedAt }) => reviewedAt);
  const whole = marks.length > 0 && marks.every(mark => mark !== null);
  // Whoever marks a day as reviewed has it before them whole.
  const mayReview = may(actor, 'day.review', contract) && marks.length > 0 && !isFiltering(filter);
  const action = `${diaryHref(contract.id, day)}/review`;
  return {
    action,
    at: whole ? fromSeconds(Math.max(...marks.map(Number))) : null,
    by: mayReview ? null : (contract.client?.name ?? null),
    seen: mayReview && !whole ? toSeconds(now) : null,
    withdrawal: mayReview && whole ? `${action}/withdrawal` : null,
  };
}

const mayCorrect = ({ contract, actor, now }: Viewing, blocks: readonly StoredBlock[]): boolean =>
  may(actor, 'block.correct', contract) && blocks.some(block => whyNotChange(block, now) === null);

const dayStarts = (monday: Day, zone: Zone): EpochSeconds[] =>
  Array.from({ length: 8 }, (_, place) => dayBounds(addDays(monday, place), zone).from);

function stripOf(viewing: Viewing, day: Day, today: Day, days: readonly { seconds: number; unreviewed: number }[]) {
  const monday = mondayOf(day);
  return days.map(({ seconds, unreviewed }, place) => {
    const one = addDays(monday, place);
    return {
      ...{
        day: one,
        href: viewHref(viewing, 'day', one),
        label: weekday(one),
        number: Number(one.slice(8)),
        seconds,
        reviewed: seconds > 0 && unreviewed === 0,
      },
      ...{
        current: one === day,
        future: one > today,
        today: one === today,
        outside: one.slice(0, 7) !== day.slice(0, 7),
      },
    };
  });
}

/** What was done: the day's descriptions with their totals, longest first. */
function groupsOf(contract: Contract, blocks: readonly StoredBlock[]) {
  const groups = new Map<string, StoredBlock[]>();
  for (const block of counted(blocks)) {
    const key = JSON.stringify([block.projectCode, block.description]);
    groups.set(key, [...(groups.get(key) ?? []), block]);
  }
  return [...groups.values()]
    .map(group => {
      const { seconds, blocks: number, protected: protectedSeconds } = sumOf(group);
      const { description, projectCode: code } = group[0]!;
      return { description, code, seconds, amount: amountOf(contract, group), blocks: number, protectedSeconds };
    })
    .sort((a, b) => b.seconds - a.seconds);
}
