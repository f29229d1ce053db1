/** A world in which everything that is kept is hostile: one of everything, moved on as far as the people of a case can. */
import { appealClaim } from '../../src/billing/appeal-claim.ts';
import { Claim } from '../../src/billing/claim-model.ts';
import { decideClaim, sendClaimBack } from '../../src/billing/decide-claim.ts';
import { depositToFund } from '../../src/billing/deposit-to-fund.ts';
import { FundDeposit } from '../../src/billing/fund-deposit-model.ts';
import { Invoice } from '../../src/billing/invoice-model.ts';
import { closeWeek } from '../../src/billing/close-week.ts';
import { Contract } from '../../src/contracts/contract-model.ts';
import { Proposal } from '../../src/contracts/proposal-model.ts';
import { putBlock } from '../support/put-block.ts';
import { run } from '../../src/db/sequelize.ts';
import { answerDispute } from '../../src/disputes/answer-dispute.ts';
import { appealDispute } from '../../src/disputes/appeal-dispute.ts';
import { proposeRuling, sendBack } from '../../src/disputes/decide-dispute.ts';
import { Dispute } from '../../src/disputes/dispute-model.ts';
import type { Ruling } from '../../src/disputes/ruling.ts';
import { JobRun } from '../../src/jobs/job-run-model.ts';
import { addMs, DAY, fromSeconds, toSeconds, weekOf } from '../../src/kernel/time.ts';
import { ManualRequest } from '../../src/manual-time/manual-request-model.ts';
import { tenants, type Tenant } from '../security/tenants.ts';
import { world, type Person, type World } from '../support/world.ts';
import { makeHostile } from './hostile-words.ts';

const MARKER = 'zebra-7f3ac1';
const WORDS = `It is as it is said here ${MARKER}`;

export type HostileWorld = {
  w: World;
  tenant: Tenant;
  /** Columns that hold hostile words, as `table.column`. */
  hostile: Set<string>;
  /** Addresses of more than the one thing each route is visited with, by who visits them. */
  more: Record<'freelancer' | 'client', string[]>;
  /** Each moves the dispute and the claim one step on, and is to be called in this order. */
  steps: Record<'answered' | 'proposed' | 'decided' | 'appealed', () => Promise<void>>;
};

