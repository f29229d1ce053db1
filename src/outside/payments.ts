/**
 * Moves real money, and knows with what a client pays. Every act has a key: the same key again gets the first answer again and
 * moves nothing. A promise that rejects means that nobody knows: ask again later, with the same key.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { isInTransaction } from '../db/sequelize.ts';
import type { Cents } from '../kernel/money.ts';

/** `customer` and `method` are the provider's names; `label` is ours to show, such as `Visa ending 4242`. */
export type PaymentMethod = { customer: string; method: string; label: string };

/** `about` is what the client reads on the bank's statement or receipt, such as `Invoice IT-2026-000012`. */
export type Charge = { key: string; method: PaymentMethod; amount: Cents; currency: 'USD'; about: string };
/** `pending`: the answer comes as an event. `reason` is one sentence for the client. */
export type ChargeResult = { state: 'paid' | 'pending'; reference: string } | { state: 'declined'; reason: string };

/** `charge` is the reference of the charge it gives back, whole or in part. */
export type Refund = { key: string; charge: string; amount: Cents };
export type RefundResult = { state: 'refunded' | 'pending'; reference: string } | { state: 'declined'; reason: string };

/**
 * To the account of a freelancer. `key` names the payout: what was made for it is found by it, whichever attempt made it. `attempt`
 * counts from 1, and goes up when the answer was a no that may become a yes: providers repeat a no to the same question.
 */
export type Transfer = { key: string; attempt: number; account: string; amount: Cents; about: string };
/** `later`: nothing has moved, and nothing is wrong with the account. Ask again, as the next attempt. */
export type TransferResult =
  { state: 'paid'; reference: string } | { state: 'declined'; reason: string } | { state: 'later'; reason: string };

/**
 * What the provider tells by itself, perhaps twice, perhaps before the act was answered, perhaps days later.
 * `key` is that of the act; of a `method` or an `account` it is that of its start. `paid` means done, whatever it is about; a transfer
 * that was paid may be `declined` later, when it was taken back.
 */
export type PaymentEvent = {
  id: string;
  about: 'charge' | 'refund' | 'transfer' | 'method' | 'account';
  key: string;
  state: 'paid' | 'declined';
  reference: string;
  reason?: string;
};
/** Takes an event in. Harmless when it is known already. */
export type Hear = (event: PaymentEvent, now: Date) => Promise<unknown>;

/** Who adds a payment method. `customer` is what an earlier `startMethod` answered. */
export type Payer = { id: number; email: string; name: string; customer: string | null };
/** `url` is where the client chooses how to pay; the browser comes back to the address we gave. */
export type StartedMethod = { url: string; customer: string; session: string };

/** Who is to be paid. `account` is what an earlier `startAccount` answered, which was never used. */
export type Payee = { id: number; email: string; name: string; account: string | null };
/** `url` is where the freelancer says where the money goes; `account` is the provider's name for it. */
export type StartedAccount = { url: string; account: string };
/** `ready`: transfers to it are taken, and go on to a bank. `label` is ours to show, such as `DE •••• 3000 at Stripe`. */
export type AccountNow = { ready: boolean; label: string };

export type Payments = {
  /** Real money, or play money. Pages label play money clearly. */
  readonly real: boolean;
  /** Pages of the provider's that a form of ours may lead to, as origins. */
  readonly origins: readonly string[];
  charge(charge: Charge): Promise<ChargeResult>;
  refund(refund: Refund): Promise<RefundResult>;
  transfer(transfer: Transfer): Promise<TransferResult>;
  startMethod(payer: Payer, returnTo: string, key: string): Promise<StartedMethod>;
  /** Null while the client has not finished there. */
  finishMethod(session: string): Promise<PaymentMethod | null>;
  /** The provider keeps it no longer. Harmless when it has forgotten it already. */
  forgetMethod(method: Pick<PaymentMethod, 'method'>): Promise<void>;
  startAccount(payee: Payee, returnTo: string, key: string): Promise<StartedAccount>;
  accountNow(account: string): Promise<AccountNow>;
  /**
   * @param body the very bytes that came
   * @returns what of it concerns us, may be nothing
   * @throws BadSignature unless the provider has sent it, just now
   */
  events(body: Buffer, headers: IncomingHttpHeaders, now: Date): Promise<PaymentEvent[]>;
};

/** Somebody else says to be the payment provider. */
export class BadSignature extends Error {}

/** A transaction may run again, and what it has asked for outside would have happened twice: nobody asks inside one. */
export function outsideTransactions(payments: Payments): Payments {
  const guarded =
    <Asked extends unknown[], Answer>(ask: (...asked: Asked) => Promise<Answer>) =>
    async (...asked: Asked): Promise<Answer> => {
      if (isInTransaction()) throw new Error('the payment provider is never asked inside a transaction');
      return ask(...asked);
    };
  return {
    ...payments,
    charge: guarded(payments.charge),
    refund: guarded(payments.refund),
    transfer: guarded(payments.transfer),
    startMethod: guarded(payments.startMethod),
    finishMethod: guarded(payments.finishMethod),
    forgetMethod: guarded(payments.forgetMethod),
    startAccount: guarded(payments.startAccount),
    accountNow: guarded(payments.accountNow),
  };
}
