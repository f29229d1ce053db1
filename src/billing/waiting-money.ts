/** Time that is billed only with the client’s yes, which nobody has given yet: what it would come to, contract by contract. */
import { Contract } from '../contracts/contract-model.ts';
import { termsAt, type Terms } from '../contracts/contract.ts';
import { rows } from '../db/sequelize.ts';
import { amountOfTerms } from '../diary/block-sums.ts';
import { amountFor, type Cents } from '../kernel/money.ts';
import { fromSeconds, toSeconds } from '../kernel/time.ts';
import { lateWaiting, type WaitingTime } from '../manual-time/late-rows.ts';

type Rated = {
  id: number;
  terms?: readonly (Terms & { id: number; validFrom: Date; version: number })[];
};

/**
 * @param contracts with their terms, at most a page of them @param lateTime of theirs that waits for a yes
 * @returns cents by contract; those with nothing are not in it
 */
export async function waitingMoney(
  contracts: readonly Rated[],
  lateTime: readonly WaitingTime[],
  now: Date,
): Promise<Map<number, Cents>> {
  if (contracts.length === 0) return new Map();
  const ids = contracts.map(({ id }) => id);
  const places = ids.map((_, place) => `$${place + 2}`).join(', ');
  const asked = await rows<{ contract_id: number; from_at: number; to_at: number }>(
    `SELECT contract_id, from_at, to_at FROM manual_requests WHERE state = 'open' AND answer_by > $1 AND contract_id IN (${places})`,
    [toSeconds(now), ...ids],
  );
  const sums = new Map<number, Cents>();
  for (const { id, terms = [] } of contracts) {
    const manual = asked.flatMap(({ contract_id: of, from_at: from, to_at: to }) => {
      const rate = termsAt(terms, fromSeconds(Number(from)))?.rateCents ?? 0;
      return Number(of) === id ? [amountFor(Number(to) - Number(from), rate)] : [];
    });
    const rateOf = (termsId: number): number => terms.find(version => version.id === termsId)?.rateCents ?? 0;
    const late = lateTime.filter(({ contractId }) => contractId === id);
    const came = amountOfTerms(
      late.map(({ termsId, seconds }) => ({ termsId, billable: seconds })),
      rateOf,
    );
    const sum = manual.reduce((all, one) => all + one, came);
    if (sum > 0) sums.set(id, sum);
  }
  return sums;
}

const MOST_CONTRACTS = 50;

/** A freelancer's contracts with such time, the newest first, and where one reads of it. */
export async function waitingOf(
  freelancerId: number,
  now: Date,
): Promise<{ title: string; href: string; amount: Cents }[]> {
  const where = { freelancerId, state: 'active' as const };
  const order: [string, string][] = [['id', 'DESC']];
  const contracts = await Contract.findAll({ where, include: ['terms'], order, limit: MOST_CONTRACTS });
  const late = await lateWaiting(
    contracts.map(({ id }) => id),
    toSeconds(now),
  );
  const money = await waitingMoney(contracts, late, now);
  return contracts.flatMap(({ id, title }) => {
    const amount = money.get(id) ?? 0;
    const week = late.find(({ contractId }) => contractId === id)?.week;
    const href = week === undefined ? `/contracts/${id}/manual-time` : `/contracts/${id}/late-time/${week}`;
    return amount > 0 ? [{ title, href, amount }] : [];
  });
}
