/** What an invoice's two readers are told: how it stands, and what happens next or why it does not. Rules only. */
import { money, type Cents } from '../kernel/money.ts';
import { fromSeconds } from '../kernel/time.ts';
import { stateOf, type InvoiceFacts, type InvoiceState } from './invoice.ts';
import { lastOfReview, paydayOf, utcMoment, type CycleFacts } from './invoice-cycle.ts';

export type Side = 'client' | 'freelancer';
export type Tone = 'ok' | 'info' | 'warn' | 'plain';
export type Sign = { label: string; icon: string; tone: Tone };

const signs: Record<InvoiceState, Sign> = {
  'in-review': { label: 'In review', icon: 'hourglass', tone: 'info' },
  accepted: { label: 'Accepted, not paid yet', icon: 'square-check', tone: 'plain' },
  released: { label: 'Paid', icon: 'circle-check', tone: 'ok' },
  'payment-problem': { label: 'Payment failed', icon: 'triangle-alert', tone: 'warn' },
};
/** An icon and a word. */
export const signOf = (invoice: InvoiceFacts): Sign => signs[stateOf(invoice)];
export const stateNames: Record<InvoiceState, string> = {
  'in-review': signs['in-review'].label,
  accepted: signs.accepted.label,
  released: signs.released.label,
  'payment-problem': signs['payment-problem'].label,
};

/**
 * @property due what the client has still to pay of it @property credit what of that the client's credit pays @property escrow what is paid and not released
 * @property held what of these is disputed @property net what reaches the
 * freelancer, known or expected @property method with what the client pays @property account whether the bank can be told where the
 * freelancer's money goes; `held` after a change, until then
 */
export type NextFacts = CycleFacts & {
  due: Cents;
  credit: Cents;
  escrow: Cents;
  held: Cents;
  net: Cents;
  chargeFailure: string | null;
  client: string;
  freelancer: string;
  method: string | null;
  account: { label: string | null; heldUntil: Date | null };
};
export type Next = { words: string; tone: Tone; icon: string };

const info = (words: string): Next => ({ words, tone: 'info', icon: 'info' });
const warn = (words: string): Next => ({ words, tone: 'warn', icon: 'triangle-alert' });
const done = (words: string): Next => ({ words, tone: 'ok', icon: 'circle-check' });

/** One plain sentence or two, for this reader at this instant. */
export function nextFor(side: Side, facts: NextFacts, now: Date): Next {
  const next = side === 'client' ? nextForClient(facts) : nextForFreelancer(facts, now);
  if (facts.held === 0) return next;
  const words = `${next.words} ${money(facts.held)} of this invoice are disputed, and held until that is over.`;
  return next.tone === 'ok' ? info(words) : { ...next, words };
}

function nextForClient(facts: NextFacts): Next {
  const { chargeState, nextChargeAt, due, credit, method } = facts;
  const when = nextChargeAt ? utcMoment(nextChargeAt) : 'soon';
  const byCard = due - credit;
  if (chargeState === 'paid') return paidForClient(facts);
  if (chargeState === 'failed')
    return warn(
      `${money(due)} could not be charged: ${sentence(facts.chargeFailure)} It is tried again on ${when}. Time that is worked until it is paid is billed, but not protected.`,
    );
  if (chargeState === 'pending')
    return info(
      `The payment provider was asked for ${money(byCard)} and has not answered yet. It is asked again on ${when}; you are not charged twice.`,
    );
  if (due === 0) return info('There is nothing left to charge.');
  if (byCard === 0) return info(`${money(due)} are paid from your credit on ${when}. Your card is not charged.`);
  const part = credit > 0 ? ` ${money(credit)} of the ${money(due)} come from your credit.` : '';
  if (method === null)
    return warn(`${money(byCard)} will be charged on ${when}, but you have no payment method. Add one before.${part}`);
  return info(`You will be charged ${money(byCard)} to ${method} on ${when}.${part}`);
}

function paidForClient({ acceptedAt, week, freelancer, amount, escrow, held }: NextFacts): Next {
  if (amount === 0) return done('It comes to less than half a cent: nothing is charged.');
  if (acceptedAt)
    return done(held > 0 ? 'It is paid and accepted.' : 'It is paid and accepted. Nothing is left to do.');
  return info(
    `${money(escrow - held)} are paid and in escrow. They go to ${freelancer} when you approve, and otherwise when the review ends on ${utcMoment(lastOfReview(week))}.`,
  );
}

function nextForFreelancer(facts: NextFacts, now: Date): Next {
  const { chargeState, nextChargeAt, acceptedAt, releasedAt, client, week, due, escrow, held, payout } = facts;
  if (payout || releasedAt) return payoutForFreelancer(facts, now);
  const when = nextChargeAt ? utcMoment(nextChargeAt) : 'soon';
  const payday = utcMoment(paydayOf(facts, now));
  if (chargeState === 'failed')
    return warn(
      `Nothing is coming yet, because the payment failed: ${sentence(facts.chargeFailure)} ${client} is charged again on ${when}. Time you work until it is paid is billed, but not protected.`,
    );
  if (chargeState === 'pending')
    return info(`${client} has been charged ${money(due)}; the answer of the bank is still to come.`);
  if (chargeState === 'due') {
    const review = acceptedAt ? 'It is accepted already, so' : 'If it is accepted,';
    return info(
      `${client} is charged ${money(due)} on ${when}. ${review} ${money(facts.net)} go to your bank on ${payday}.`,
    );
  }
  if (facts.amount === 0) return done('It comes to less than half a cent: nothing is paid.');
  return info(
    `${client} has paid: ${money(escrow - held)} are in escrow, but not accepted yet. The review ends on ${utcMoment(lastOfReview(week))}; then ${money(facts.net)} go to your bank on ${payday}.`,
  );
}

function payoutForFreelancer(facts: NextFacts, now: Date): Next {
  const { payout, net, account } = facts;
  if (payout?.state === 'paid') return done(`${money(net)} were paid out to your bank.`);
  const hold = holdWords(account);
  if (payout) {
    if (hold) return warn(`${money(net)} were to be paid out on ${utcMoment(fromSeconds(payout.wednesday))}. ${hold}`);
    return info(`${money(net)} are on their way to ${account.label}.`);
  }
  const words = `${money(net)} are released and wait for Wednesday: they go out on ${utcMoment(paydayOf(facts, now))}.`;
  return hold ? warn(`${words} ${hold}`) : done(words);
}

/** Why the bank is not told yet; null when nothing is in the way. */
export function holdWords({ label, heldUntil }: NextFacts['account']): string | null {
  if (label === null) return 'You have no payout account yet: your money waits for you until you add one.';
  return heldUntil === null
    ? null
    : `Your payout account was changed, so payouts are held until ${utcMoment(heldUntil)}, for your safety.`;
}

const sentence = (words: string | null): string => words ?? 'The bank did not say why.';
