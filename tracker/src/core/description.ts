import type { Policy } from '../../../src/wire/tracker.ts';

type Rule = Policy['description'];

/** What is wrong with a task description; the block is kept but not protected. */
export type DescriptionFault = 'missing' | 'too-short' | 'too-few-words' | 'vague';

const wordsIn = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/**
 * Whether a description tells the client what was done. The numbers and the list of vague words are the server's, and so
 * is the verdict; this is the word while typing.
 */
export function whyNotGood(description: string, rule: Rule): DescriptionFault | null {
  const text = description.trim();
  if (text === '') return 'missing';
  const words = wordsIn(text);
  const vague = new Set(rule.vague.flatMap(wordsIn));
  if (words.every(word => vague.has(word))) return 'vague';
  if (text.length < rule.minCharacters) return 'too-short';
  return words.length < rule.minWords ? 'too-few-words' : null;
}
