/** Money in a person's own data: columns and pages. */
import { Op, type Model, type ModelStatic, type WhereOptions } from 'sequelize';
import { Bonus } from '../billing/bonus-model.ts';
import { Claim } from '../billing/claim-model.ts';
import { Invoice } from '../billing/invoice-model.ts';
import { Payout } from '../billing/payout-model.ts';
import { Refund } from '../billing/refund-model.ts';
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
export const payoutPages = ({ id }: Actor) => pagesOf(Payout, { freelancerId: id });
