/** What is paid and accepted leaves escrow: to the freelancer, less the fee. */
import { config } from '../config.ts';
import { balanceOf } from './balances.ts';
import { earnedBefore } from './earned.ts';
import { feeFor, fundPartOf } from './fee.ts';
import { isToRelease } from './invoice.ts';
import type { Invoice } from './invoice-model.ts';
import { escrow, fees, freelancer, fund } from './ledger.ts';
import { hold, post } from './post.ts';

/** Part of the act that accepted or paid the invoice, which holds its row. Does nothing before both have happened. */
export async function releaseIfDue(invoice: Invoice, now: Date): Promise<void> {
  if (!isToRelease(invoice)) return;
  const { id, contractId, week, freelancerId } = invoice;
  // The fee depends on what was earned before, so one at a time.
  await hold(freelancer(freelancerId));
  // Less than was billed when a part of it went back to the client, or to the fund that had paid it.
  const amount = await balanceOf(escrow(id));
  const fee = feeFor(await earnedBefore(invoice), amount, config.fees);
  const fundPart = fundPartOf(fee, config.fees);
  const lines = [
    { account: escrow(id), amount: -amount },
    { account: freelancer(freelancerId), amount: amount - fee },
    { account: fees, amount: fee - fundPart },
    { account: fund, amount: fundPart },
  ];
  await post({ key: `release:${id}`, kind: 'release', contractId, week, now, lines });
  await invoice.update({ releasedAt: now, releasedCents: amount, fee });
}
