/** What a freelancer's page of earnings shows: how far the money has come, and each sum with what it is made of. */
import type { Payments } from '../outside/payments.ts';
import { dayShort, fromSeconds, utcDay, type EpochSeconds } from '../kernel/time.ts';
import type { Actor } from '../policy/policy.ts';
import { entryLabel, nextPayday, payoutSign, splitAvailable, stages, stageWords, type StageName } from './earnings.ts';
import { countPayouts, entriesOf, moneyOf, payoutsOf, type Entry, type OpenInvoice } from './earnings-rows.ts';
import { utcMoment } from './invoice-cycle.ts';
import { rowOf } from './invoice-list.ts';
import { listInvoices } from './invoice-rows.ts';
import { sumOf } from './invoice.ts';
import { holdWords } from './invoice-words.ts';
import { accountFacts } from './payout-account-rows.ts';
import type { Payout } from './payout-model.ts';
import { runningWeeks, type RunningWeek } from './running-weeks.ts';
import { waitingOf } from './waiting-money.ts';

const RECENT_WEEKS = 12;
const RECENT_ENTRIES = 10;
const ENTRIES = 50;
const PAYOUTS = 20;

export async function earningsLocals(actor: Actor, asked: number, payments: Payments, now: Date) {
  const wednesday = nextPayday(now);
  const [money, running, waiting, account, weeks, entries, payouts] = await Promise.all([
    moneyOf(actor.id, wednesday),
    runningWeeks(actor.id, now),
    waitingOf(actor.id, now),
    accountFacts(actor.id, now),
    listInvoices(actor, { contract: null, state: null }, RECENT_WEEKS),
    entriesOf(actor.id, null, RECENT_ENTRIES),
    payoutPage(actor.id, asked),
  ]);
  const sums: Record<StageName, number> = {
    running: sumOf(running, ({ amount }) => amount),
    due: sumOf(money.due, ({ amount }) => amount) - money.fromFund,
    escrow: sumOf(money.escrow, ({ amount }) => amount),
    available: money.available,
    'on-its-way': money.onItsWay,
    'paid-out': money.paidOut,
  };
  const list = ({ invoice, amount }: OpenInvoice) => ({ ...rowOf(invoice, actor), amount });
  return {
    playMoney: !payments.real,
    stages: stages.map(name => ({ name, ...stageWords[name], amount: sums[name] })),
    running: running.map(weekRow),
    ...{ waiting, waits: sumOf(waiting, ({ amount }) => amount) },
    ...{ due: money.due.map(list), escrow: money.escrow.map(list), fromFund: money.fromFund },
    available: { ...splitAvailable(money.available, money.goesNext), wednesday: utcMoment(fromSeconds(wednesday)) },
    account: { label: account.label, hold: holdWords(account) },
    entries: entries.map(entryRow),
    weeks: weeks.map(invoice => ({
      ...rowOf(invoice, actor),
      share: invoice.seconds > 0 ? invoice.protectedSeconds / invoice.seconds : null,
      protectedAmount: invoice.protectedAmount,
    })),
    payouts,
    isNew: running.length === 0 && weeks.length === 0 && entries.length === 0,
  };
}

const weekRow = ({ contract, week, closesAt, chargedAt, seconds, amount, protectedSeconds }: RunningWeek) => ({
  ...{ title: contract.title, other: contract.client?.name ?? '', seconds, amount },
  ...{ from: weekName(week), closes: utcMoment(closesAt), charged: utcMoment(chargedAt) },
  share: seconds > 0 ? protectedSeconds / seconds : null,
  href: `/contracts/${contract.id}/diary/${utcDay(week)}`,
});

const weekName = (week: EpochSeconds): string => dayShort(utcDay(week));

const entryRow = ({ at, kind, amount, after, title, week, invoice }: Entry) => ({
  ...{ at: fromSeconds(at), label: entryLabel(kind), amount, after, title },
  week: week === null ? null : weekName(week),
  invoice: invoice && { number: invoice.number, href: `/invoices/${invoice.id}` },
});

async function payoutPage(freelancerId: number, asked: number) {
  const pages = Math.max(1, Math.ceil((await countPayouts(freelancerId)) / PAYOUTS));
  const page = Math.min(pages, Math.max(1, Math.trunc(asked)));
  const found = await payoutsOf(freelancerId, PAYOUTS, (page - 1) * PAYOUTS);
  return {
    rows: found.map(({ payout, account }) => payoutRow(payout, account)),
    ...{ page, pages },
    previousHref: page > 1 ? `/earnings?page=${page - 1}#payouts` : null,
    nextHref: page < pages ? `/earnings?page=${page + 1}#payouts` : null,
  };
}

/** @param account where it went */
export const payoutRow = (
  { wednesday, amount, state, fileId = null, accountId = null, settledAt, words }: Payout,
  account: string | null,
) => ({
  ...{ day: dayShort(utcDay(wednesday)), amount, account, settledAt: settledAt ?? null, words: words ?? null },
  sign: payoutSign(state, fileId !== null || accountId !== null),
});

/** The whole account, a page at a time. @param before the id of a line */
export async function statementLocals(actor: Actor, before: number | null, payments: Payments) {
  const found = await entriesOf(actor.id, before, ENTRIES + 1);
  const shown = found.slice(0, ENTRIES);
  return {
    playMoney: !payments.real,
    entries: shown.map(entryRow),
    newestHref: before === null ? null : '/earnings/statement',
    olderHref: found.length > ENTRIES ? `/earnings/statement?before=${shown.at(-1)!.id}` : null,
  };
}
