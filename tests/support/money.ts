/** Weeks of work for tests of money, and the clock that closes, charges and pays them. */
import { acceptReviewed } from '../../src/billing/accept-invoice.ts';
import { balanceOf } from '../../src/billing/balances.ts';
import { chargeInvoices } from '../../src/billing/charge-invoices.ts';
import { closeWeeks } from '../../src/billing/close-week.ts';
import { Invoice } from '../../src/billing/invoice-model.ts';
import { client, due, escrow, freelancer, nameOf, payouts } from '../../src/billing/ledger.ts';
import { payOut } from '../../src/billing/pay-out.ts';
import { rows } from '../../src/db/sequelize.ts';
import type { SandboxCard } from '../../src/outside/sandbox-cards.ts';
import { paysWith } from './method.ts';
import { signInTracker, type Sent } from './tracker.ts';
import type { Person, World } from './world.ts';

/** The week in which the work is done: Monday, its closing, its charge, the end of its review and its payday. */
export const WEEK = {
  monday: '2026-11-16T00:00:00Z',
  work: '2026-11-18T16:00:00Z',
  closed: '2026-11-23T12:01:00Z',
  charged: '2026-11-24T12:00:00Z',
  reviewed: '2026-11-28T00:00:00Z',
  payday: '2026-12-02T12:00:00Z',
};
export const WEEK_STARTS = Date.parse(WEEK.monday) / 1000;

/** Felix's blocks of ten minutes on Wednesday from 11:00 UTC, one after the other. */
export async function work(w: World, blocks: Sent[], contractId = w.contract.id): Promise<void> {
  w.outside.clock.set('2026-11-18T08:00:00Z');
  const tracker = await signInTracker(w.app, w.felix.email);
  w.outside.clock.set(WEEK.work);
  for (const [i, sent] of blocks.entries()) {
    const at = new Date(Date.parse('2026-11-18T11:00:00Z') + i * 600_000).toISOString().replace('.000Z', 'Z');
    const { status, text } = await tracker.send(contractId, at, sent);
    if (status !== 200) throw new Error(`${status} ${text}`);
  }
}

/** From the week's beginning on this client pays with this card of play money. */
export const payWith = ({ id }: Person, card: SandboxCard): Promise<void> => paysWith(id, card, new Date(WEEK.monday));

/** Everything the jobs do with money at an instant. */
export async function tickMoney(w: World, at: string): Promise<void> {
  w.outside.clock.set(at);
  const now = w.outside.clock.now();
  await closeWeeks(now);
  await chargeInvoices(w.outside.payments, now);
  await acceptReviewed(now);
  await payOut(now);
}

export const invoiceOf = (contractId: number): Promise<Invoice> =>
  Invoice.findOne({ where: { contractId }, rejectOnEmpty: true });

/** What is in the accounts of one invoice's people and in its own, in cents; those with nothing are left out. */
export async function accountsOf({ id, clientId, freelancerId }: Invoice): Promise<Record<string, number>> {
  const accounts = { client: client(clientId), due: due(id), escrow: escrow(id) };
  const theirs = { freelancer: freelancer(freelancerId), payouts: payouts(freelancerId) };
  const found: Record<string, number> = {};
  for (const [name, account] of Object.entries({ ...accounts, ...theirs })) {
    const balance = await balanceOf(account);
    if (balance !== 0) found[name] = balance;
  }
  return found;
}

/** The lines of a contract's transfers, oldest first: `charge outside:0 -100`. */
export async function storyOf(contractId: number): Promise<string[]> {
  const found = await rows<{ kind: string; account: 'client'; owner: number; amount: number }>(
    `SELECT t.kind, l.account_kind AS account, l.account_owner_id AS owner, l.amount_cents AS amount FROM ledger_transfers t
     JOIN ledger_lines l ON l.transfer_id = t.id WHERE t.contract_id = $1 ORDER BY t.id, l.id`,
    [contractId],
  );
  return found.map(
    ({ kind, account, owner, amount }) => `${kind} ${nameOf({ kind: account, owner })} ${Number(amount)}`,
  );
}
