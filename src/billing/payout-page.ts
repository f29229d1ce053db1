/** What admins see of payouts: the Wednesdays, one of them, and one payout of it. */
import type { Payments } from '../outside/payments.ts';
import { dayLong, utcDay, type EpochSeconds } from '../kernel/time.ts';
import { blankForm, type Form } from '../web/form.ts';
import { payoutSign } from './earnings.ts';
import { utcMoment } from './invoice-cycle.ts';
import { sumOf } from './invoice.ts';
import { heldUntil } from './payout-account.ts';
import { PayoutAccount } from './payout-account-model.ts';
import type { Payout } from './payout-model.ts';
import { batches, batchSums, filesOn, notInFile, payoutsOn, suspendedOn, type Sums } from './payout-rows.ts';

const BATCHES = 26;
const PAYOUTS = 50;

const count = ({ waiting, paid, failed }: Sums): number => waiting.payouts + paid.payouts + failed.payouts;
const whole = ({ waiting, paid, failed }: Sums): number => waiting.amount + paid.amount + failed.amount;
export const batchHref = (wednesday: EpochSeconds): string => `/admin/payouts/${utcDay(wednesday)}`;

export async function batchesLocals(before: EpochSeconds | null, payments: Payments) {
  const found = await batches(before, BATCHES + 1);
  const shown = found.slice(0, BATCHES);
  return {
    playMoney: !payments.real,
    batches: shown.map(({ wednesday, sums }) => ({
      ...{ day: dayLong(utcDay(wednesday)), href: batchHref(wednesday), sums },
      ...{ payouts: count(sums), amount: whole(sums) },
    })),
    newestHref: before === null ? null : '/admin/payouts',
    olderHref: found.length > BATCHES ? `/admin/payouts?before=${shown.at(-1)!.wednesday}` : null,
  };
}

/** @param wrong the form of a file that was refused, or of the batch when `id` is null */
export async function batchLocals(
  wednesday: EpochSeconds,
  asked: number,
  payments: Payments,
  now: Date,
  wrong?: { id: number | null; form: Form<unknown> },
) {
  const [sums, waiting, files] = await Promise.all([batchSums(wednesday), notInFile(wednesday), filesOn(wednesday)]);
  const { forBank: open, byItself } = waiting;
  const pages = Math.max(1, Math.ceil(count(sums) / PAYOUTS));
  const page = Math.min(pages, Math.max(1, Math.trunc(asked)));
  const shown = await payoutsOn(wednesday, PAYOUTS, (page - 1) * PAYOUTS);
  const ready = open.filter(({ account }) => account && heldUntil(account, now) === null);
  const href = batchHref(wednesday);
  return {
    ...{ playMoney: !payments.real, href, sums, day: dayLong(utcDay(wednesday)) },
    form: wrong?.id === null ? wrong.form : blankForm(),
    ready: { payouts: ready.length, amount: sumOf(ready, ({ payout }) => payout.amount) },
    byItself: { payouts: byItself.length, amount: sumOf(byItself, ({ payout }) => payout.amount) },
    suspended: (await suspendedOn(wednesday)).length,
    withoutAccount: open.filter(({ account }) => account === null).length,
    held: open.filter(({ account }) => account && heldUntil(account, now) !== null).length,
    files: files.map(({ file, madeBy, sums }) => ({
      ...{ id: file.id, madeAt: file.madeAt, madeBy, sums, payouts: count(sums), amount: whole(sums) },
      form: wrong?.id === file.id ? wrong.form : blankForm(),
    })),
    rows: await Promise.all(shown.map(payout => payoutLine(payout, now))),
    ...{ page, pages },
    previousHref: page > 1 ? `${href}?page=${page - 1}` : null,
    nextHref: page < pages ? `${href}?page=${page + 1}` : null,
  };
}

/** A payout with where it goes, or why it does not go yet. */
async function payoutLine(payout: Payout, now: Date) {
  const { id, freelancer, amount, state, words, fileId = null, accountId = null, nextSendAt = null } = payout;
  const where = accountId === null ? { currentFor: payout.freelancerId } : { id: accountId };
  const account = await PayoutAccount.findOne({ where });
  const until = account && fileId === null ? heldUntil(account, now) : null;
  return {
    ...{ id, amount, file: fileId, name: freelancer?.name ?? '', email: freelancer?.email ?? '' },
    ...{ href: `${batchHref(payout.wednesday)}/${id}`, words: words ?? null },
    account: account?.label ?? null,
    hold: until && utcMoment(until),
    byItself: fileId === null && (account?.providerAccount ?? null) !== null,
    nextSend: nextSendAt && utcMoment(nextSendAt),
    sign: payoutSign(state, fileId !== null || accountId !== null),
    open: state === 'waiting' && fileId !== null,
  };
}

/** Null while it waits. Nobody of us has settled what the payment provider has. */
const settledOf = ({ settledAt = null, settledBy }: Payout) =>
  settledAt && { at: settledAt, by: settledBy?.name ?? 'the payment provider' };

/** @param payout with its freelancer, and who settled it */
export const payoutLocals = async (payout: Payout, form: Form<unknown>, payments: Payments, now: Date) => ({
  ...{ form, playMoney: !payments.real },
  payout: { ...(await payoutLine(payout, now)), settled: settledOf(payout) },
  batch: { href: batchHref(payout.wednesday), day: dayLong(utcDay(payout.wednesday)) },
});
