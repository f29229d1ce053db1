/** My Jobs: each contract in a few numbers, a page at a time. */
import { waitingMoney } from '../billing/waiting-money.ts';
import { amountOfTerms } from '../diary/block-sums.ts';
import { lateWaiting } from '../manual-time/late-rows.ts';
import { weekTotals, type TermsTotals } from '../diary/day-totals.ts';
import { lastStartOf, secondsBetween } from '../diary/block-rows.ts';
import {
  chargeDue,
  dayBounds,
  dayIn,
  dayName,
  fromSeconds,
  MINUTE,
  toSeconds,
  utcDay,
  weekCloses,
} from '../kernel/time.ts';
import type { Actor } from '../policy/policy.ts';
import { hasPaymentProblem, paymentProblemWords, termsAt } from './contract.ts';
import { fixedPriceOf, fixedPriceWords } from './fixed-price.ts';
import { jobList, type After, type Group } from './job-list.ts';
import { standingOf } from './standing.ts';
import { waitingFor, type Waiting } from './waiting.ts';
import { weekLimits } from './week-limit.ts';
import type { Contract } from './contract-model.ts';

/** A block takes up to ten minutes and then some to arrive. */
const RECENT_MS = 15 * MINUTE;

export async function cardsFor(actor: Actor, after: After | null, now: Date) {
  const { shown, contracts, counts, next } = await jobList(actor, after);
  const all = [...contracts.values()];
  const ids = all.map(({ id }) => id);
  const late = await lateWaiting(ids, toSeconds(now));
  const page: Page = {
    week: await weekTotals(ids, toSeconds(now)),
    limits: await weekLimits(all, toSeconds(now)),
    today: await todayOf(all, actor, now),
    waiting: await waitingFor(actor, ids, late, now),
    money: await waitingMoney(all, late, now),
  };
  const of = async (group: Group) => {
    const ours = shown.flatMap(one => (one.group === group ? (contracts.get(one.id) ?? []) : []));
    return Promise.all(ours.map(contract => cardOf(contract, page, actor, now)));
  };
  return {
    ...{ offers: await of('offers'), cards: await of('running'), past: await of('past'), counts },
    first: after === null,
    nextHref: next && `/my-jobs?after=${next}`,
  };
}

type Page = {
  week: TermsTotals[];
  limits: Map<number, number>;
  /** Seconds of today for each contract. */
  today: Map<number, number>;
  waiting: (contractId: number) => Waiting[];
  /** Cents that wait for the client's yes, for each contract. */
  money: Map<number, number>;
};

async function cardOf(
  contract: Contract,
  { week, limits, today, waiting, money: waits }: Page,
  actor: Actor,
  now: Date,
) {
  const terms = contract.terms ?? [];
  const current = termsAt(terms, now) ?? terms[0];
  const mine = week.filter(({ contractId }) => contractId === contract.id);
  const sum = (value: (totals: TermsTotals) => number): number =>
    mine.reduce((total, totals) => total + value(totals), 0);
  const rateOf = (termsId: number): number => terms.find(({ id }) => id === termsId)?.rateCents ?? 0;
  const weekSeconds = sum(({ seconds }) => seconds);
  const weeklyLimitSeconds = limits.get(contract.id) ?? 0;
  const lastBlockAt = await lastBlockOf(contract);
  const price = fixedPriceOf(contract);
  const toAnswer = contract.state === 'offered' && actor.role === 'freelancer';
  return {
    id: contract.id,
    title: contract.title,
    state: standingOf(contract),
    otherName:
      (actor.role === 'client' ? contract.freelancer?.name : contract.client?.name) ?? contract.freelancerEmail,
    rate: current?.rateCents ?? 0,
    fixedPrice: price && fixedPriceWords(price, actor.timeZone),
    weeklyLimitSeconds,
    weekSeconds,
    weekAmount: amountOfTerms(mine, rateOf),
    waitingAmount: waits.get(contract.id) ?? 0,
    closes: weekSeconds > 0 ? closingWords(now) : null,
    todaySeconds: today.get(contract.id) ?? 0,
    protectedShare: weekSeconds > 0 ? sum(totals => totals.protected) / weekSeconds : null,
    lastBlockAt,
    working: lastBlockAt !== null && now.getTime() - lastBlockAt.getTime() < RECENT_MS,
    paymentProblem: paymentProblemOf(contract, actor, now),
    waiting: toAnswer
      ? [{ words: 'This offer waits for your answer', href: `/contracts/${contract.id}` }]
      : waiting(contract.id),
    attention: attentionTo(
      weekSeconds,
      price ? null : weeklyLimitSeconds,
      weekSeconds - sum(totals => totals.protected),
    ),
  };
}

/** When what was tracked this week is billed, and when it is charged. */
function closingWords(now: Date): string {
  const day = (at: number): string => dayName(utcDay(at));
  const week = toSeconds(now);
  return `Closes ${day(weekCloses(week))}, 12:00 UTC, charged ${day(chargeDue(week))}`;
}

/** One question for each freelancer of the page. */
async function todayOf(contracts: readonly Contract[], actor: Actor, now: Date): Promise<Map<number, number>> {
  const { from, to } = dayBounds(dayIn(now, actor.timeZone), actor.timeZone);
  const running = contracts.filter(({ state }) => state === 'active');
  const freelancers = new Set(running.map(({ freelancerId }) => freelancerId).filter(id => id !== null));
  const sums = await Promise.all([...freelancers].map(id => secondsBetween(id, from, to)));
  return new Map(sums.flatMap(sum => [...sum]));
}

async function lastBlockOf({ id, freelancerId, state }: Contract): Promise<Date | null> {
  const last = freelancerId !== null && state === 'active' ? await lastStartOf({ freelancerId, id }) : null;
  return last === null ? null : fromSeconds(last);
}

/** The sentence for this reader while the client owes a failed charge, else null. */
export function paymentProblemOf(contract: Contract, actor: Actor, now: Date): string | null {
  if (!hasPaymentProblem(contract, now)) return null;
  return paymentProblemWords(actor.id === contract.clientId ? null : (contract.client?.name ?? ''));
}

/** What somebody should look at, one sentence each. @param limitSeconds null when hours are not limited any more */
function attentionTo(weekSeconds: number, limitSeconds: number | null, unprotectedSeconds: number): string[] {
  const sentences: string[] = [];
  const limit = limitSeconds ?? Infinity;
  if (weekSeconds >= limit) sentences.push('The weekly limit is reached: further time is kept, but not billed.');
  else if (weekSeconds >= limit * 0.9) sentences.push('The weekly limit is almost reached.');
  if (unprotectedSeconds > 0) sentences.push('Some time of this week is not protected. The diary says why.');
  return sentences;
}
