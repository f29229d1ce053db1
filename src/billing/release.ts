/** What is paid and accepted leaves escrow: to the freelancer, less the fee. */
import { config } from '../config.ts';
import type { Cents } from '../kernel/money.ts';
import { balanceOf } from './balances.ts';
import { earnedBefore } from './earned.ts';
import { feeFor } from './fee.ts';
import { heldOf } from './held.ts';
import { isToRelease } from './invoice.ts';
import type { Invoice } from './invoice-model.ts';
import { escrow, freelancer } from './ledger.ts';
import { hold, post } from './post.ts';
import { releaseLines } from './release-lines.ts';

/** Part of the act that accepted or paid the invoice, which holds its row. Does nothing before both have happened. */
export async function releaseIfDue(invoice: Invoice, now: Date): Promise<void> {
  if (!isToRelease(invoice)) return;
  const { id, contractId, week, freelancerId } = invoice;
  // The fee depends on what was earned before, so one at a time.
  await hold(freelancer(freelancerId));
  // Less than was billed when a part of it went back to the client, to the fund that had paid it, or is disputed.
  const amount = (await balanceOf(escrow(id))) - (await heldOf(id)).amount;
  const fee = feeFor(await earnedBefore(invoice), amount, config.fees);
  const lines = releaseLines(invoice, { amount, fee }, config.fees);
  await post({ key: `release:${id}`, kind: 'release', contractId, week, now, lines });
  await invoice.update({ releasedAt: now, releasedCents: amount, fee });
}

/**
 * What a dispute no longer holds leaves escrow after the rest of its invoice. Part of the act that ended the dispute, which holds the
 * invoice's row and the freelancer's account.
 */
export async function releaseDisputed(
  invoice: Invoice,
  { disputeId, amount, fee }: { disputeId: number; amount: Cents; fee: Cents },
  now: Date,
): Promise<void> {
  const { contractId, week, releasedCents = 0, fee: feeBefore = 0 } = invoice;
  const lines = releaseLines(invoice, { amount, fee }, config.fees);
  await post({ key: `dispute-release:${disputeId}`, kind: 'dispute-release', contractId, week, now, lines });
  await invoice.update({ releasedCents: (releasedCents ?? 0) + amount, fee: (feeBefore ?? 0) + fee });
}
