/** What Stripe says, in plain sentences for a client. Rules only. */

export const CONFIRM = 'Your bank asks you to confirm; add the card again.';
export const NOT_USABLE = 'This payment method cannot be used any more; add it again.';
const DECLINED = 'The bank declined the charge.';

/** By Stripe's `decline_code` or `code`. That a card was reported stolen is not said to whoever uses it. */
const reasons: Readonly<Record<string, string>> = {
  amount_too_small: 'Cards cannot be charged for less than $0.50.',
  amount_too_large: 'The card cannot be charged for so much at once.',
  authentication_not_handled: CONFIRM,
  authentication_required: CONFIRM,
  card_not_supported: 'The bank does not allow charges like this with the card.',
  card_velocity_exceeded: 'The limit of the card is reached.',
  currency_not_supported: 'The card cannot be charged in US dollars.',
  expired_card: 'The card has expired.',
  incorrect_number: 'The number of the card is wrong; add it again.',
  insufficient_funds: 'The card has insufficient funds.',
  invalid_account: NOT_USABLE,
  payment_intent_authentication_failure: CONFIRM,
  processing_error: 'The bank could not process the charge.',
  resource_missing: NOT_USABLE,
  withdrawal_count_limit_exceeded: 'The limit of the card is reached.',
};

export type Complaint = { code?: string | null | undefined; decline_code?: string | null | undefined };
export const reasonOf = (complaint: Complaint | null): string =>
  reasons[complaint?.decline_code ?? ''] ?? reasons[complaint?.code ?? ''] ?? DECLINED;

const brands: Readonly<Record<string, string>> = {
  amex: 'American Express',
  diners: 'Diners Club',
  discover: 'Discover',
  jcb: 'JCB',
  mastercard: 'Mastercard',
  unionpay: 'UnionPay',
  visa: 'Visa',
};
/** `Visa ending 4242` */
export const labelOf = (card: { brand: string; last4: string } | undefined): string =>
  card ? `${brands[card.brand] ?? 'Card'} ending ${card.last4}` : 'Payment method';
