/** What the page of a day shows. */
import { amountFor, type Cents } from '../kernel/money.ts';
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
import { blocksBetween, neighbour, secondsByDay, type StoredBlock } from './block-rows.ts';
import { blockLocals, contractLocals, diaryHref, rateOf, type Viewing } from './block-words.ts';
import { dayGrid } from './day.ts';
import { nothing, plus, totalsOf, weekTotals, type Totals } from './day-totals.ts';
import { withRuns } from './runs.ts';

export async function dayLocals(viewing: Viewing, day: Day) {
  const { contract, actor, now } = viewing;
  const zone = actor.timeZone;
  const today = dayIn(now, zone);
  const { from, to } = dayBounds(day, zone);
  const noon = Math.floor((from + to) / 2);
  const [blocks, week, days] = await Promise.all([
    blocksBetween(contract, from, to),
    weekTotals([contract.id], noon),
    secondsByDay(contract, dayStarts(mondayOf(day), zone)),
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
    totals: totalsLocals(viewing, blocks, week, noon),
    rows: withRuns(
      dayGrid(
        day,
        zone,
        blocks.map(block => blockLocals(block, viewing)),
        isToday ? toSeconds(now) : null,
      ),
    ),
    groups: groupsOf(contract, blocks),
    nearest: blocks.length > 0 ? null : await nearestWork(viewing, from),
    may: { delete: actor.id === contract.freelancerId },
  };
}

const dayStarts = (monday: Day, zone: Zone): EpochSeconds[] =>
  Array.from({ length: 8 }, (_, place) => dayBounds(addDays(monday, place), zone).from);

function stripOf(contractId: number, day: Day, today: Day, seconds: readonly number[]) {
  const monday = mondayOf(day);
  return seconds.map((tracked, place) => {
    const one = addDays(monday, place);
    return {
      ...{
        day: one,
        href: diaryHref(contractId, one),
        label: weekday(one),
        number: Number(one.slice(8)),
        seconds: tracked,
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
  week: Awaited<ReturnType<typeof weekTotals>>,
  at: EpochSeconds,
) {
  const { contract } = viewing;
  const day = sumOf(blocks);
  const whole = week.reduce<Totals>(plus, nothing);
  return {
    daySeconds: day.seconds,
    dayAmount: amountOf(contract, blocks),
    dayProtectedSeconds: day.protected,
    blocks: day.blocks,
    weekSeconds: whole.seconds,
    weekAmount: week.reduce((sum, { termsId, billable }) => sum + amountFor(billable, rateOf(contract, termsId)), 0),
    weekProtectedSeconds: whole.protected,
    weekLimitSeconds: contractLocals(viewing).weeklyLimitSeconds,
    weekFrom: fromSeconds(weekOf(at)),
    weekTo: fromSeconds(weekEnd(at)),
  };
}

const counted = (blocks: readonly StoredBlock[]): StoredBlock[] => blocks.filter(({ deletedAt }) => deletedAt === null);
const sumOf = (blocks: readonly StoredBlock[]): Totals => counted(blocks).map(totalsOf).reduce(plus, nothing);

/** One rounding for each rate, as an invoice line has it. */
function amountOf(contract: Contract, blocks: readonly StoredBlock[]): Cents {
  const byTerms = new Map<number, number>();
  for (const { termsId, seconds, overLimitSeconds } of counted(blocks)) {
    byTerms.set(termsId, (byTerms.get(termsId) ?? 0) + seconds - overLimitSeconds);
  }
  return [...byTerms].reduce((sum, [termsId, seconds]) => sum + amountFor(seconds, rateOf(contract, termsId)), 0);
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
