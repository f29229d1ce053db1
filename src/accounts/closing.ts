/** When an account may be closed. Rules only. */
export type ClosingRefusal = 'wrong-password' | 'open-contracts' | 'payment-problem' | 'week-open';
export const closingWords: Record<ClosingRefusal, string> = {
  'wrong-password': 'This is not your password.',
  'open-contracts':
    'You still have open contracts. End each of them, and withdraw your offers, then close the account.',
  'payment-problem': 'An invoice of yours is not paid yet. When it is, close the account.',
  'week-open':
    'The last week of a contract that ended is charged on Tuesday 12:00 UTC after it. After that, close the account.',
};

/**
 * @property openContracts offered by this person, or accepted and not ended @property unpaid this person’s invoices that are not paid
 * @property ending this person’s contracts as a client that ended in a week which is not charged yet
 */
export type ClosingFacts = { openContracts: number; unpaid: number; ending: number };

export function whyNotCloseAccount({ openContracts, unpaid, ending }: ClosingFacts): ClosingRefusal | null {
  if (openContracts > 0) return 'open-contracts';
  if (unpaid > 0) return 'payment-problem';
  return ending > 0 ? 'week-open' : null;
}

/** Nobody has this address, and no letter leaves for it: the real one is free for a new account. */
export const closedEmail = (userId: number): string => `closed-${userId}@account.invalid`;
