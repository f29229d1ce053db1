/** A client disputes blocks of an invoice: only those are held. */
import { User } from '../accounts/user-model.ts';
import { Invoice } from '../billing/invoice-model.ts';
import { sumOf } from '../billing/invoice.ts';
import { refundableOf } from '../billing/refundable.ts';
import { transaction } from '../db/sequelize.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import { addMs, HOUR, type EpochSeconds } from '../kernel/time.ts';
import { authorize, type Actor } from '../policy/policy.ts';
import { recordStep, tellSides } from './announce.ts';
import { answerUntilFrom, REMIND_HOURS } from './deadline.ts';
import { billedBlocks, saveDisputed, type BilledBlock } from './dispute-blocks.ts';
import { openRefusalWords, whyNotOpen, type DisputeReason } from './dispute.ts';
import { Dispute } from './dispute-model.ts';

/** @property blocks by their first seconds @property words why, for both sides, at least 20 characters */
export type Opening = { blocks: readonly EpochSeconds[]; reason: DisputeReason; words: string };

/**
 * The same once more is the same dispute.
 * @throws NotFound unless each block is one of the invoice's @throws Refused with an `OpenRefusal`
 */
export function openDispute(invoiceId: number, opening: Opening, by: Actor, now: Date): Promise<Dispute> {
  return transaction(async t => {
    const invoice = await Invoice.findByPk(invoiceId, { lock: t.LOCK.UPDATE, rejectOnEmpty: new NotFound('invoice') });
    authorize(by, 'dispute.open', invoice);
    const blocks = await chosenOf(invoiceId, opening.blocks);
    const same = await sameDispute(blocks, opening);
    if (same) return same;
    const { most: left } = await refundableOf(invoice, true);
    const facts = {
      invoice,
      left,
      blocks: blocks.map(({ amount, disputeId }) => ({ amount, disputed: disputeId !== null })),
    };
    const refusal = whyNotOpen(facts, now);
    if (refusal) throw new Refused(refusal, openRefusalWords[refusal](facts), 409);
    const dispute = await Dispute.create({ ...openedOf(invoice, opening, blocks), ...datesFrom(now) });
    await saveDisputed(dispute, blocks);
    await announce(dispute, invoice, opening, by, now);
    return dispute;
  });
}

async function chosenOf(invoiceId: number, starts: readonly EpochSeconds[]): Promise<BilledBlock[]> {
  const wanted = new Set(starts);
  const blocks = (await billedBlocks(invoiceId)).filter(({ startedAt }) => wanted.has(startedAt));
  if (blocks.length === 0 || blocks.length !== wanted.size) throw new NotFound('block');
  return blocks;
}

async function sameDispute(blocks: readonly BilledBlock[], { reason, words }: Opening): Promise<Dispute | null> {
  const ids = new Set(blocks.map(({ disputeId }) => disputeId));
  const [id] = ids;
  if (ids.size !== 1 || id == null) return null;
  return Dispute.findOne({ where: { id, blocks: blocks.length, reason, words } });
}

function openedOf(invoice: Invoice, { reason, words }: Opening, blocks: readonly BilledBlock[]) {
  const { id: invoiceId, contractId, clientId, freelancerId } = invoice;
  const amount = sumOf(blocks, block => block.amount);
  const heldProtected = sumOf(blocks, block => (block.protected ? block.amount : 0));
  return {
    ...{ invoiceId, contractId, clientId, freelancerId, reason, words, state: 'open' as const },
    ...{ blocks: blocks.length, amount, held: amount, heldProtected },
  };
}

function datesFrom(now: Date) {
  const answerUntil = answerUntilFrom(now);
  return { openedAt: now, answerUntil, nextAt: answerUntil, remindAt: addMs(answerUntil, -REMIND_HOURS * HOUR) };
}

async function announce(
  dispute: Dispute,
  invoice: Invoice,
  { blocks: disputed, words }: Opening,
  by: Actor,
  now: Date,
): Promise<void> {
  const { blocks, amount, reason, freelancerId, answerUntil: deadline } = dispute;
  await recordStep('dispute.opened', { dispute, invoice }, by, now, { blocks, amount, reason }, { disputed, words });
  const { name: freelancer } = await User.findByPk(freelancerId, { rejectOnEmpty: true });
  const facts = { by: by.name, freelancer, blocks, amount };
  await tellSides('dispute.opened', { dispute, invoice }, now, { facts, deadline });
}
