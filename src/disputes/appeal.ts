/** When a decision can be appealed against. Rules only. */

export type AppealRefusal = 'accepted-already' | 'too-late';
export const appealRefusalWords: Record<AppealRefusal, string> = {
  'accepted-already': 'You have accepted this decision, so you cannot appeal against it any more.',
  'too-late': 'The time to appeal is over: the decision is final.',
};

/** @property accepted whether this side has accepted the decision */
export function whyNotAppeal(
  { accepted, appealUntil }: { accepted: boolean; appealUntil: Date | null },
  now: Date,
): AppealRefusal | null {
  if (accepted) return 'accepted-already';
  return appealUntil === null || now >= appealUntil ? 'too-late' : null;
}
