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

/** To the account of a freelancer. */
export type Transfer = { key: string; account: string; amount: Cents; about: string };
export type TransferResult = { state: 'paid'; reference: string } | { state: 'declined'; reason: string };

/**
 * What the provider tells by itself, perhaps twice, perhaps before the act was answered, perhaps days later.
 * `key` is that of the act; of a `method` it is that of `startMethod`. `paid` means done, whatever it is about.
 */
export type PaymentEvent = {
  id: string;
  about: 'charge' | 'refund' | 'transfer' | 'method';
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
  };
}
