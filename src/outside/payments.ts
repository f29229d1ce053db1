/** Moves real money. Called outside transactions only, always with a key that makes a second call harmless. */
import type { Cents } from '../kernel/money.ts';

/** `key` names the act: the same key again gets the first answer again and moves nothing. */
export type Charge = { key: string; customer: string; amount: Cents };
export type ChargeResult = { state: 'paid'; reference: string } | { state: 'declined'; reason: string };

export type Payments = {
  charge(charge: Charge): Promise<ChargeResult>;
  /** Real money, or play money. Pages label play money clearly. */
  readonly real: boolean;
};

/** The embedded default: play money. Charges to a customer on `declines` are refused, as a bank would. */
export function sandboxPayments(declines: ReadonlySet<string> = new Set()): Payments {
  const answered = new Map<string, ChargeResult>();
  return {
    real: false,
    charge: charge => {
      const result = answered.get(charge.key) ?? answerTo(charge, declines);
      answered.set(charge.key, result);
      return Promise.resolve(result);
    },
  };
}

function answerTo(charge: Charge, declines: ReadonlySet<string>): ChargeResult {
  if (declines.has(charge.customer)) return { state: 'declined', reason: 'The card was declined.' };
  return { state: 'paid', reference: `sandbox-${charge.key}` };
}
