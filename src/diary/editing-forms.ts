import { z } from 'zod';
import { MAX_DESCRIPTION, MAX_PROJECT_CODE } from '../wire/tracker.ts';
import type { Correction } from './correction.ts';

/** A code that is not on the list, where the contract allows it. */
export const typedCode = z
  .string()
  .trim()
  .max(MAX_PROJECT_CODE, `Enter at most ${MAX_PROJECT_CODE} characters.`)
  .regex(/^[^\p{Cc}]*$/u, 'Use letters, digits and punctuation only.')
  .default('');

/** The choice that leaves each block the code it has. */
export const KEEP = 'keep';

/**
 * An empty description leaves each block its own: a description is never taken away. A code is sent as `=CODE`; one that is
 * typed beside the list comes before it.
 */
export const correctionForm = z
  .object({
    description: z.string().trim().max(MAX_DESCRIPTION, `Enter at most ${MAX_DESCRIPTION} characters.`).default(''),
    projectCode: z.string().max(60).default(KEEP),
    typedCode,
  })
  .transform(({ description, projectCode, typedCode }): Correction => ({
    ...(description !== '' && { description }),
    ...(projectCode !== KEEP && { projectCode: projectCode.replace(/^=/, '') || null }),
    ...(typedCode !== '' && { projectCode: typedCode }),
  }));
