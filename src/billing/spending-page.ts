/** What a client's page of spending shows: what is due, what failed, and where the money went. */
import { Op } from 'sequelize';
import { dayShort, toSeconds, utcDay, weekOf } from '../kernel/time.ts';
import type { Payments } from '../outside/payments.ts';
import type { Actor } from '../policy/policy.ts';
import { chartOf } from '../reports/chart.ts';
import { groupsOf, sumOf as sumLines, type Line, type Way } from '../reports/report.ts';
import { balancesOf } from './balances.ts';
import { creditOf } from './credit-of.ts';
import { utcMoment } from './invoice-cycle.ts';
import { rowOf } from './invoice-list.ts';
import { Invoice } from './invoice-model.ts';
import { sumOf } from './invoice.ts';
import { paymentMethodOf } from './payment-method-of.ts';
import { billedLines } from './spending-rows.ts';
import '../db/associations.ts';

const WEEK_SECONDS = 7 * 86_400;
export const WEEKS = 26;
const MOST_OPEN = 100;
const ways = { contract: 'Contract', code: 'Project code', week: 'Week', month: 'Month' } as const;
export type SpendingWay = keyof typeof ways;
export const isSpendingWay = (text: unknown): text is SpendingWay =>
  typeof text === 'string' && Object.hasOwn(ways, text);

/** The first second of the first week the page is about. */
export const since = (now: Date): number => weekOf(toSeconds(now)) - WEEKS * WEEK_SECONDS;

export async function spendingLocals(actor: Actor, by: SpendingWay, payments: Payments, now: Date) {
  const [lines, open, credit, method] = await Promise.all([
    billedLines(actor.id, since(now)),
    openInvoices(actor),
    creditOf(actor.id),
    paymentMethodOf(actor.id),
  ]);
  const first = lines[0]?.week ?? since(now);
  const weeks = (weekOf(toSeconds(now)) - first) / WEEK_SECONDS;
  const mondays = Array.from({ length: Math.max(1, weeks) }, (_, place) => first + place * WEEK_SECONDS);
  const way: Way = by === 'month' ? 'week' : by;
  return {
    ...{ playMoney: !payments.real, method: method?.label ?? null, heading: ways[by] },
    due: open.filter(({ failed }) => !failed),
    failed: open.filter(({ failed }) => failed),
    sums: {
      due: sumOf(open, one => (one.failed ? 0 : one.owed)),
      failed: sumOf(open, one => (one.failed ? one.owed : 0)),
      billed: sumLines(lines).amount,
      credit: Math.max(0, credit),
    },
    ways: (Object.keys(ways) as SpendingWay[]).map(one => ({
      label: ways[one],
      href: `/spending?by=${one}`,
      current: one === by,
    })),
    chart: lines.length > 0 ? chartOf(lines, mondays, way, 'money') : null,
    groups: by === 'month' ? monthsOf(lines) : groupsOf(lines, way),
    all: sumLines(lines),
  };
}

/** Invoices that are not paid, the next to be charged first. */
async function openInvoices(actor: Actor) {
  const found = await Invoice.findAll({
    where: { clientId: actor.id, chargeState: { [Op.ne]: 'paid' } },
    include: ['contract', 'client', 'freelancer'],
    order: [['nextChargeAt', 'ASC']],
    limit: MOST_OPEN,
  });
  const balances = await balancesOf(
    'due',
    found.map(({ id }) => id),
  );
  return found.map(invoice => ({
    ...rowOf(invoice, actor),
    owed: balances.get(invoice.id) ?? 0,
    failed: invoice.chargeState === 'failed',
    why: invoice.chargeFailure ?? null,
    when: invoice.nextChargeAt && utcMoment(invoice.nextChargeAt),
  }));
}

/** By the month in which the week began. The newest first. */
function monthsOf(lines: readonly Line[]) {
  const months = [...new Set(lines.map(({ week }) => monthOf(week)))].reverse();
  return months.map(label => ({
    label,
    detail: null,
    ...sumLines(lines.filter(({ week }) => monthOf(week) === label)),
  }));
}

const monthOf = (week: number): string => dayShort(utcDay(week)).replace(/^\d+ /, '');
