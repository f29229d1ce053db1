/** Job: weeks that are over are closed, one contract and one week after the other, and billed. */
import { Op } from 'sequelize';
import '../db/associations.ts';
import { Contract } from '../contracts/contract-model.ts';
import { ContractTerms } from '../contracts/contract-terms-model.ts';
import { transaction } from '../db/sequelize.ts';
import { holdClock } from '../diary/freelancer-clock.ts';
import { billedFacts } from '../evidence/billed-facts.ts';
import { record } from '../events/record.ts';
import { isEnding } from '../kernel/ending.ts';
import { oneByOne } from '../kernel/one-by-one.ts';
import { chargeDue, fromSeconds, type EpochSeconds } from '../kernel/time.ts';
import { billableIn } from '../manual-time/billable.ts';
import { tell } from '../notices/tell.ts';
import { nextNumber } from './counter.ts';
import { saveBlocks } from './invoice-blocks.ts';
import { lastClosable, linesOf, sumOf, weekAfter, type InvoiceLine } from './invoice.ts';
import { InvoiceLineRow } from './invoice-line-model.ts';
import { Invoice } from './invoice-model.ts';
import { client, due, move } from './ledger.ts';
import { post } from './post.ts';

const CONTRACTS_A_TICK = 200;

/** However long nobody closed any: each week of each contract gets its own invoice. @returns how many weeks were closed */
export async function closeWeeks(now: Date): Promise<number> {
  const last = lastClosable(now);
  const where = { nextWeek: { [Op.lte]: last } };
  const open = await Contract.findAll({ where, order: [['nextWeek', 'ASC']], limit: CONTRACTS_A_TICK });
  let closed = 0;
  await oneByOne(open, async ({ id, nextWeek }) => {
    let week = nextWeek;
    for (; week !== null && week <= last && !isEnding(); closed += 1) week = await closeWeek(id, week, now);
  });
  return closed;
}

/** Once: whoever comes second finds it closed. @returns the contract's next open week, null when there is none */
export function closeWeek(contractId: number, week: EpochSeconds, now: Date): Promise<EpochSeconds | null> {
  return transaction(async t => {
    const contract = await Contract.findByPk(contractId, { lock: t.LOCK.UPDATE, rejectOnEmpty: true });
    if (contract.nextWeek !== week || contract.freelancerId === null) return contract.nextWeek;
    await holdClock(contract.freelancerId);
    const lines = linesOf(await billedOf(contract, contract.freelancerId, week));
    if (lines.length > 0) await issue(contract, contract.freelancerId, { week, lines, now });
    await contract.update({ nextWeek: weekAfter(week, contract) });
    return contract.nextWeek;
  });
}

async function billedOf({ id }: Contract, freelancerId: number, week: EpochSeconds) {
  const terms = await ContractTerms.findAll({ where: { contractId: id } });
  const rates = new Map(terms.map(version => [version.id, version.rateCents]));
  const billed = await billableIn({ id, freelancerId }, week);
  return billed.map(({ termsId, ...block }) => ({ ...block, rateCents: rates.get(termsId)! }));
}

type Closing = { week: EpochSeconds; lines: InvoiceLine[]; now: Date };

async function issue(contract: Contract, freelancerId: number, { week, lines, now }: Closing): Promise<void> {
  const { id: contractId, clientId, title } = contract;
  const amount = sumOf(lines, line => line.amount);
  const invoice = await Invoice.create({
    number: await numberIn(now),
    ...{ contractId, clientId, freelancerId, week, issuedAt: now, amount },
    seconds: sumOf(lines, line => line.seconds),
    protectedSeconds: sumOf(lines, line => line.protectedSeconds),
    protectedAmount: sumOf(lines, ({ blocks }) => sumOf(blocks, block => (block.protected ? block.amount : 0))),
    ...(amount > 0 ? chargedLater(week) : nothingToCharge(now)),
    chargeAttempt: 1,
  });
  for (const { blocks, ...line } of lines) {
    const row = await InvoiceLineRow.create({ ...line, invoiceId: invoice.id, blocks: blocks.length });
    await saveBlocks(freelancerId, row.id, blocks);
  }
  const lined = move(amount, client(clientId), due(invoice.id));
  if (amount > 0) await post({ key: `invoice:${invoice.id}`, kind: 'invoice', contractId, week, now, lines: lined });
  const { number, seconds } = invoice;
  await record('invoice.issued', {
    ...{ contractId, actorId: null, now, facts: { number, seconds, amount } },
    evidence: { week, ...billedFacts(lines) },
  });
  const facts = { invoice: invoice.id, number, title, amount };
  for (const to of [clientId, freelancerId]) await tell('invoice.issued', { to, contractId, facts, now });
}

const chargedLater = (week: EpochSeconds) =>
  ({ chargeState: 'due', nextChargeAt: fromSeconds(chargeDue(week)) }) as const;
/** Seconds that come to less than half a cent. */
const nothingToCharge = (now: Date) => ({ chargeState: 'paid', nextChargeAt: null, paidAt: now }) as const;

/** `IT-2026-000012` */
async function numberIn(now: Date): Promise<string> {
  const year = now.getUTCFullYear();
  return `IT-${year}-${String(await nextNumber(`invoice-${year}`)).padStart(6, '0')}`;
}
