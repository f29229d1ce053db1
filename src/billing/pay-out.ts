/** Job: on Wednesday freelancers' money goes on its way. Once, by however many processes. */
import { UniqueConstraintError } from 'sequelize';
import { asColumn } from '../db/column.ts';
import { rows, run, transaction } from '../db/sequelize.ts';
import type { Cents } from '../kernel/money.ts';
import { oneByOne } from '../kernel/one-by-one.ts';
import { fromSeconds, type EpochSeconds } from '../kernel/time.ts';
import { freelancer, move, payouts } from './ledger.ts';
import { lastPayday, releasedBefore } from './payout.ts';
import { sendsFrom } from './payout-account.ts';
import { currentAccount } from './payout-account-rows.ts';
import { Payout } from './payout-model.ts';
import { hold, post } from './post.ts';

const FREELANCERS_A_TICK = 200;

/** Where freelancers' money comes from, and since when it is theirs. */
const sources = [
  { table: 'invoices', since: 'released_at', and: '' },
  { table: 'bonuses', since: 'paid_at', and: '' },
  { table: 'claims', since: 'decided_at', and: " AND state = 'paid'" },
  { table: 'disputes', since: 'earned_at', and: '' },
] as const;

/** Part of the WHERE of each: earned in time, and not gone with a payout yet. */
const waiting = ({ since, and }: (typeof sources)[number], before: string): string =>
  `payout_id IS NULL AND ${since} < ${before}${and}`;

/** @returns how many payouts were made */
export async function payOut(now: Date): Promise<number> {
  const wednesday = lastPayday(now);
  const earners = sources.map(source => `SELECT freelancer_id FROM ${source.table} WHERE ${waiting(source, '$2')}`);
  const due = await rows<{ freelancer_id: number }>(
    `SELECT DISTINCT e.freelancer_id FROM (${earners.join(' UNION ')}) AS e
     LEFT JOIN payouts p ON p.freelancer_id = e.freelancer_id AND p.wednesday = $1
     WHERE p.id IS NULL AND (
       SELECT SUM(l.amount_cents) FROM ledger_lines l
       WHERE l.account_kind = 'freelancer' AND l.account_owner_id = e.freelancer_id
     ) > 0 AND NOT EXISTS (SELECT u.id FROM users u WHERE u.id = e.freelancer_id AND u.suspended_at IS NOT NULL) LIMIT ${FREELANCERS_A_TICK}`,
    [wednesday, asColumn(fromSeconds(releasedBefore(wednesday)))],
  );
  return oneByOne(due, ({ freelancer_id: id }) => payOutTo(id, wednesday, now));
}

/** @returns false when there is nothing to pay, or somebody else was quicker */
async function payOutTo(freelancerId: number, wednesday: EpochSeconds, now: Date): Promise<boolean> {
  try {
    return await transaction(async () => {
      await hold(freelancer(freelancerId));
      const amount = await payable(freelancerId, wednesday);
      if (amount <= 0) return false;
      const nextSendAt = sendsFrom(await currentAccount(freelancerId));
      const { id } = await Payout.create({
        freelancerId,
        wednesday,
        amount,
        state: 'waiting',
        madeAt: now,
        nextSendAt,
        sendAttempt: 1,
      });
      const lines = move(amount, freelancer(freelancerId), payouts(freelancerId));
      await post({ key: `payout:${id}`, kind: 'payout', contractId: null, week: null, now, lines });
      const before = asColumn(fromSeconds(releasedBefore(wednesday)));
      for (const source of sources) {
        const sql = `UPDATE ${source.table} SET payout_id = $1 WHERE freelancer_id = $2 AND ${waiting(source, '$3')}`;
        await run(sql, [id, freelancerId, before]);
      }
      return true;
    });
  } catch (error) {
    if (error instanceof UniqueConstraintError) return false;
    throw error;
  }
}

/** Everything that came in before that week's Monday, less everything that has gone out by now. */
export async function payable(freelancerId: number, wednesday: EpochSeconds): Promise<Cents> {
  const [row] = await rows<{ payable: number | string | null }>(
    `SELECT SUM(l.amount_cents) AS payable FROM ledger_lines l JOIN ledger_transfers t ON t.id = l.transfer_id
     WHERE l.account_kind = 'freelancer' AND l.account_owner_id = $1 AND (l.amount_cents < 0 OR t.posted_at < $2)`,
    [freelancerId, releasedBefore(wednesday)],
  );
  return Number(row?.payable ?? 0);
}
