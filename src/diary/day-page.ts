/** What the page of a day shows. */
import {
  addDays,
  dayBounds,
  dayIn,
  dayName,
  fromSeconds,
  mondayOf,
  toSeconds,
  weekday,
  weekEnd,
  weekOf,
  type Day,
  type EpochSeconds,
  type Zone,
} from '../kernel/time.ts';
import type { Contract } from '../contracts/contract-model.ts';
import { weekLimits } from '../contracts/week-limit.ts';
import { may } from '../policy/policy.ts';
import { whyNotChange } from './block.ts';
import { blocksBetween, neighbour, secondsByDay, type StoredBlock } from './block-rows.ts';
import { counted, nothing, plus, sumOf, type Totals } from './block-sums.ts';
import {
  amountOf,
  blockLocals,
  contractLocals,
  diaryHref,
  termsAmount,
  type Viewing,
  removedWords,
} from './block-words.ts';
import { commentCounts } from './comment-rows.ts';
import { dayGrid, unbrokenSince } from './day.ts';
import { undoLocals } from './editing-page.ts';
import { weekTotals } from './day-totals.ts';
import { KEPT_DAYS } from '../retention/retention.ts';
import { heardTracking } from './tracking-now.ts';
import { withRuns } from './runs.ts';

export async function dayLocals(viewing: Viewing, day: Day) {
  const { contract, actor, now } = viewing;
  const zone = actor.timeZone;
  const today = dayIn(now, zone);
  const { from, to } = dayBounds(day, zone);
  const noon = Math.floor((from + to) / 2);
  const [blocks, week, days, limits, comments] = await Promise.all([
    blocksBetween(contract, from, to),
    weekTotals([contract.id], noon),
    secondsByDay(contract, dayStarts(mondayOf(day), zone)),
    weekLimits([contract], noon),
    commentCounts(contract.freelancerId, from, to),
  ]);
  const isToday = day === today;
  return {
    contract: contractLocals(viewing),
    role: actor.role,
    day,
    isToday,
    zone,
    previousHref: diaryHref(contract.id, addDays(day, -1)),
    nextHref: day < today ? diaryHref(contract.id, addDays(day, 1)) : null,
    todayHref: isToday ? null : diaryHref(contract.id),
    strip: stripOf(contract.id, day, today, days),
    totals: totalsLocals(viewing, blocks, { totals: week, limitSeconds: limits.get(contract.id) ?? 0 }, noon),
    rows: withRuns(
      dayGrid(
        day,
        zone,
        blocks.map(block => ({ ...blockLocals(block, viewing), said: comments.get(block.startedAt) ?? null })),
        isToday ? toSeconds(now) : null,
      ),
    ),
    groups: groupsOf(contract, blocks),
    removed: blocks.map(removedWords).find(words => words !== null) ?? null,
    keptDays: KEPT_DAYS,
    nearest: blocks.length > 0 ? null : await nearestWork(viewing, from),
    viewsHref: may(actor, 'views.see', contract) ? `/contracts/${contract.id}/views` : null,
    undo: undoLocals(viewing, blocks),
    review: reviewLocals(viewing, day, blocks),
    tracking: isToday ? await trackingLocals(viewing, blocks) : null,
    selectHref: mayCorrect(viewing, blocks) ? `${diaryHref(contract.id, day)}/selection` : null,
  };
}

/** Since when somebody works on it without a break, as far as blocks have arrived. Null when no timer runs. */
async function trackingLocals({ contract, now }: Viewing, blocks: readonly StoredBlock[]) {
  const heardAt = await heardTracking(contract, now);
  if (heardAt === null) return null;
  const since = unbrokenSince(blocks, toSeconds(heardAt));
  return { since: since === null ? null : fromSeconds(since) };
}

/** Whether the client has reviewed the day, and what the client may do about it. */
function reviewLocals({ contract, actor, now }: Viewing, day: Day, blocks: readonly StoredBlock[]) {
  const marks = counted(blocks).map(({ reviewedAt }) => reviewedAt);
  const whole = marks.length > 0 && marks.every(mark => mark !== null);
  const mayReview = may(actor, 'day.review', contract) && marks.length > 0;
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

function stripOf(contractId: number, day: Day, today: Day, days: readonly { seconds: number; unreviewed: number }[]) {
  const monday = mondayOf(day);
  return days.map(({ seconds, unreviewed }, place) => {
    const one = addDays(monday, place);
    return {
      ...{
        day: one,
        href: diaryHref(contractId, one),
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

function totalsLocals(
  viewing: Viewing,
  blocks: readonly StoredBlock[],
  week: { totals: Awaited<ReturnType<typeof weekTotals>>; limitSeconds: number },
  at: EpochSeconds,
) {
  const { contract } = viewing;
  const day = sumOf(blocks);
  const whole = week.totals.reduce<Totals>(plus, nothing);
  return {
    daySeconds: day.seconds,
    dayAmount: amountOf(contract, blocks),
    dayProtectedSeconds: day.protected,
    blocks: day.blocks,
    weekSeconds: whole.seconds,
    weekAmount: termsAmount(contract, week.totals),
    weekProtectedSeconds: whole.protected,
    weekLimitSeconds: week.limitSeconds,
    weekFrom: fromSeconds(weekOf(at)),
    weekTo: fromSeconds(weekEnd(at)),
  };
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

/** An empty day points to the nearest one with work. */
async function nearestWork({ contract, actor }: Viewing, from: EpochSeconds) {
  const place = { freelancerId: contract.freelancerId, contractId: contract.id };
  const found = (await neighbour(place, from, 'before')) ?? (await neighbour(place, from, 'after'));
  if (found === null) return null;
  const day = dayIn(fromSeconds(found), actor.timeZone);
  return { href: diaryHref(contract.id, day), label: `Go to ${dayName(day)}` };
}
