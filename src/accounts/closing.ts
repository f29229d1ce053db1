/** When an account may be closed. Rules only. */
export type ClosingRefusal = 'wrong-password' | 'open-contracts' | 'payment-problem';
export const closingWords: Record<ClosingRefusal, string> = {
  'wrong-password': 'This is not your password.',
  'open-contracts':
    'You still have open contracts. End each of them, and withdraw your offers, then close the account.',
  'payment-problem': 'Your last charge has failed and is still open. Pay it, then close the account.',
};

/** @property openContracts offered by this person, or accepted and not ended @property unpaid contracts with a failed charge of this person’s */
export type ClosingFacts = { openContracts: number; unpaid: number };

export function whyNotCloseAccount({ openContracts, unpaid }: ClosingFacts): ClosingRefusal | null {
  if (openContracts > 0) return 'open-contracts';
  return unpaid > 0 ? 'payment-problem' : null;
}

/** Nobody has this address, and no letter leaves for it: the real one is free for a new account. */
export const closedEmail = (userId: number): string => `closed-${userId}@account.invalid`;
