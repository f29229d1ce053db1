/** Everything that waits for an admin, whatever feature it belongs to. */
import { Op } from 'sequelize';
import { Claim } from '../billing/claim-model.ts';
import { whyNotStep } from '../billing/claim-ruling.ts';
import { involvedIn } from '../billing/decide-claim.ts';
import { Invoice } from '../billing/invoice-model.ts';
import { batchHref } from '../billing/payout-page.ts';
import { batches } from '../billing/payout-rows.ts';
import { decideUntilFrom, workingDaysAfter } from '../disputes/deadline.ts';
import { roleIn, mayNow } from '../disputes/dispute.ts';
import { Dispute } from '../disputes/dispute-model.ts';
import { money } from '../kernel/money.ts';
import { dayLong, fromSeconds, utcDay } from '../kernel/time.ts';
import type { Actor } from '../policy/policy.ts';
import { jobLines } from './jobs-page.ts';
import { inOrder, type Task } from './waiting.ts';
import '../db/associations.ts';

/** Of each kind; what is due first is among them. */
const MOST = 50;
const WEDNESDAYS = 8;
/** The bank is told on the Wednesday or the day after. */
const PAYOUT_WORKING_DAYS = 1;

export async function tasksFor(actor: Actor, now: Date): Promise<Task[]> {
  const [disputes, claims, payouts, jobs] = await Promise.all([
    disputeTasks(actor),
    claimTasks(actor),
    payoutTasks(),
    jobTasks(now),
  ]);
  return inOrder([...disputes, ...claims, ...payouts, ...jobs]);
}

async function disputeTasks(actor: Actor): Promise<Task[]> {
  const where = { state: { [Op.in]: ['contested', 'proposed', 'appealed'] } };
  const found = await Dispute.findAll({ where, order: [['decideUntil', 'ASC']], limit: MOST });
  const about = await invoicesOf(found.map(({ invoiceId }) => invoiceId));
  return found.map(dispute => {
    const { id, state, held, blocks, decideUntil = null } = dispute;
    const kind = state === 'proposed' ? 'second-admin' : state === 'appealed' ? 'appeal' : 'dispute';
    const action = state === 'proposed' ? 'approve' : state === 'appealed' ? 'decide-appeal' : 'propose';
    const role = roleIn(
      { ...dispute.get(), proposedById: dispute.proposedById ?? null, approvedById: dispute.approvedById ?? null },
      actor,
    );
    return {
      ...{ kind, title: about.get(dispute.invoiceId)!, href: `/admin/disputes/${id}`, due: decideUntil },
      words: `${money(held)} for ${blocks === 1 ? '1 block' : `${blocks} blocks`} are held`,
      another: !mayNow(state, action, role),
    };
  });
}

async function claimTasks(actor: Actor): Promise<Task[]> {
  const found = await Claim.findAll({ where: { state: 'filed' }, order: [['id', 'ASC']], limit: MOST });
  const about = await invoicesOf(found.map(({ invoiceId }) => invoiceId));
  return Promise.all(
    found.map(async ({ id, state, invoiceId, amount, filedAt, appealedAt = null, proposedById = null }) => {
      const kind = proposedById !== null ? 'second-admin' : appealedAt !== null ? 'appeal' : 'claim';
      const standing = { state, proposedById, appealedAt, involved: kind === 'appeal' ? await involvedIn(id) : [] };
      return {
        ...{
          kind,
          title: about.get(invoiceId)!,
          href: `/admin/claims/${id}`,
          due: decideUntilFrom(appealedAt ?? filedAt),
        },
        words: `${money(amount)} are asked of the protection fund`,
        another: whyNotStep(standing, kind === 'second-admin' ? 'approve' : 'decide', actor.id) !== null,
      };
    }),
  );
}

/** What an invoice is about, in one line. */
async function invoicesOf(ids: number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const found = await Invoice.findAll({ where: { id: ids }, include: ['contract', 'client', 'freelancer'] });
  return new Map(
    found.map(({ id, number, contract, client, freelancer }) => [
      id,
      `${contract?.title ?? ''}, invoice ${number}: ${client?.name ?? ''} and ${freelancer?.name ?? ''}`,
    ]),
  );
}

async function payoutTasks(): Promise<Task[]> {
  const found = await batches(null, WEDNESDAYS);
  return found
    .filter(({ sums }) => sums.waiting.payouts > 0)
    .map(({ wednesday, sums: { waiting } }) => ({
      ...{ kind: 'payouts', title: `Payouts of ${dayLong(utcDay(wednesday))}`, href: batchHref(wednesday) },
      due: workingDaysAfter(fromSeconds(wednesday), PAYOUT_WORKING_DAYS),
      words: `${waiting.payouts === 1 ? '1 waits' : `${waiting.payouts} wait`} for the bank or its answer, ${money(waiting.amount)}`,
      another: false,
    }));
}

async function jobTasks(now: Date): Promise<Task[]> {
  return (await jobLines(now))
    .filter(({ state }) => state === 'failed' || state === 'late')
    .map(({ name, words }) => ({ kind: 'job', title: name, words, href: '/admin/jobs', due: null, another: false }));
}
