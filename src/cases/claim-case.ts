/** What the case page of a claim shows. */
import { User } from '../accounts/user-model.ts';
import { balanceOf } from '../billing/balances.ts';
import { claimLocals } from '../billing/claim-page.ts';
import { claimReasons, reasonsTo, type ClaimReason } from '../billing/claim-ruling.ts';
import { ClaimRuling } from '../billing/claim-ruling-model.ts';
import { claimLines, decisionRefusalWords, notEnoughWords, whyNotDecide } from '../billing/claim.ts';
import type { Claim } from '../billing/claim-model.ts';
import { claimWorth, involvedIn } from '../billing/decide-claim.ts';
import { Invoice } from '../billing/invoice-model.ts';
import { sumOf } from '../billing/invoice.ts';
import { client, due, fees, freelancer, fund } from '../billing/ledger.ts';
import { config } from '../config.ts';
import type { Viewing } from '../diary/block-words.ts';
import { deadlineWords, decideUntilFrom } from '../disputes/deadline.ts';
import { billedBlocks } from '../disputes/dispute-blocks.ts';
import { needsTwoAdmins } from '../disputes/ruling.ts';
import { utcDay } from '../kernel/time.ts';
import { accountRows } from './accounts.ts';
import { caseDays } from './case-blocks.ts';
import { clockOf } from './case-clock.ts';
import { claimAskOf } from './claim-ask.ts';
import { agreedOf } from './agreed.ts';

export const claimCaseHref = (id: number): string => `/admin/claims/${id}`;

export async function claimCaseLocals(claim: Claim, viewing: Viewing) {
  const { id, proposedById = null, appealedAt = null, appealWords = null } = claim;
  const { actor, now } = viewing;
  const shared = await claimLocals(claim);
  const invoice = await Invoice.findByPk(claim.invoiceId, { rejectOnEmpty: true });
  const [steps, involved, blocks] = await Promise.all([stepsOf(id), involvedIn(id), billedBlocks(invoice.id)]);
  const { claim: said, ...about } = shared;
  const two = needsTwoAdmins(claim.amount, config.twoAdminsFrom) && appealedAt === null;
  const by = steps.findLast(({ step }) => step === 'proposed')?.by ?? '';
  const standing = { state: claim.state, proposedById, appealedAt, involved, admin: actor.id };
  const names = { client: said.client, freelancer: said.freelancer };
  const ask = claimAskOf({ ...standing, ...names, amount: claim.amount, two, twoFrom: config.twoAdminsFrom, by });
  const until = claim.state === 'filed' ? decideUntilFrom(appealedAt ?? claim.filedAt) : null;
  const href = (start: number): string => `${claimCaseHref(id)}/blocks/${start}`;
  const [safe, others] = [blocks.filter(block => block.protected), blocks.filter(block => !block.protected)];
  return {
    ...about,
    ...{
      claim: said,
      appealedAt,
      appealWords,
      ask,
      two,
      steps,
      href: claimCaseHref(id),
      zone: actor.timeZone,
      deciding: true,
    },
    invoice: { ...about.invoice, day: utcDay(invoice.week) },
    proposed: proposedById === null ? null : (steps.findLast(({ step }) => step === 'proposed') ?? null),
    deadline: until && { at: until, words: deadlineWords(until, actor.timeZone) },
    timer: until && clockOf(until, now),
    counts: { safe: safe.length, of: blocks.length, amount: sumOf(safe, ({ amount }) => amount) },
    safeDays: await caseDays(safe, viewing, href),
    otherDays: await caseDays(others, viewing, href),
    reasons: [...reasonsTo(true), ...reasonsTo(false)].map(value => ({
      value,
      label: `${claimReasons[value].pays ? 'Pay' : 'Refuse'}: ${claimReasons[value].label}`,
    })),
    contract: agreedOf(viewing, claim.filedAt),
    ...(await worthOf(claim, invoice, names)),
  };
}

async function stepsOf(claimId: number) {
  const steps = await ClaimRuling.findAll({ where: { claimId }, order: ['id'] });
  const people = await User.findAll({ where: { id: steps.map(({ byId }) => byId) }, attributes: ['id', 'name'] });
  return steps.map(({ step, byId, madeAt, pays = null, code = null, words = null }) => ({
    ...{ step, byId, at: madeAt, pays, words, reason: labelOf(code) },
    by: people.find(({ id }) => id === byId)?.name ?? '',
  }));
}

const labelOf = (code: ClaimReason | null): string | null => code && claimReasons[code].label;

/** What paying and refusing would do, before it is done. */
async function worthOf(claim: Claim, invoice: Invoice, names: { client: string; freelancer: string }) {
  const { amount, fee } = await claimWorth(invoice);
  const net = amount - fee;
  const inFund = await balanceOf(fund);
  const refusal = whyNotDecide({ state: claim.state, amount, chargeState: invoice.chargeState }, true);
  const missing = net > inFund ? notEnoughWords(net, inFund) : null;
  const short = { gets: 0, later: 0, back: 0, pays: 0, problem: null };
  const options = [
    { label: 'Pay', lines: claimLines(claim.freelancerId, amount, fee) },
    { label: 'Refuse', lines: [] },
  ];
  const accounts = [
    { label: 'Protection fund', account: fund },
    { label: names.freelancer, hint: 'earned, not paid out yet', account: freelancer(claim.freelancerId) },
    { label: 'Due for this invoice', hint: 'goes on being charged', account: due(invoice.id) },
    { label: names.client, hint: 'below zero is owed', account: client(claim.clientId) },
    { label: 'Platform fees', account: fees },
  ];
  return {
    worth: { amount, fee, net },
    whyNotPay: refusal ? decisionRefusalWords[refusal] : missing,
    outcomes: {
      options: [
        { ...short, label: 'Pay', gets: net, pays: net },
        { ...short, label: 'Refuse' },
      ],
      accounts: await accountRows(accounts, options),
      who: { ...names, paid: true },
    },
  };
}