export async function hostileWorld(): Promise<HostileWorld> {
  const w = await world();
  for (const admin of [w.ada, w.amir]) await nameHostile(admin);
  const [tenant] = (await tenants(w, [MARKER])) as [Tenant];
  await w.comeBack();
  const { freelancer, client, names } = tenant;
  const now = w.outside.clock.now();
  const contractId = Number(names['contracts/:id']);

  await w.ada.post(`/admin/contracts/${contractId}/look`, { reason: 'help', words: WORDS });
  await w.ada.post(`/contracts/${contractId}/evidence/checks`);
  for (const act of ['suspension', 'suspension/end'])
    await w.ada.post(`/admin/people/${w.stan.id}/${act}`, { reason: 'other', words: WORDS });
  await depositToFund({ amount: 100_00, reason: WORDS, nth: (await FundDeposit.count()) + 1 }, w.ada, now);
  await JobRun.upsert({ name: 'close weeks', failures: 2, startedAt: now, failedAt: now, trouble: WORDS });
  const at = toSeconds(now) - 86_400;
  const { id: declined } = await ManualRequest.create({
    ...{ contractId, freelancerId: freelancer.id, from: at, to: at + 600, state: 'declined' },
    ...{ description: WORDS, projectCode: `A-${MARKER}`, reason: WORDS, answer: WORDS },
    ...{ askedAt: at, answerBy: at + 86_400, closedAt: at + 60 },
  });
  // What providers of payments say, and what we say with words of others.
  for (const [table, column] of [
    ...[
      ['proposals', 'what'],
      ['payment_methods', 'label'],
      ['charge_attempts', 'label'],
      ['charge_attempts', 'reason'],
    ],
    ...[
      ['invoices', 'charge_failure'],
      ['bonuses', 'charge_failure'],
      ['refunds', 'reason'],
      ['payouts', 'words'],
    ],
    ...[
      ['payout_accounts', 'label'],
      ['evidence_checks', 'fault'],
    ],
  ])
    await run(`UPDATE ${table} SET ${column} = $1`, [WORDS]);
  await run('UPDATE contract_terms SET free_codes = TRUE WHERE contract_id = $1', [contractId]);
  await run('UPDATE blocks SET shot2_mask_reason = $1 WHERE shot1_mask_reason IS NOT NULL', [WORDS]);

  const newest = toSeconds(now) - 3600;
  await tenant.tracker.send(contractId, fromSeconds(newest).toISOString(), {
    block: { description: WORDS, projectCode: `A-${MARKER}` },
    mask: { perMille: 20, reason: WORDS },
  });
  const unpaid = await invoicedSince(contractId, freelancer.id, now);

  const hostile = new Set<string>();
  const spread = async (): Promise<void> => (await makeHostile(MARKER)).forEach(place => hostile.add(place));
  await spread();

  const dispute = Number(names['disputes/:id']);
  const claim = Number(names['claims/:id']);
  const rulings: Ruling[] = [
    { to: 'client', reason: 'work-is-not-shown', words: WORDS, blocks: [Number(names['blocks/:startedAt'])] },
  ];
  const decision = { pay: false, code: 'not-in-order', reason: WORDS } as const;
  const and = (act: () => Promise<unknown>) => async (): Promise<void> => {
    await act();
    await spread();
  };
  const steps = {
    answered: and(async () => {
      await Dispute.update({ answerUntil: addMs(now, DAY) }, { where: { id: dispute } });
      await answerDispute(dispute, { accepted: [], words: WORDS }, freelancer, now);
    }),
    // So much is at stake that it takes two.
    proposed: and(async () => {
      await Dispute.update({ held: 600_00 }, { where: { id: dispute } });
      await Claim.update({ amount: 600_00 }, { where: { id: claim } });
      await proposeRuling(dispute, rulings, w.amir, now);
      await decideClaim(claim, decision, w.amir, now);
    }),
    decided: and(async () => {
      await sendBack(dispute, WORDS, w.ada, now);
      await sendClaimBack(claim, WORDS, w.ada, now);
      await Dispute.update({ held: 6_67 }, { where: { id: dispute } });
      await Claim.update({ amount: 5_00 }, { where: { id: claim } });
      await proposeRuling(dispute, rulings, w.amir, now);
      await decideClaim(claim, decision, w.amir, now);
    }),
    // There is nothing to appeal for when the client has paid.
    appealed: and(async () => {
      await Invoice.update({ chargeState: 'failed' }, { where: { id: Number(names['invoices/:id']) } });
      await Contract.update({ paymentProblemSince: now }, { where: { id: contractId } });
      await Proposal.update({ state: 'declined', openKind: null }, { where: { contractId } });
      await appealDispute(dispute, WORDS, client, now);
      await appealClaim(claim, WORDS, freelancer, now);
    }),
  };
  const contract = `/contracts/${contractId}`;
  const more = {
    freelancer: [
      `${contract}/manual-time/${declined}`,
      `${contract}/correction?block=${newest}`,
      `${contract}/deletion?block=${newest}`,
    ],
    client: [
      ...[
        `${contract}/diary/2026-01-05`,
        `/hand-over/${names['hand-over/:secret']}`,
        `${contract}/diary/${names['diary/:day']}?kind=protected&code=none`,
      ],
      ...[
        `/invoices/${unpaid.id}/disputes/new?tick=all`,
        `/invoices/${unpaid.id}/disputes/confirm?block=${unpaid.startedAt}`,
      ],
    ],
  };
  return { w, tenant, hostile, more, steps };
}

/** A block of the week before, billed a moment ago: it can still be disputed. */
async function invoicedSince(contractId: number, freelancerId: number, now: Date) {
  const week = weekOf(toSeconds(now)) - 7 * 86_400;
  const startedAt = week + 86_400;
  await putBlock({ contractId, freelancerId, startedAt, code: `B-${MARKER}` }, fromSeconds(startedAt + 600));
  // Only its row is there.
  await run('UPDATE blocks SET pictures_removed_at = started_at WHERE started_at = $1', [startedAt]);
  await Contract.update({ nextWeek: week }, { where: { id: contractId } });
  await closeWeek(contractId, week, now);
  const { id } = await Invoice.findOne({ where: { contractId }, order: [['id', 'DESC']], rejectOnEmpty: true });
  return { id, startedAt };
}

async function nameHostile(person: Person): Promise<void> {
  person.name = `${person.name} ${MARKER}`;
  await run('UPDATE users SET name = $1 WHERE id = $2', [person.name, person.id]);
}
