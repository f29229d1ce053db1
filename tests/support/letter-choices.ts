import { subjectsFor, type MailChoice } from '../../src/notices/mail-choice.ts';
import type { Role } from '../../src/policy/policy.ts';

/** The form in which a person chooses letters, with every subject at once. */
export const everythingAtOnce = (role: Role): Record<string, MailChoice> =>
  Object.fromEntries(subjectsFor(role).map(subject => [subject, 'at-once']));
