/** What the pages of the diary show. */
import { amountFor, type Cents } from '../kernel/money.ts';
import {
  addDays,
  clock,
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
import { termsAt } from '../contracts/contract.ts';
import type { Actor } from '../policy/policy.ts';
import { blocksBetween, neighbour, secondsByDay, type StoredBlock } from './block-rows.ts';
import { dayGrid } from './day.ts';
import { nothing, plus, totalsOf, weekTotals, type Totals } from './day-totals.ts';
import { failureWords } from './failure-words.ts';
import { pictureKey, thumbKeyOf } from './storage-keys.ts';
import { explained } from './verdict.ts';

/** An accepted contract with its terms and people: what a diary is about. */
export type DiaryContract = Contract & { freelancerId: number };

/** @property thumbs where thumbnails of this contract are served to this viewer */
export type Viewing = { contract: DiaryContract; actor: Actor; now: Date; thumbs: string };

const rateOf = (contract: Contract, termsId: number): number =>
  contract.terms?.find(({ id }) => id === termsId)?.rateCents ?? 0;

export const diaryHref = (contractId: number, day?: Day): string =>
  `/contracts/${contractId}/diary${day ? `/${day}` : ''}`;
export const blockHref = (contractId: number, startedAt: EpochSeconds): string =>
  `/contracts/${contractId}/blocks/${startedAt}`;

export function contractLocals({ contract, actor, now }: Viewing) {
  const terms = termsAt(contract.terms ?? [], now) ?? contract.terms?.[0];
  return {
    id: contract.id,
    title: contract.title,
    otherName: (actor.role === 'client' ? contract.freelancer?.name : contract.client?.name) ?? '',
    rate: terms?.rateCents ?? 0,
    weeklyLimitSeconds: terms?.weeklyLimitSeconds ?? 0,
  };
}

/** A block in words. */
export function blockLocals(block: StoredBlock, { contract, actor, thumbs }: Viewing) {
  const at = (second: EpochSeconds): string => clock(fromSeconds(second), actor.timeZone);
  const pictured = block.deletedAt === null ? block.shots.find(({ received }) => received !== null) : undefined;
  const failed = pictured ? undefined : block.shots.find(({ failure }) => failure !== null);
  return {
    href: blockHref(contract.id, block.startedAt),
    from: at(block.startedAt),
    to: at(block.startedAt + block.seconds),
    startedAt: block.startedAt,
    seconds: block.seconds,
    amount: amountFor(block.seconds - block.overLimitSeconds, rateOf(contract, block.termsId)),
    description: block.description,
    code: block.projectCode,
    protected: block.protected,
    reasons: explained(block.reasons),
    thumb: pictured?.received ? thumbs + thumbPath(block, pictured.number, pictured.received) : null,
    failure: failed?.failure ? failureWords[failed.failure] : null,
    shots: block.shots.length,
    deleted: block.deletedAt !== null,
    inputSeconds: block.inputSeconds,
  };
}

/** Below the grant: the storage key without the contract, which the grant already names. */
const thumbPath = (block: StoredBlock, number: number, received: Buffer): string =>
  thumbKeyOf(pictureKey(block, number, received)).replace(/^\d+/, '');

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
    rows: dayGrid(
      day,
      zone,
      blocks.map(block => blockLocals(block, viewing)),
      isToday ? toSeconds(now) : null,
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

/** The viewer: one block in full, and its neighbours of the same day. */
export async function viewerLocals(viewing: Viewing, block: StoredBlock) {
  const { contract, actor } = viewing;
  const zone = actor.timeZone;
  const day = dayIn(fromSeconds(block.startedAt), zone);
  const { from, to } = dayBounds(day, zone);
  const blocks = await blocksBetween(contract, from, to);
  const place = blocks.findIndex(({ startedAt }) => startedAt === block.startedAt);
  const hrefOf = (found: number | null) => (found === null ? null : blockHref(contract.id, found));
  const beside = { freelancerId: contract.freelancerId, contractId: contract.id };
  const words = blockLocals(block, viewing);
  return {
    contract: contractLocals(viewing),
    role: actor.role,
    block: { ...words, startedAt: fromSeconds(block.startedAt), receivedAt: fromSeconds(block.receivedAt) },
    day,
    zone,
    shots: block.shots.map(({ number, takenAt, failure, received }) => ({
      src: received && block.deletedAt === null ? `${words.href}/screenshots/${number}` : null,
      takenAt: fromSeconds(takenAt),
      failure: failure === null ? null : failureWords[failure],
    })),
    backHref: diaryHref(contract.id, day),
    previousHref: hrefOf(await neighbour(beside, block.startedAt, 'before')),
    nextHref: hrefOf(await neighbour(beside, block.startedAt, 'after')),
    position: { number: place + 1, count: blocks.length },
    amount: words.amount,
    rule: block.ruleVersion,
  };
}
