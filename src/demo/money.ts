/** What the weeks of the demo world came to: closed, charged, accepted and paid out, each at its hour. */
import { acceptReviewed } from '../billing/accept-invoice.ts';
import { chargeInvoices } from '../billing/charge-invoices.ts';
import { closeWeeks } from '../billing/close-week.ts';
import { heardFromPayments } from '../billing/hear-payment.ts';
import { keepPayoutAccount } from '../billing/keep-payout-account.ts';
import { makePayoutFile } from '../billing/make-payout-file.ts';
import { payOut } from '../billing/pay-out.ts';
import { lastPayday } from '../billing/payout.ts';
import { settleFile } from '../billing/settle-sent.ts';
import { notSent } from '../billing/payout-rows.ts';
import { config } from '../config.ts';
import { addMs, DAY, fromSeconds, HOUR, toSeconds, utcDay, weekOf } from '../kernel/time.ts';
import { sandboxPayments } from '../outside/sandbox-payments.ts';
import type { Actor } from '../policy/policy.ts';
import type { CastName } from './cast.ts';

/** Felix has said where his money goes. */
export async function prepareMoney({ felix }: Record<CastName, Actor>, now: Date): Promise<void> {
  const account = { kind: 'iban' as const, holder: felix.name, number: 'AT611904300234573201', routing: null };
  await keepPayoutAccount(account, felix, config.secret, now);
}

/** Hours after a Monday 00:00 UTC at which money moves: closing, charge, payday, the bank's answer, the end of the review. */
const HOURS = [12.1, 36, 60, 90, 120];

/** Something somebody does at an hour. */
export type Happening = { at: Date; act(at: Date): Promise<unknown> };

/** Plays all of it from then until now, and what people do in between. */
export async function moveMoney(
  { ada }: Record<CastName, Actor>,
  from: Date,
  now: Date,
  happenings: readonly Happening[] = [],
): Promise<void> {
  let clock = from;
  const payments = sandboxPayments({ now: () => clock }, heardFromPayments);
  const jobs = async (at: Date): Promise<void> => {
    await closeWeeks(at);
    await chargeInvoices(payments, at);
    await acceptReviewed(at);
    await payOut(at);
    if (at.getUTCDay() === 4) await takeToBank(ada, at);
  };
  const all = [...momentsBetween(from, now).map((at): Happening => ({ at, act: jobs })), ...happenings];
  for (const { at, act } of all.sort((one, other) => one.at.getTime() - other.at.getTime())) {
    clock = at;
    await act(at);
  }
}

function momentsBetween(from: Date, now: Date): Date[] {
  const found: Date[] = [];
  for (let monday = fromSeconds(weekOf(toSeconds(from))); monday <= now; monday = addMs(monday, 7 * DAY))
    found.push(...HOURS.map(hours => addMs(monday, hours * HOUR)));
  return found.filter(at => at > from && at <= now);
}

/** On Thursday the bank has said yes. */
async function takeToBank(ada: Actor, at: Date): Promise<void> {
  const wednesday = lastPayday(at);
  if ((await notSent(wednesday)).length === 0) return;
  const file = await makePayoutFile(wednesday, ada, addMs(at, -20 * HOUR));
  await settleFile(file.id, `SEPA ${utcDay(wednesday)} ${String(file.id).padStart(4, '0')}`, ada, at);
}
