/** The crontab. One tick a minute; each job asks the database what is due, so a missed or doubled tick is harmless. */
import cron from 'node-cron';
import { forgetExpired } from '../accounts/forget-expired.ts';
import { heardFromPayments } from '../billing/hear-payment.ts';
import { forgetMethods } from '../billing/payment-method-removal.ts';
import { finishHeardMethods } from '../billing/payment-method-setup.ts';
import { finishAccounts } from '../billing/payout-account-setup.ts';
import { sleepContracts } from '../contracts/stop-contract.ts';
import { forgetPictures } from '../diary/forget-pictures.ts';
import { config } from '../config.ts';
import { moveDisputesOn, remindOfDisputes } from '../disputes/move-on.ts';
import { signRoots } from '../evidence/sign-roots.ts';
import { mailNotices } from '../notices/mail-notices.ts';
import { tellWeeks } from '../notices/tell-weeks.ts';
import { acceptReviewed } from '../billing/accept-invoice.ts';
import { chargeBonuses } from '../billing/charge-bonuses.ts';
import { chargeInvoices } from '../billing/charge-invoices.ts';
import { closeWeeks } from '../billing/close-week.ts';
import { payOut } from '../billing/pay-out.ts';
import { sendPayouts } from '../billing/send-payouts.ts';
import { sendRefunds } from '../billing/send-refunds.ts';
import { takingItsTime } from '../db/silence.ts';
import { untilEnding } from '../kernel/ending.ts';
import { MINUTE } from '../kernel/time.ts';
import { closeUnanswered } from '../manual-time/close-unanswered.ts';
import type { Outside } from '../outside/outside.ts';
import { deliverSandboxEvents } from '../outside/sandbox-book.ts';
import { leaseJob, noteFailure, noteSuccess } from './lease.ts';
import { removeOldPictures } from '../retention/remove-old-pictures.ts';

type Job = { name: string; run(outside: Outside, now: Date): Promise<number> };

export const jobs: readonly Job[] = [
  { name: 'deliver sandbox events', run: (_outside, now) => deliverSandboxEvents(heardFromPayments, now) },
  { name: 'finish payment methods', run: ({ payments }, now) => finishHeardMethods(payments, now) },
  { name: 'forget removed payment methods', run: ({ payments }, now) => forgetMethods(payments, now) },
  { name: 'forget expired sessions, links and attempts', run: (_outside, now) => forgetExpired(now) },
  { name: 'remove old pictures', run: (_outside, now) => removeOldPictures(now) },
  { name: 'forget deleted pictures', run: ({ storage }, now) => forgetPictures(storage, now) },
  { name: 'put contracts to sleep', run: (_outside, now) => sleepContracts(now) },
  { name: 'sign the evidence of the day', run: (_outside, now) => signRoots(now) },
  { name: 'tell clients what their week came to', run: (_outside, now) => tellWeeks(now) },
  { name: 'mail what people are told', run: (outside, now) => mailNotices(outside, config, now) },
  { name: 'close unanswered manual time', run: (_outside, now) => closeUnanswered(now) },
  { name: 'close weeks', run: (_outside, now) => closeWeeks(now) },
  { name: 'charge clients', run: ({ payments }, now) => chargeInvoices(payments, now) },
  { name: 'charge bonuses', run: ({ payments }, now) => chargeBonuses(payments, now) },
  { name: 'send refunds', run: ({ payments }, now) => sendRefunds(payments, now) },
  { name: 'accept reviewed weeks', run: (_outside, now) => acceptReviewed(now) },
  { name: 'move disputes on', run: (_outside, now) => moveDisputesOn(now) },
  { name: 'remind of disputes', run: (_outside, now) => remindOfDisputes(now) },
  { name: 'pay freelancers out', run: (_outside, now) => payOut(now) },
  { name: 'finish payout accounts', run: ({ payments }, now) => finishAccounts(payments, now) },
  { name: 'send payouts', run: ({ payments }, now) => sendPayouts(payments, now) },
];

/** Nobody waits for a job at a page: each of its questions to the database may take so long. */
const QUESTION_MS = MINUTE;

/** What every tick does. One failing job does not keep the others from running. */
export async function tick(outside: Outside): Promise<void> {
  for (const job of untilEnding(jobs)) {
    try {
      if (await leaseJob(job.name, outside.clock.now())) await runJob(job, outside);
    } catch (error) {
      outside.log.error({ job: job.name, err: error }, `${job.name}: failed`);
    }
  }
}

async function runJob(job: Job, outside: Outside): Promise<void> {
  const { clock, log } = outside;
  try {
    const done = await takingItsTime(QUESTION_MS, () => job.run(outside, clock.now()));
    if (done > 0) log.info({ job: job.name, done }, `${job.name}: ${done}`);
    await noteSuccess(job.name, done, clock.now());
  } catch (error) {
    await noteFailure(job.name, error, clock.now());
    throw error;
  }
}

/** @returns stops the ticking, and resolves when no job runs any more */
export function startJobs(outside: Outside): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  const begin = (): Promise<void> => (running = tick(outside));
  const task = cron.schedule('* * * * *', begin, { name: 'tick', timezone: 'UTC', noOverlap: true });
  return async () => {
    await task.destroy();
    // A job that is broken off is leased for some minutes more: nobody else would run it meanwhile.
    await running;
  };
}
