/** Job: on Monday, once the week is closed, each client is told what it came to. Once, by however many processes. */
import { Op, UniqueConstraintError } from 'sequelize';
import { Contract } from '../contracts/contract-model.ts';
import { rows, transaction } from '../db/sequelize.ts';
import { amountOfTerms } from '../diary/block-sums.ts';
import { weekTotals, type TermsTotals } from '../diary/day-totals.ts';
import { rootOfDay } from '../evidence/root-rows.ts';
import { oneByOne } from '../kernel/one-by-one.ts';
import { utcDayNumber, type EpochSeconds } from '../kernel/time.ts';
import { tell } from './tell.ts';
import { daysOfWeek, weekToTell, type WeekSummary } from './week-summary.ts';
import '../db/associations.ts';

const CLIENTS_A_TICK = 200;

/** Clients whose contracts have time in the week, and who have not been told. */
const NOT_TOLD = `SELECT DISTINCT c.client_id FROM contracts c
  JOIN users u ON u.id = c.client_id AND u.closed_at IS NULL
  JOIN day_totals d ON d.contract_id = c.id AND d.day >= $1 AND d.day < $2 AND d.seconds > 0
  LEFT JOIN notices n ON n.user_id = c.client_id AND n.once_key = $3
  WHERE n.id IS NULL LIMIT ${CLIENTS_A_TICK}`;

/** Proposals of the other side, and requests for manual time. */
const WAITING = `SELECT
  (SELECT COUNT(*) FROM proposals p JOIN contracts c ON c.id = p.contract_id
    WHERE c.client_id = $1 AND p.state = 'open' AND p.proposed_by_id <> $2) +
  (SELECT COUNT(*) FROM manual_requests m JOIN contracts c ON c.id = m.contract_id
    WHERE c.client_id = $3 AND m.state = 'open') AS waiting`;

/** @returns how many clients were told */
export async function tellWeeks(now: Date): Promise<number> {
  const monday = weekToTell(now);
  if (monday === null) return 0;
  const once = `week-${daysOfWeek(monday).first}`;
  const day = utcDayNumber(monday);
  const due = await rows<{ client_id: number }>(NOT_TOLD, [day, day + 7, once]);
  return oneByOne(due, ({ client_id: clientId }) => tellWeek(clientId, monday, once, now));
}

async function tellWeek(clientId: number, monday: EpochSeconds, once: string, now: Date): Promise<boolean> {
  try {
    await transaction(async () => {
      const facts = await summaryOf(clientId, monday);
      await tell('week.closed', { to: clientId, contractId: null, facts, now, once });
    });
    return true;
  } catch (error) {
    // Another process was quicker.
    if (error instanceof UniqueConstraintError) return false;
    throw error;
  }
}

async function summaryOf(clientId: number, monday: EpochSeconds): Promise<WeekSummary> {
  const where = { clientId, freelancerId: { [Op.ne]: null } };
  const contracts = await Contract.findAll({ where, include: ['terms'], order: [['title', 'ASC']] });
  const ids = contracts.map(({ id }) => id);
  const totals = await weekTotals(ids, monday);
  const [questions] = await rows<{ waiting: number }>(WAITING, [clientId, clientId, clientId]);
  const root = await rootOfDay(daysOfWeek(monday).last);
  return {
    ...daysOfWeek(monday),
    contracts: contracts.map(contract => lineOf(contract, totals)).filter(({ seconds }) => seconds > 0),
    waiting: Number(questions?.waiting ?? 0),
    ...(root && { evidenceRoot: root.root.toString('hex') }),
  };
}

function lineOf({ id, title, terms = [] }: Contract, totals: TermsTotals[]): WeekSummary['contracts'][number] {
  const mine = totals.filter(({ contractId }) => contractId === id);
  const rateOf = (termsId: number): number => terms.find(version => version.id === termsId)?.rateCents ?? 0;
  return {
    title,
    seconds: mine.reduce((sum, { seconds }) => sum + seconds, 0),
    amount: amountOfTerms(mine, rateOf),
    protectedSeconds: mine.reduce((sum, totals) => sum + totals.protected, 0),
  };
}
