/** My Jobs: each contract in a few numbers. */
import { weekTotals, type TermsTotals } from '../diary/day-totals.ts';
import { lastStartOf, secondsBetween } from '../diary/block-rows.ts';
import { amountFor } from '../kernel/money.ts';
import { dayBounds, dayIn, fromSeconds, MINUTE, toSeconds } from '../kernel/time.ts';
import type { Actor } from '../policy/policy.ts';
import { hasPaymentProblem, paymentProblemWords, termsAt } from './contract.ts';
import { standingOf } from './standing.ts';
import { weekLimits } from './week-limit.ts';
import { Contract } from './contract-model.ts';

const MANY = 200;
/** A block takes up to ten minutes and then some to arrive. */
const RECENT_MS = 15 * MINUTE;

export async function cardsFor(actor: Actor, now: Date) {
  const order: [string, string][] = [['offeredAt', 'DESC']];
  const contracts = await Contract.findAll({
    where: Contract.visibleTo(actor),
    include: ['client', 'freelancer', 'terms'],
    order,
    limit: MANY,
  });
  const week = await weekTotals(
    contracts.map(({ id }) => id),
    toSeconds(now),
  );
  const limits = await weekLimits(contracts, toSeconds(now));
  const cards = await Promise.all(contracts.map(contract => cardOf(contract, { week, limits }, actor, now)));
  const of = (...states: string[]) => cards.filter(({ state }) => states.includes(state));
  return { cards: of('active', 'paused', 'asleep'), offers: of('offered'), past: of('ended', 'declined', 'withdrawn') };
}

type Week = { week: TermsTotals[]; limits: Map<number, number> };

async function cardOf(contract: Contract, { week, limits }: Week, actor: Actor, now: Date) {
  const terms = contract.terms ?? [];
  const current = termsAt(terms, now) ?? terms[0];
  const mine = week.filter(({ contractId }) => contractId === contract.id);
  const sum = (value: (totals: TermsTotals) => number): number =>
    mine.reduce((total, totals) => total + value(totals), 0);
  const rateOf = (termsId: number): number => terms.find(({ id }) => id === termsId)?.rateCents ?? 0;
  const weekSeconds = sum(({ seconds }) => seconds);
  const weeklyLimitSeconds = limits.get(contract.id) ?? 0;
  const { todaySeconds, lastBlockAt } = await recently(contract, actor, now);
  return {
    id: contract.id,
    title: contract.title,
    state: standingOf(contract),
    otherName:
      (actor.role === 'client' ? contract.freelancer?.name : contract.client?.name) ?? contract.freelancerEmail,
    rate: current?.rateCents ?? 0,
    weeklyLimitSeconds,
    weekSeconds,
    weekAmount: sum(({ termsId, billable }) => amountFor(billable, rateOf(termsId))),
    todaySeconds,
    protectedShare: weekSeconds > 0 ? sum(totals => totals.protected) / weekSeconds : null,
    lastBlockAt,
    working: lastBlockAt !== null && now.getTime() - lastBlockAt.getTime() < RECENT_MS,
    paymentProblem: paymentProblemOf(contract, actor, now),
    attention: attentionTo(weekSeconds, weeklyLimitSeconds, weekSeconds - sum(totals => totals.protected)),
  };
}

async function recently(
  contract: Contract,
  actor: Actor,
  now: Date,
): Promise<{ todaySeconds: number; lastBlockAt: Date | null }> {
  if (contract.freelancerId === null || contract.state !== 'active') return { todaySeconds: 0, lastBlockAt: null };
  const { from, to } = dayBounds(dayIn(now, actor.timeZone), actor.timeZone);
  const [today, last] = await Promise.all([
    secondsBetween(contract.freelancerId, from, to),
    lastStartOf({ freelancerId: contract.freelancerId, id: contract.id }),
  ]);
  return { todaySeconds: today.get(contract.id) ?? 0, lastBlockAt: last === null ? null : fromSeconds(last) };
}

/** The sentence for this reader while the client owes a failed charge, else null. */
export function paymentProblemOf(contract: Contract, actor: Actor, now: Date): string | null {
  if (!hasPaymentProblem(contract, now)) return null;
  return paymentProblemWords(actor.id === contract.clientId ? null : (contract.client?.name ?? ''));
}

/** What somebody should look at, one sentence each. */
function attentionTo(weekSeconds: number, limitSeconds: number, unprotectedSeconds: number): string[] {
  const sentences: string[] = [];
  if (weekSeconds >= limitSeconds) sentences.push('The weekly limit is reached: further time is kept, but not billed.');
  else if (weekSeconds >= limitSeconds * 0.9) sentences.push('The weekly limit is almost reached.');
  if (unprotectedSeconds > 0) sentences.push('Some time of this week is not protected. The diary says why.');
  return sentences;
}
