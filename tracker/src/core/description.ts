import type { Policy } from '../../../src/wire/tracker.ts';

type Rule = Policy['description'];

/** What is wrong with a task description; the block is kept but not protected. `missing` counts what is still to come. */
export type DescriptionFault =
  | { kind: 'empty' }
  /** Nothing but `words` that say nothing by themselves, as they were typed. */
  | { kind: 'vague'; words: string }
  | { kind: 'too-short'; missing: number }
  | { kind: 'too-few-words'; missing: number };

const wordsIn = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/**
 * What is missing until a description tells the client what was done; `null` when it does. The numbers and the list of
 * vague words are the server's, and so is the verdict; this is the word while typing.
 */
export function whyNotGood(description: string, rule: Rule): DescriptionFault | null {
  const text = description.trim();
  const words = wordsIn(text);
  if (words.length === 0) return { kind: 'empty' };
  const vague = new Set(rule.vague.flatMap(wordsIn));
  if (words.every(word => vague.has(word))) return { kind: 'vague', words: text.replace(/\s+/g, ' ') };
  if (text.length < rule.minCharacters) return { kind: 'too-short', missing: rule.minCharacters - text.length };
  const missing = rule.minWords - words.length;
  return missing > 0 ? { kind: 'too-few-words', missing } : null;
}
