/** What a freelancer has earned from a client, fees included: it decides the fee of what comes next. */
import { rows } from '../db/sequelize.ts';
import type { Cents } from '../kernel/money.ts';

type Pair = { clientId: number; freelancerId: number };

/** What was released, bonuses, and what the protection fund has paid, after claims and disputes; less what was given back. */
export async function earnedBefore({ clientId, freelancerId }: Pair): Promise<Cents> {
  const where = 'WHERE freelancer_id = $1 AND client_id = $2';
  const [row] = await rows<{ earned: number | string | null }>(
    `SELECT SUM(cents) AS earned FROM (
       SELECT SUM(released_cents) AS cents FROM invoices ${where}
       UNION ALL SELECT SUM(amount_cents) FROM bonuses ${where} AND charge_state = 'paid'
       UNION ALL SELECT SUM(amount_cents) FROM claims ${where} AND state = 'paid'
       UNION ALL SELECT SUM(fund_cents) FROM disputes ${where}
       UNION ALL SELECT -SUM(amount_cents) FROM refunds ${where} AND source = 'balance'
     ) AS parts`,
    [freelancerId, clientId],
  );
  return Number(row?.earned ?? 0);
}
