/** What a client can get back of an invoice, and of which money. Rules only. */
import { money, type Cents } from '../kernel/money.ts';

/**
 * Whose money goes back. `due`: nobody's yet, the client has to pay less. `escrow`: paid and not released. `balance`: the
 * freelancer's own. `surplus`: the client's, who paid more than was due.
 */
export type RefundSource = 'due' | 'escrow' | 'balance' | 'surplus';

/** `lowered`: less is charged, so nothing has to go back. `declined`: the card took nothing, and the client has it as credit. */
export type RefundState = 'lowered' | 'waiting' | 'pending' | 'refunded' | 'declined';

export const sourceOf = (invoice: {
  chargeState: string;
  releasedAt: Date | null;
}): Exclude<RefundSource, 'surplus'> => {
  if (invoice.chargeState !== 'paid') return 'due';
  return invoice.releasedAt === null ? 'escrow' : 'balance';
};

/**
 * What there is to give back.
 * @property most what of the invoice can go back at all @property balance what is in the freelancer's account now
 * @property earned what the freelancer got of this invoice, fee included @property fee of it
 * @property returned what of `earned` went back before, and `feeReturned` what of the fee
 */
export type Refundable = {
  source: Exclude<RefundSource, 'surplus'>;
  most: Cents;
  balance: Cents;
  earned: Cents;
  fee: Cents;
  returned: Cents;
  feeReturned: Cents;
};

/**
 * The fee of what is given back falls away: in proportion to the invoice's own fee, so that a whole invoice given back gives its whole
 * fee back, in however many parts. Cents that cannot be shared stay with the platform until the last part.
 */
export function feeBackOf(amount: Cents, { source, earned, fee, returned, feeReturned }: Refundable): Cents {
  if (source !== 'balance' || earned === 0) return 0;
  return Math.floor((fee * (returned + amount)) / earned) - feeReturned;
}

/** What it takes out of the freelancer's account. */
export const costOf = (amount: Cents, facts: Refundable): Cents =>
  facts.source === 'balance' ? amount - feeBackOf(amount, facts) : 0;

/** The most that can go back now: more costs more, so it is found by halving. */
export function mostNow(facts: Refundable): Cents {
  let [low, high] = [0, Math.max(0, facts.most)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (costOf(middle, facts) <= facts.balance) low = middle;
    else high = middle - 1;
  }
  return low;
}

export type RefundRefusal = 'nothing-left' | 'more-than-is-left' | 'more-than-balance';
/** With the amount that would do. */
export const refundRefusalWords: Record<RefundRefusal, (facts: Refundable) => string> = {
  'nothing-left': () => 'There is nothing left of this invoice to give back.',
  'more-than-is-left': ({ most }) => `At most ${money(most)} of this invoice can be given back.`,
  'more-than-balance': facts => {
    const now = mostNow(facts);
    const waits = `the money not yet paid out to you is ${money(facts.balance)}`;
    return now === 0
      ? `Nothing can be given back now: ${waits}. You can give it back once you have earned again.`
      : `You can give back ${money(now)} now: ${waits}. The rest is possible once you have earned again.`;
  },
};

export function whyNotRefund(amount: Cents, facts: Refundable): RefundRefusal | null {
  if (facts.most <= 0) return 'nothing-left';
  if (amount > facts.most) return 'more-than-is-left';
  return costOf(amount, facts) > facts.balance && facts.source === 'balance' ? 'more-than-balance' : null;
}

export const SENT_ALREADY = 'sent-already';
/** A form that was sent, then another one, and now the first again with something else in it. */
export const sentAlreadyWords = (what: string): string =>
  `Another ${what} was made since you opened this page. Look below at what is there now, then decide again.`;
