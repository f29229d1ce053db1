/** Weeks that are not closed: what their invoices would say if they closed now. */
import { Op } from 'sequelize';
import { Contract } from '../contracts/contract-model.ts';
import { ContractTerms } from '../contracts/contract-terms-model.ts';
import type { Cents } from '../kernel/money.ts';
import { chargeDue, fromSeconds, toSeconds, weekCloses, weekOf, type EpochSeconds } from '../kernel/time.ts';
import { billableIn } from '../manual-time/billable.ts';
import { linesOf, sumOf } from './invoice.ts';

export type RunningWeek = {
  contract: Contract;
  week: EpochSeconds;
  closesAt: Date;
  chargedAt: Date;
  seconds: number;
  amount: Cents;
  protectedSeconds: number;
};

const WEEK_SECONDS = 7 * 86_400;
const MOST_CONTRACTS = 50;

/** A freelancer's open weeks with something in them, oldest first. Exact: by the same rule and rounding as the invoice. */
export async function runningWeeks(freelancerId: number, now: Date): Promise<RunningWeek[]> {
  const where = { freelancerId, nextWeek: { [Op.lte]: weekOf(toSeconds(now)) } };
  const contracts = await Contract.findAll({
    where,
    include: ['client'],
    order: [['id', 'DESC']],
    limit: MOST_CONTRACTS,
  });
  return runningWeeksOf(
    contracts.map(contract => Object.assign(contract, { freelancerId })),
    now,
  );
}

/** The same of these contracts. */
export async function runningWeeksOf(
  contracts: readonly (Contract & { freelancerId: number })[],
  now: Date,
): Promise<RunningWeek[]> {
  const terms = await ContractTerms.findAll({ where: { contractId: contracts.map(({ id }) => id) } });
  const rates = new Map(terms.map(({ id, rateCents }) => [id, rateCents]));
  const open = contracts.flatMap(contract => weeksOf(contract, now).map(week => ({ contract, week })));
  const found = await Promise.all(
    open.map(async ({ contract, week }) => {
      const billed = await billableIn(contract, week);
      const lines = linesOf(billed.map(({ termsId, ...block }) => ({ ...block, rateCents: rates.get(termsId)! })));
      return { contract, week, ...edges(week), ...sums(lines) };
    }),
  );
  return found.filter(({ seconds }) => seconds > 0).sort((a, b) => a.week - b.week);
}

function weeksOf({ nextWeek }: Contract, now: Date): EpochSeconds[] {
  const present = weekOf(toSeconds(now));
  const first = nextWeek ?? present + WEEK_SECONDS;
  // Weeks long past are closed within a minute; nobody reads more than these meanwhile.
  const count = Math.min(5, Math.max(0, (present - first) / WEEK_SECONDS + 1));
  return Array.from({ length: count }, (_, place) => present - (count - 1 - place) * WEEK_SECONDS);
}

/** When a week closes, and when its client is charged. */
export const edges = (week: EpochSeconds): { closesAt: Date; chargedAt: Date } => ({
  closesAt: fromSeconds(weekCloses(week)),
  chargedAt: fromSeconds(chargeDue(week)),
});

const sums = (lines: ReturnType<typeof linesOf>) => ({
  seconds: sumOf(lines, line => line.seconds),
  amount: sumOf(lines, line => line.amount),
  protectedSeconds: sumOf(lines, line => line.protectedSeconds),
});
