/** What the case page of a dispute shows: enough for somebody who has never seen the product to decide it. */
import { sumOf } from '../billing/invoice.ts';
import { Invoice } from '../billing/invoice-model.ts';
import { config } from '../config.ts';
import type { Viewing } from '../diary/block-words.ts';
import { roleIn } from '../disputes/dispute.ts';
import { disputedBlocks, type DisputedBlock } from '../disputes/dispute-blocks.ts';
import type { Dispute } from '../disputes/dispute-model.ts';
import { disputeLocals } from '../disputes/dispute-page.ts';
import { rulingSigns } from '../disputes/dispute-words.ts';
import {
  adminReasons,
  needsTwoAdmins,
  partsOf,
  ruledBy,
  rulingReasons,
  rulingSides,
  type Parts,
  type Ruling,
  type RulingSide,
} from '../disputes/ruling.ts';
import type { Cents } from '../kernel/money.ts';
import { fromSeconds, fromTo, utcDay } from '../kernel/time.ts';
import type { Form } from '../web/form.ts';
import { agreedOf } from './agreed.ts';
import { askOf } from './ask.ts';
import { caseDays } from './case-blocks.ts';
import { outcomesOf, plainMixes } from './outcomes.ts';
import { clockOf } from './case-clock.ts';

export const caseHref = (id: number): string => `/admin/disputes/${id}`;
const fileHref = (id: number, file: number): string => `${caseHref(id)}/files/${file}`;
const blockHref = (id: number) => (start: number) => `${caseHref(id)}/blocks/${start}`;

/** What an admin is to decide: the blocks the freelancer has not accepted. */
export const contestedOf = async (id: number): Promise<DisputedBlock[]> =>
  (await disputedBlocks(id)).filter(({ answer }) => answer !== 'accepted');

export async function caseLocals(dispute: Dispute, viewing: Viewing, form: Form<unknown>) {
  const { id } = dispute;
  const [said, invoice, blocks] = await Promise.all([
    disputeLocals(dispute, viewing),
    Invoice.findByPk(dispute.invoiceId, { rejectOnEmpty: true }),
    disputedBlocks(id),
  ]);
  const contested = blocks.filter(({ answer }) => answer !== 'accepted').map(withSign);
  const of = { invoice, client: said.client, freelancer: said.freelancer };
  const two = needsTwoAdmins(dispute.held, config.twoAdminsFrom);
  const role = roleIn(dispute, viewing.actor) ?? 'admin';
  const by = said.steps.findLast(({ step }) => step === 'proposed' || step === 'decided')?.by ?? 'An admin';
  const facts = {
    state: dispute.state,
    role,
    count: contested.length,
    held: dispute.held,
    two,
    twoFrom: config.twoAdminsFrom,
  };
  const ask = askOf({ ...facts, by, client: of.client, freelancer: of.freelancer });
  const proposed =
    dispute.state === 'proposed' ? (said.steps.findLast(({ step }) => step === 'proposed')?.rulings ?? []) : [];
  return {
    ...said,
    ...{ form, ask, two, proposed, href: caseHref(id), deciding: true },
    timer: said.deadline && clockOf(said.deadline.at, viewing.now),
    rule: ruleOf(contested),
    contestedDays: await caseDays(contested, viewing, blockHref(id)),
    acceptedDays: await caseDays(
      blocks.filter(({ answer }) => answer === 'accepted'),
      viewing,
      blockHref(id),
    ),
    outcomes: ask.act === 'decide' ? await outcomesOf(of, plainMixes(contested, of)) : null,
    proposal: ask.act === 'approve' || ask.act === 'take-back' ? await proposalOf(of, proposed) : null,
    ...{ sides: sidesOf(of), ownReasons },
    contract: agreedOf(viewing, dispute.openedAt),
    invoice: { ...said.invoice, day: utcDay(invoice.week) },
    statements: said.statements.map(statement => ({
      ...statement,
      files: statement.files.map(file => ({ ...file, href: fileHref(id, file.id) })),
    })),
  };
}

type Of = { invoice: Invoice; client: string; freelancer: string };

/** What was decided of a block, if anything was. */
const withSign = (block: DisputedBlock) => ({ ...block, sign: block.ruling && rulingSigns[block.ruling] });

/** What a proposal would do. */
function proposalOf(of: Of, proposed: readonly { to: RulingSide; amount: Cents }[]) {
  const parts: Parts = { freelancer: 0, client: 0, fund: 0 };
  for (const { to, amount } of proposed) parts[to] += amount;
  return outcomesOf(of, [{ label: 'This decision', parts }]);
}

/** What the rule alone would say: 14 of 18 are protected. */
function ruleOf(contested: readonly DisputedBlock[]) {
  const safe = contested.filter(block => block.protected);
  const amount = sumOf(safe, block => block.amount);
  return { safe: safe.length, of: contested.length, amount, rest: sumOf(contested, block => block.amount) - amount };
}

/** Who may get a block, in the order of the buttons, and the published reasons for it. */
const sidesOf = ({ client, freelancer }: Pick<Of, 'client' | 'freelancer'>) => {
  const words = {
    freelancer: { label: firstName(freelancer), legend: `Blocks whose money goes to ${freelancer}` },
    client: { label: firstName(client), legend: `Blocks whose money goes back to ${client}` },
    fund: { label: 'Fund', legend: `Blocks refunded to ${client} and paid to ${freelancer} by the protection fund` },
  };
  return rulingSides.map(side => ({
    ...{ side, ...words[side], sign: rulingSigns[side] },
    reasons: adminReasons(side).map(value => ({ value, label: rulingReasons[value].label })),
  }));
};
/** For a block that is decided for another reason than the others. */
const ownReasons = [...new Set(rulingSides.flatMap(adminReasons))].map(value => ({
  value,
  label: rulingReasons[value].label,
}));
const firstName = (name: string): string => name.split(' ')[0] ?? name;

/** The decision that was chosen, before it is made: what it says, and what it would do. */
export async function previewLocals(
  dispute: Dispute,
  viewing: Viewing,
  rulings: readonly Ruling[],
  form: Form<unknown>,
) {
  const { client, freelancer } = viewing.contract;
  const invoice = await Invoice.findByPk(dispute.invoiceId, { rejectOnEmpty: true });
  const of = { invoice, client: client?.name ?? '', freelancer: freelancer?.name ?? '' };
  const contested = await contestedOf(dispute.id);
  const parts = partsOf(ruledBy(contested, [...rulings]));
  return {
    ...{ form, deciding: true, href: caseHref(dispute.id), client: of.client, freelancer: of.freelancer, dispute },
    ...{ two: needsTwoAdmins(dispute.held, config.twoAdminsFrom) && dispute.state === 'contested' },
    final: dispute.state === 'appealed',
    title: viewing.contract.title,
    groups: rulings.map(ruling => groupOf(ruling, contested, viewing)),
    outcomes: await outcomesOf(of, [{ label: 'This decision', parts }]),
  };
}

function groupOf({ to, reason, words, blocks }: Ruling, contested: readonly DisputedBlock[], { actor }: Viewing) {
  const ruled = contested.filter(({ startedAt }) => blocks.includes(startedAt));
  return {
    ...{ to, words, reason: rulingReasons[reason].label, sign: rulingSigns[to] },
    ...{
      count: ruled.length,
      safe: ruled.filter(block => block.protected).length,
      amount: sumOf(ruled, ({ amount }) => amount),
    },
    times: ruled.map(({ startedAt, seconds }) =>
      fromTo(fromSeconds(startedAt), fromSeconds(startedAt + seconds), actor.timeZone),
    ),
  };
}
