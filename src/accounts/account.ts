/** What an account is. Rules only. */
import type { Role } from '../policy/policy.ts';

/** Roles a person can choose; admins are made by `npm run make-admin`. */
export const chosenRoles = ['freelancer', 'client'] as const satisfies readonly Role[];

export const MIN_PASSWORD = 10;
export const MAX_PASSWORD = 200;

/**
 * The one spelling of an e-mail address: no outer spaces, composed Unicode, lower case. Stored and compared in this
 * form only, in binary collations, so that both databases agree on who is who.
 */
export function normaliseEmail(text: string): string {
  return text.trim().normalize('NFC').toLowerCase();
}

/** Until a person has opened the link in our letter and chosen a password, the account exists in name only. */
export const NO_PASSWORD = '';
export const isConfirmed = (user: { passwordHash: string }): boolean => user.passwordHash !== NO_PASSWORD;
