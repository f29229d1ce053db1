/** Money in a person's own data: columns and pages. */
import { Op, type Model, type ModelStatic, type WhereOptions } from 'sequelize';
import { Bonus } from '../billing/bonus-model.ts';
import { Claim } from '../billing/claim-model.ts';
import { Invoice } from '../billing/invoice-model.ts';
import { Payout } from '../billing/payout-model.ts';
import { Refund } from '../billing/refund-model.ts';
import { DisputeMessage } from '../disputes/dispute-message-model.ts';
import { Dispute } from '../disputes/dispute-model.ts';
import { fromSeconds } from '../kernel/time.ts';
import type { Actor } from '../policy/policy.ts';
import { paged } from './paged.ts';
import { isoOf, type Columns } from './tables.ts';

const dollars = (cents: number | null): string => (cents === null ? '' : (cents / 100).toFixed(2));
const at = (instant: Date | null | undefined): string => (instant ? isoOf(instant) : '');

/** @param own the fee is between the freelancer and us */
export const invoiceColumns = (own: boolean): Columns<Invoice> => [
  ['Invoice', ({ number }) => number],
  ['Contract', ({ contractId }) => contractId],
  ['Week began (UTC)', ({ week }) => at(fromSeconds(week))],
  ['Issued (UTC)', ({ issuedAt }) => at(issuedAt)],
  ['Seconds', ({ seconds }) => seconds],
  ['Amount USD', ({ amount }) => dollars(amount)],
  ['Protected USD', ({ protectedAmount }) => dollars(protectedAmount)],
  ['Charge', ({ chargeState }) => chargeState],
  ['Paid (UTC)', ({ paidAt }) => at(paidAt)],
  ['Accepted (UTC)', ({ acceptedAt }) => at(acceptedAt)],
  ['Released (UTC)', ({ releasedAt }) => at(releasedAt)],
  ...(own ? ([['Fee USD', ({ fee }: Invoice) => dollars(fee)]] as const) : []),
];

export const bonusColumns: Columns<Bonus> = [
  ['Contract', ({ contractId }) => contractId],
  ['Given (UTC)', ({ givenAt }) => at(givenAt)],
  ['Amount USD', ({ amount }) => dollars(amount)],
  ['What for', ({ words }) => words],
  ['Charge', ({ chargeState }) => chargeState],
  ['Paid (UTC)', ({ paidAt }) => at(paidAt)],
];

export const refundColumns: Columns<Refund> = [
  ['Contract', ({ contractId }) => contractId],
  ['Made (UTC)', ({ madeAt }) => at(madeAt)],
  ['Amount USD', ({ amount }) => dollars(amount)],
  ['Why', ({ words }) => words],
  ['State', ({ state }) => state],
  ['Settled (UTC)', ({ settledAt }) => at(settledAt)],
];

export const claimColumns: Columns<Claim> = [
  ['Contract', ({ contractId }) => contractId],
  ['Filed (UTC)', ({ filedAt }) => at(filedAt)],
  ['Amount USD', ({ amount }) => dollars(amount)],
  ['Statement', ({ words }) => words],
  ['State', ({ state }) => state],
  ['Decided (UTC)', ({ decidedAt }) => at(decidedAt)],
  ['Why', ({ reason }) => reason ?? ''],
  ['Appealed (UTC)', ({ appealedAt }) => at(appealedAt)],
  ['Appeal', ({ appealWords }) => appealWords ?? ''],
];

/** What both sides and the admins wrote about a dispute is on its page; here is what became of it. */
export const disputeColumns: Columns<Dispute> = [
  ['Dispute', ({ id }) => id],
  ['Contract', ({ contractId }) => contractId],
  ['Opened (UTC)', ({ openedAt }) => at(openedAt)],
  ['Reason', ({ reason }) => reason],
  ['Statement', ({ words }) => words],
  ['Blocks', ({ blocks }) => blocks],
  ['Amount USD', ({ amount }) => dollars(amount)],
  ['Held USD', ({ held }) => dollars(held)],
  ['Answered (UTC)', ({ answeredAt }) => at(answeredAt)],
  ['Answer', ({ answerWords }) => answerWords ?? ''],
  ['Appeal', ({ appealWords }) => appealWords ?? ''],
  ['State', ({ state }) => state],
  ['Ended by', ({ ending }) => ending ?? ''],
  ['Closed (UTC)', ({ closedAt }) => at(closedAt)],
  ['To the freelancer USD', ({ toFreelancer = null }) => dollars(toFreelancer)],
  ['To the client USD', ({ toClient = null }) => dollars(toClient)],
  ['From the fund USD', ({ fundAmount = null }) => dollars(fundAmount)],
];

export const disputeMessageColumns: Columns<DisputeMessage> = [
  ['Dispute', ({ disputeId }) => disputeId],
  ['Written (UTC)', ({ writtenAt }) => at(writtenAt)],
  ['Message', ({ words }) => words],
];

export const payoutColumns: Columns<Payout> = [
  ['Payday (UTC)', ({ wednesday }) => at(fromSeconds(wednesday))],
  ['Amount USD', ({ amount }) => dollars(amount)],
  ['State', ({ state }) => state],
  ['Settled (UTC)', ({ settledAt }) => at(settledAt)],
  ['Reference', ({ words }) => words ?? ''],
];

const PAGE = 500;

/** Whose money it is: the freelancer's own, or what a client pays. */
const mineOf = ({ id, role }: Actor) => (role === 'freelancer' ? { freelancerId: id } : { clientId: id });

type Numbered = Model & { id: number };
function pagesOf<M extends Numbered>(model: ModelStatic<M>, mine: WhereOptions): AsyncGenerator<M[]> {
  return paged(PAGE, (after: M | null, limit) => {
    const where = { [Op.and]: [mine, { id: { [Op.gt]: after?.id ?? 0 } }] };
    return model.findAll({ where, order: [['id', 'ASC']], limit });
  });
}

export const invoicePages = (person: Actor) => pagesOf(Invoice, mineOf(person));
/** A freelancer hears of a bonus once its money is there. */
export const bonusPages = (person: Actor) =>
  pagesOf(Bonus, { ...mineOf(person), ...(person.role === 'freelancer' && { paidAt: { [Op.ne]: null } }) });
export const refundPages = (person: Actor) => pagesOf(Refund, mineOf(person));
export const claimPages = (person: Actor) => pagesOf(Claim, mineOf(person));
export const disputePages = (person: Actor) => pagesOf(Dispute, mineOf(person));
/** One's own: the other side's are theirs. */
export const disputeMessagePages = ({ id }: Actor) => pagesOf(DisputeMessage, { byId: id });
export const payoutPages = ({ id }: Actor) => pagesOf(Payout, { freelancerId: id });
