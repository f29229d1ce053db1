/** Clients' credit, as the ledger and the open questions say it. */
import { rows } from '../db/sequelize.ts';
import type { Cents } from '../kernel/money.ts';
import { balanceOf } from './balances.ts';
import { ChargeAttempt } from './charge-attempt-model.ts';
import { creditFor } from './credit.ts';
import type { Invoice } from './invoice-model.ts';
import { client } from './ledger.ts';

const sum = async (sql: string, of: number): Promise<Cents> =>
  Number((await rows<{ sum: number | string | null }>(sql, [of]))[0]?.sum ?? 0);

/**
 * What is in the client's account beyond what is owed, on its way back to a card, or set aside for a charge under way. Whoever spends it
 * holds the client's account. Below zero when it was spent and reached a card all the same: then it comes off what comes next.
 */
export async function creditOf(clientId: number): Promise<Cents> {
  const [balance, owed, goingBack, setAside] = await Promise.all([
    balanceOf(client(clientId)),
    sum(
      `SELECT SUM(l.amount_cents) AS sum FROM invoices i
       JOIN ledger_lines l ON l.account_kind = 'due' AND l.account_owner_id = i.id WHERE i.client_id = $1`,
      clientId,
    ),
    sum(
      `SELECT SUM(amount_cents) AS sum FROM refunds WHERE client_id = $1 AND state IN ('waiting', 'pending')`,
      clientId,
    ),
    sum(
      `SELECT SUM(a.credit_cents) AS sum FROM charge_attempts a JOIN invoices i ON i.id = a.owner_id
       WHERE a.about = 'invoice' AND a.state IN ('asked', 'pending') AND i.client_id = $1 AND i.charge_state <> 'paid'`,
      clientId,
    ),
  ]);
  return balance + owed - goingBack - setAside;
}

/** What of an invoice was paid from credit. */
export const paidFromCredit = (invoiceId: number): Promise<Cents> =>
  sum(
    `SELECT SUM(l.amount_cents) AS sum FROM ledger_lines l JOIN ledger_transfers t ON t.id = l.transfer_id
     WHERE l.account_kind = 'escrow' AND l.account_owner_id = $1 AND t.kind = 'credit'`,
    invoiceId,
  );

/** What of an invoice that is not paid the credit will pay: set aside already by the charge under way, or what there is now. */
export async function creditToSpend({ id, clientId, chargeAttempt }: Invoice, owed: Cents): Promise<Cents> {
  const where = { about: 'invoice' as const, ownerId: id, attempt: chargeAttempt };
  const underWay = await ChargeAttempt.findOne({ where });
  return underWay ? underWay.credit : creditFor(owed, await creditOf(clientId));
}

export type ClientWithCredit = { id: number; name: string; email: string; credit: Cents };
/** A page of clients some of whose refunds no card took, and who have credit left; by name. */
export async function clientsWithCredit(
  limit: number,
  offset: number,
): Promise<{ clients: ClientWithCredit[]; isLast: boolean }> {
  const found = await rows<Omit<ClientWithCredit, 'credit'>>(
    `SELECT u.id, u.name, u.email FROM users u
     WHERE u.id IN (SELECT client_id FROM refunds WHERE state = 'declined')
     ORDER BY u.name, u.id LIMIT ${limit + 1} OFFSET ${offset}`,
    [],
  );
  const clients = await Promise.all(
    found.slice(0, limit).map(async one => ({ ...one, credit: await creditOf(one.id) })),
  );
  return { clients: clients.filter(({ credit }) => credit > 0), isLast: found.length <= limit };
}
