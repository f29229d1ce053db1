/** When somebody may take the own data along. Rules only. */
export const COPIES_A_DAY = 3;

export type CopyRefusal = 'wrong-password' | 'enough-for-today';
export const copyRefusalWords: Record<CopyRefusal, string> = {
  'wrong-password': 'This is not your password.',
  'enough-for-today': `You have taken ${COPIES_A_DAY} copies within a day. Take the next one tomorrow.`,
};

/** @param taken how many were taken within a day, this one included */
export const whyNotTake = (taken: number): CopyRefusal | null => (taken > COPIES_A_DAY ? 'enough-for-today' : null);
