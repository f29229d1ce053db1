import { z } from 'zod';
import { MAX_DESCRIPTION } from '../wire/tracker.ts';
import type { Correction } from './correction.ts';

/** The choice that leaves each block the code it has. */
export const KEEP = 'keep';

/** An empty description leaves each block its own: a description is never taken away. A code is sent as `=CODE`. */
export const correctionForm = z
  .object({
    description: z.string().trim().max(MAX_DESCRIPTION, `Enter at most ${MAX_DESCRIPTION} characters.`).default(''),
    projectCode: z.string().max(60).default(KEEP),
  })
  .transform(({ description, projectCode }): Correction => ({
    ...(description !== '' && { description }),
    ...(projectCode !== KEEP && { projectCode: projectCode.replace(/^=/, '') || null }),
  }));
