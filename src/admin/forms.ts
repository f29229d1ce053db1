/** What admins type. */
import { z } from 'zod';
import { lookReasons, MIN_LOOK_WORDS, type LookReason } from './look.ts';
import { suspensionReasons, type SuspensionReason } from '../accounts/suspension.ts';

/** Words that stay in the audit log for good. */
const why = z
  .string({ error: 'Say why, in a sentence.' })
  .trim()
  .min(MIN_LOOK_WORDS, `Say why, in at least ${MIN_LOOK_WORDS} characters.`)
  .max(500, 'Use at most 500 characters.')
  .regex(/^[^\p{Cc}]*$/u, 'Use letters, digits and punctuation only.');

export const lookForm = z.object({
  reason: z.enum(Object.keys(lookReasons) as LookReason[], { error: 'Choose a reason.' }),
  words: why,
});
export const suspensionForm = z.object({
  reason: z.enum(Object.keys(suspensionReasons) as SuspensionReason[], { error: 'Choose a reason.' }),
  words: why,
});
export const whyForm = z.object({ words: why });
