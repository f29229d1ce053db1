/** Time that is billed only with the client’s yes, which nobody has given yet: what it would come to, contract by contract. */
import { termsAt, type Terms } from '../contracts/contract.ts';
import { rows } from '../db/sequelize.ts';
import { toBits } from '../diary/verdict.ts';
import { amountFor, type Cents } from '../kernel/money.ts';
import { fromSeconds, toSeconds } from '../kernel/time.ts';
import { answerableSince } from '../manual-time/late-time.ts';

const LATE = toBits(['late-upload']);
/** A block is at most 14 days old when it arrives. */
const OLDEST_SECONDS = 14 * 86_400;

type Row = Record<string, number | string>;
type Rated = { id: number; terms?: readonly (Terms & { id: number; validFrom: Date; version: number })[] };

/** @param contracts with their terms, at most a page of them @returns cents by contract; those with nothing are not in it */
export async function waitingMoney(contracts: readonly Rated[], now: Date): Promise<Map<number, Cents>> {
  if (contracts.length === 0) return new Map();
  const ids = contracts.map(({ id }) => id);
  const places = (from: number): string => ids.map((_, place) => `$${place + from}`).join(', ');
  const [asked, late] = await Promise.all([
    rows<Row>(
      `SELECT contract_id, from_at, to_at FROM manual_requests WHERE state = 'open' AND answer_by > $1 AND contract_id IN (${places(2)})`,
      [toSeconds(now), ...ids],
    ),
    rows<Row>(
      `SELECT b.contract_id, b.terms_id, SUM(b.seconds - COALESCE(b.over_limit_seconds, 0)) AS seconds
       FROM contracts c JOIN blocks b ON b.freelancer_id = c.freelancer_id AND b.started_at >= $1 AND b.contract_id = c.id
         LEFT JOIN late_answers a ON a.freelancer_id = b.freelancer_id AND a.started_at = b.started_at
       WHERE c.id IN (${places(3)}) AND (b.reasons & ${LATE}) <> 0 AND b.received_at >= $2 AND b.deleted_at IS NULL
         AND a.accepted IS NULL GROUP BY b.contract_id, b.terms_id`,
      [answerableSince(now) - OLDEST_SECONDS, answerableSince(now), ...ids],
    ),
  ]);
  const sums = new Map<number, Cents>();
  for (const { id, terms = [] } of contracts) {
    const mine = ({ contract_id: of }: Row): boolean => Number(of) === id;
    const manual = asked.filter(mine).map(({ from_at: from, to_at: to }) => {
      return amountFor(Number(to) - Number(from), termsAt(terms, fromSeconds(Number(from)))?.rateCents ?? 0);
    });
    const rateOf = (termsId: number): number => terms.find(version => version.id === termsId)?.rateCents ?? 0;
    const came = late.filter(mine).map(row => amountFor(Number(row['seconds']), rateOf(Number(row['terms_id']))));
    const sum = [...manual, ...came].reduce((all, one) => all + one, 0);
    if (sum > 0) sums.set(id, sum);
  }
  return sums;
}
