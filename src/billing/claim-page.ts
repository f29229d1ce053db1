/** What the pages of claims show. */
import { NotFound } from '../kernel/errors.ts';
import { dayShort, utcDay, weekEnd } from '../kernel/time.ts';
import { Contract } from '../contracts/contract-model.ts';
import { User } from '../accounts/user-model.ts';
import type { Actor } from '../policy/policy.ts';
import { Claim } from './claim-model.ts';
import { claimSentence, claimSign } from './giving-words.ts';
import { ChargeAttempt } from './charge-attempt-model.ts';
import { Invoice } from './invoice-model.ts';
import { balanceOf } from './balances.ts';
import { due } from './ledger.ts';

/** A claim as this person may see it. @throws NotFound for everybody else's */
export const findClaim = (id: number, actor: Actor): Promise<Claim> =>
  Claim.findOne({ where: { id, ...Claim.visibleTo(actor) }, rejectOnEmpty: new NotFound('claim') });

/** The line of a list. */
export async function claimLine({ id, state, amount, filedAt, contractId, invoiceId, recoveredAt }: Claim) {
  const [contract, invoice] = await Promise.all([Contract.findByPk(contractId), Invoice.findByPk(invoiceId)]);
  return {
    ...{ id, amount, filedAt, title: contract?.title ?? '', number: invoice?.number ?? '' },
    sign: claimSign(state, recoveredAt !== null && recoveredAt !== undefined),
  };
}

/** Everything of one claim that its sides and an admin read. */
export async function claimLocals(claim: Claim) {
  const { id, state, amount, words, filedAt, reason, decidedAt, clientId, freelancerId } = claim;
  const [contract, invoice, client, freelancer, attempts, owed] = await Promise.all([
    Contract.findByPk(claim.contractId, { rejectOnEmpty: true }),
    Invoice.findByPk(claim.invoiceId, { rejectOnEmpty: true }),
    User.findByPk(clientId, { rejectOnEmpty: true }),
    User.findByPk(freelancerId, { rejectOnEmpty: true }),
    ChargeAttempt.findAll({
      where: { about: 'invoice', ownerId: claim.invoiceId },
      order: [['attempt', 'DESC']],
      limit: 30,
    }),
    balanceOf(due(claim.invoiceId)),
  ]);
  const recovered = claim.recoveredAt != null;
  return {
    claim: {
      ...{ id, state, amount, words, filedAt, reason, decidedAt, recoveredAt: claim.recoveredAt, fee: claim.fee ?? 0 },
      ...{ sign: claimSign(state, recovered), client: client.name, freelancer: freelancer.name, title: contract.title },
    },
    invoice: {
      ...{ id: invoice.id, number: invoice.number, amount: invoice.amount, owed, seconds: invoice.seconds },
      ...{ protectedAmount: invoice.protectedAmount, protectedSeconds: invoice.protectedSeconds },
      from: dayShort(utcDay(invoice.week)),
      to: dayShort(utcDay(weekEnd(invoice.week) - 1)),
    },
    attempts: attempts.map(({ attempt, askedAt, label, reason: why, state: became }) => ({
      ...{ attempt, askedAt, label: label ?? 'no payment method', reason: why ?? null, state: attemptWords[became] },
    })),
    sentence: (side: 'client' | 'freelancer') =>
      claimSentence({ state, recovered, appealed: claim.appealedAt != null }, side),
  };
}

const attemptWords: Record<ChargeAttempt['state'], string> = {
  asked: 'Asked, no answer yet',
  pending: 'Not answered yet',
  declined: 'Declined',
  paid: 'Paid',
};

export const CLAIMS_A_PAGE = 30;

/** @param where which claims @param path of the list */
export async function claimList(where: ReturnType<typeof Claim.visibleTo>, wanted: number, path: string) {
  const count = await Claim.count({ where });
  const pages = Math.max(1, Math.ceil(count / CLAIMS_A_PAGE));
  const page = Math.min(pages, Math.max(1, wanted));
  const offset = (page - 1) * CLAIMS_A_PAGE;
  const found = await Claim.findAll({ where, order: [['id', 'DESC']], limit: CLAIMS_A_PAGE, offset });
  const href = (to: number): string => `${path}?page=${to}`;
  return {
    claims: await Promise.all(found.map(claimLine)),
    ...{ page, pages, previousHref: page > 1 ? href(page - 1) : null, nextHref: page < pages ? href(page + 1) : null },
  };
}
