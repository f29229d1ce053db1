/** Accounts that are suspended: when, and in whose words. Rules only. */
import type { Role } from '../policy/policy.ts';

export { ACCOUNT_SUSPENDED } from '../wire/tracker.ts';

/** What the person reads. */
export const suspensionReasons = {
  fraud: 'time or payments that we believe are not honest',
  abuse: 'behaviour towards other people here',
  payment: 'payments that are open',
  stolen: 'signs that somebody else uses the account',
  law: 'a legal duty of ours',
} as const;
export type SuspensionReason = keyof typeof suspensionReasons;

/** One sentence for sign-in and tracker. */
export const suspendedWords = (reason: string | null): string =>
  `Your account is suspended because of ${suspensionReasons[reason as SuspensionReason] ?? 'a decision of ours'}. Nothing is lost: what you tracked stays on your computer, and money that is yours waits. Write to us.`;

export type SuspensionRefusal = 'suspended-already' | 'not-suspended' | 'account-closed' | 'oneself';
export const suspensionRefusalWords: Record<SuspensionRefusal, string> = {
  'suspended-already': 'This account is suspended already.',
  'not-suspended': 'This account is not suspended.',
  'account-closed': 'This account is closed.',
  oneself: 'Nobody can do this to the own account. Ask another admin.',
};

type PersonFacts = { id: number; role: Role; suspendedAt: Date | null; closedAt: Date | null };

export function whyNotSuspend(person: PersonFacts, by: { id: number }): SuspensionRefusal | null {
  if (person.id === by.id) return 'oneself';
  if (person.closedAt) return 'account-closed';
  return person.suspendedAt ? 'suspended-already' : null;
}

export function whyNotLift(person: PersonFacts, by: { id: number }): SuspensionRefusal | null {
  if (person.id === by.id) return 'oneself';
  return person.suspendedAt ? null : 'not-suspended';
}
