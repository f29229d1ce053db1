/** What is paid and accepted leaves escrow: to the freelancer, less the fee. */
import { config } from '../config.ts';
import { rows } from '../db/sequelize.ts';
import type { Cents } from '../kernel/money.ts';
import { feeFor, fundPartOf } from './fee.ts';
import { isToRelease } from './invoice.ts';
import type { Invoice } from './invoice-model.ts';
import { escrow, fees, freelancer, fund } from './ledger.ts';
import { hold, post } from './post.ts';

/** Part of the act that accepted or paid the invoice, which holds its row. Does nothing before both have happened. */
export async function releaseIfDue(invoice: Invoice, now: Date): Promise<void> {
  if (!isToRelease(invoice)) return;
  const { id, amount, contractId, week, freelancerId } = invoice;
  // The fee depends on what was earned before, so one at a time.
  await hold(freelancer(freelancerId));
  const fee = feeFor(await earnedBefore(invoice), amount, config.fees);
  const fundPart = fundPartOf(fee, config.fees);
  const lines = [
    { account: escrow(id), amount: -amount },
    { account: freelancer(freelancerId), amount: amount - fee },
    { account: fees, amount: fee - fundPart },
    { account: fund, amount: fundPart },
  ];
  await post({ key: `release:${id}`, kind: 'release', contractId, week, now, lines });
  await invoice.update({ releasedAt: now, fee });
}

/** What this freelancer has earned from this client so far, fees included. */
export async function earnedBefore(pair: { clientId: number; freelancerId: number }): Promise<Cents> {
  const [row] = await rows<{ earned: number | string | null }>(
    `SELECT SUM(amount_cents) AS earned FROM invoices
     WHERE freelancer_id = $1 AND client_id = $2 AND released_at IS NOT NULL`,
    [pair.freelancerId, pair.clientId],
  );
  return Number(row?.earned ?? 0);
}
