/** A freelancer's money as the ledger and its invoices say it. */
import { literal, Op } from 'sequelize';
import { rows } from '../db/sequelize.ts';
import type { Cents } from '../kernel/money.ts';
import type { EpochSeconds } from '../kernel/time.ts';
import { balanceOf, balancesOf } from './balances.ts';
import { CURRENCY, freelancer, payouts, type AccountKind } from './ledger.ts';
import { Invoice } from './invoice-model.ts';
import { payable } from './pay-out.ts';
import { PayoutAccount } from './payout-account-model.ts';
import { Payout } from './payout-model.ts';
import '../db/associations.ts';

const MOST_OPEN = 200;

const HELD = literal('EXISTS (SELECT 1 FROM disputes d WHERE d.invoice_id = Invoice.id AND d.held_cents > 0)');
const NOT_ALL_RELEASED = [{ releasedAt: null }, HELD];

export type OpenInvoice = { invoice: Invoice; amount: Cents };

/** Invoices with money in the given account of theirs, and how much; oldest first. */
async function openIn(kind: AccountKind & ('due' | 'escrow'), freelancerId: number): Promise<OpenInvoice[]> {
  // What is disputed stays in escrow after the rest of its invoice was released.
  const state =
    kind === 'due' ? { chargeState: { [Op.ne]: 'paid' } } : { chargeState: 'paid', [Op.or]: NOT_ALL_RELEASED };
  const found = await Invoice.findAll({
    where: { freelancerId, ...state },
    include: ['contract', 'client', 'freelancer'],
    order: [['week', 'ASC']],
    limit: MOST_OPEN,
  });
  const balances = await balancesOf(
    kind,
    found.map(({ id }) => id),
  );
  return found
    .map(invoice => ({ invoice, amount: balances.get(invoice.id) ?? 0 }))
    .filter(({ amount }) => amount !== 0);
}

/** What of invoices that are not paid the protection fund has paid already: it is not to come a second time. */
async function paidByFund(freelancerId: number): Promise<Cents> {
  const [row] = await rows<{ paid: number | string | null }>(
    `SELECT SUM(c.amount_cents) AS paid FROM claims c JOIN invoices i ON i.id = c.invoice_id
     WHERE c.freelancer_id = $1 AND c.state = 'paid' AND i.charge_state <> 'paid'`,
    [freelancerId],
  );
  return Number(row?.paid ?? 0);
}

/** @param wednesday the next one, noon UTC */
export async function moneyOf(freelancerId: number, wednesday: EpochSeconds) {
  const [due, escrow, available, onItsWay, paidOut, goesNext, fromFund] = await Promise.all([
    openIn('due', freelancerId),
    openIn('escrow', freelancerId),
    balanceOf(freelancer(freelancerId)),
    balanceOf(payouts(freelancerId)),
    paidOutTo(freelancerId),
    payable(freelancerId, wednesday),
    paidByFund(freelancerId),
  ]);
  return { due, escrow, available, onItsWay, paidOut, goesNext, fromFund };
}

/** Everything that ever reached the bank, and stayed there. */
async function paidOutTo(freelancerId: number): Promise<Cents> {
  const [row] = await rows<{ paid: number | string | null }>(
    `SELECT SUM(l.amount_cents) AS paid FROM ledger_lines l JOIN ledger_transfers t ON t.id = l.transfer_id
     WHERE l.account_owner_id = $1 AND l.currency = $2 AND (
       (l.account_kind = 'payouts' AND t.kind = 'payout-paid') OR (l.account_kind = 'freelancer' AND t.kind = 'payout-taken-back')
     )`,
    [freelancerId, CURRENCY],
  );
  return 0 - Number(row?.paid ?? 0);
}

/** @property after what was in the account then */
export type Entry = {
  id: number;
  at: EpochSeconds;
  kind: string;
  amount: Cents;
  after: Cents;
  title: string | null;
  week: EpochSeconds | null;
  invoice: { id: number; number: string } | null;
};

/** Lines of the freelancer's account, the newest first. @param before the id of a line, those older than it; null for the newest */
export async function entriesOf(freelancerId: number, before: number | null, limit: number): Promise<Entry[]> {
  const found = await rows<Record<string, number | string | null>>(
    `SELECT l.id, l.amount_cents, t.posted_at, t.kind, t.week, c.title, i.id AS invoice_id, i.number
     FROM ledger_lines l JOIN ledger_transfers t ON t.id = l.transfer_id
     LEFT JOIN contracts c ON c.id = t.contract_id LEFT JOIN invoices i ON i.contract_id = t.contract_id AND i.week = t.week
     WHERE l.account_kind = 'freelancer' AND l.account_owner_id = $1 AND l.currency = $2 AND l.id < $3
     ORDER BY l.id DESC LIMIT ${limit}`,
    [freelancerId, CURRENCY, before ?? Number.MAX_SAFE_INTEGER],
  );
  if (found.length === 0) return [];
  let after = await balanceUpTo(freelancerId, Number(found[0]!['id']));
  return found.map(row => {
    const entry = toEntry(row, after);
    after -= entry.amount;
    return entry;
  });
}

function toEntry(row: Record<string, number | string | null>, after: Cents): Entry {
  const text = (name: string): string | null => (row[name] === null ? null : String(row[name]));
  return {
    ...{ id: Number(row['id']), at: Number(row['posted_at']), kind: String(row['kind']), after },
    ...{ amount: Number(row['amount_cents']), title: text('title') },
    week: row['week'] === null ? null : Number(row['week']),
    invoice: row['invoice_id'] === null ? null : { id: Number(row['invoice_id']), number: String(row['number']) },
  };
}

async function balanceUpTo(freelancerId: number, line: number): Promise<Cents> {
  const [row] = await rows<{ balance: number | string }>(
    `SELECT SUM(amount_cents) AS balance FROM ledger_lines
     WHERE account_kind = 'freelancer' AND account_owner_id = $1 AND currency = $2 AND id <= $3`,
    [freelancerId, CURRENCY, line],
  );
  return Number(row?.balance ?? 0);
}

/** Payouts, the newest first, each with where it went when a bank was told. */
export async function payoutsOf(freelancerId: number, limit: number, offset = 0) {
  const where = { freelancerId };
  const order: [string, string][] = [['wednesday', 'DESC']];
  const found = await Payout.findAll({ where, order, limit, offset });
  const accounts = await PayoutAccount.findAll({ where: { freelancerId } });
  return found.map(payout => ({
    payout,
    account: accounts.find(({ id }) => id === payout.accountId)?.label ?? null,
  }));
}

export const countPayouts = (freelancerId: number): Promise<number> => Payout.count({ where: { freelancerId } });
