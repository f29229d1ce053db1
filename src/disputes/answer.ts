/** When a freelancer may answer a dispute. Rules only. */
import { LEAST_WORDS } from './dispute.ts';

export type AnswerRefusal = 'too-late' | 'too-few-words';
export const answerRefusalWords: Record<AnswerRefusal, string> = {
  'too-late': 'The time to answer is over, so the rule decides: protected blocks are paid, the others refunded.',
  'too-few-words': `Say why you contest it, in at least ${LEAST_WORDS} characters. The admin who decides reads it.`,
};

/** @property contested how many blocks @property words why they are contested */
export function whyNotAnswer(
  { answerUntil, contested, words }: { answerUntil: Date; contested: number; words: string },
  now: Date,
): AnswerRefusal | null {
  if (now >= answerUntil) return 'too-late';
  return contested > 0 && words.trim().length < LEAST_WORDS ? 'too-few-words' : null;
}
