/** A contract's money, as its page shows it: the weeks that are not billed yet, and everything that was. */
import { Op } from 'sequelize';
import type { Contract } from '../contracts/contract-model.ts';
import type { Cents } from '../kernel/money.ts';
import { utcDay } from '../kernel/time.ts';
import { may, type Actor } from '../policy/policy.ts';
import { utcMoment } from './invoice-cycle.ts';
import { Invoice } from './invoice-model.ts';
import { sumOf } from './invoice.ts';
import { runningWeeksOf } from './running-weeks.ts';

type Worked = { seconds: number; amount: Cents; protectedSeconds: number };
const withShare = ({ seconds, amount, protectedSeconds }: Worked) => ({
  ...{ seconds, amount },
  share: seconds > 0 ? protectedSeconds / seconds : null,
});

/** @param contract that was accepted */
export async function contractMoney(contract: Contract & { freelancerId: number }, viewer: Actor, now: Date) {
  const { id } = contract;
  const [running, billed] = await Promise.all([runningWeeksOf([contract], now), billedOf(id)]);
  const weeks = running.map(one => ({
    ...withShare(one),
    href: `/contracts/${id}/diary/${utcDay(one.week)}`,
    ...{ closes: utcMoment(one.closesAt), charged: utcMoment(one.chargedAt) },
  }));
  const parts = [...running, billed];
  const sum = (of: keyof Worked): number => sumOf(parts, part => part[of]);
  const all = { seconds: sum('seconds'), amount: sum('amount'), protectedSeconds: sum('protectedSeconds') };
  return {
    weeks,
    billed: { ...withShare(billed), invoices: billed.invoices, href: `${listFor(viewer)}?contract=${id}` },
    all: withShare(all),
  };
}

/** Admins have no invoices of their own; theirs is the list of every week. */
const listFor = (viewer: Actor): string => (may(viewer, 'money.see') ? '/invoices' : '/admin/weeks');

async function billedOf(contractId: number): Promise<Worked & { invoices: number }> {
  const where = { contractId, seconds: { [Op.gt]: 0 } };
  const fields = ['seconds', 'amount', 'protectedSeconds'] as const;
  const [seconds, amount, protectedSeconds] = await Promise.all(fields.map(field => Invoice.sum(field, { where })));
  const number = (sum: number | undefined): number => Number(sum ?? 0);
  return {
    ...{ seconds: number(seconds), amount: number(amount), protectedSeconds: number(protectedSeconds) },
    invoices: await Invoice.count({ where }),
  };
}
