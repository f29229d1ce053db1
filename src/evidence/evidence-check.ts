/** How a check of the evidence stands. Rules only. */
import { addMs, MINUTE } from '../kernel/time.ts';

/** The EvidenceCheck model satisfies this by shape. */
export type CheckFacts = { heardAt: Date; doneAt: Date | null; faults: number | null };

/** Nobody has heard of it for so long: its process has ended, and somebody may ask again. */
export const SILENT_MS = 2 * MINUTE;

export type CheckState = 'running' | 'broke-off' | 'fits' | 'does-not-fit';

export function checkState({ heardAt, doneAt, faults }: CheckFacts, now: Date): CheckState {
  if (doneAt === null) return addMs(heardAt, SILENT_MS) > now ? 'running' : 'broke-off';
  // It ended without an answer: pictures or rows could not be read.
  if (faults === null) return 'broke-off';
  return faults === 0 ? 'fits' : 'does-not-fit';
}

/** A chain up to this long is checked while its page is waited for, but not for longer: another may run, or the pictures be slow to come. */
export const SHORT_CHAIN = 500;
export const SOON_MS = 5_000;
