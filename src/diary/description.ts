/** When a task description tells the client something. Rules only; the lists are published. */

export const MIN_CHARACTERS = 12;
export const MIN_WORDS = 2;

/** Words that say nothing by themselves. A description made only of these is vague. */
export const vagueWords: readonly string[] = [
  ...['a', 'an', 'and', 'at', 'for', 'in', 'my', 'of', 'on', 'or', 'some', 'the', 'this', 'to', 'with'],
  ...[
    'work',
    'works',
    'working',
    'worked',
    'task',
    'tasks',
    'job',
    'jobs',
    'project',
    'projects',
    'stuff',
    'thing',
    'things',
  ],
  ...['various', 'several', 'different', 'misc', 'miscellaneous', 'other', 'etc', 'general', 'more', 'again', 'usual'],
  ...['do', 'doing', 'did', 'done', 'continue', 'continued', 'continuing', 'progress', 'update', 'updates', 'updating'],
  ...['fix', 'fixes', 'fixing', 'fixed', 'bug', 'bugs', 'issue', 'issues', 'change', 'changes', 'improvements'],
  ...[
    'code',
    'coding',
    'programming',
    'development',
    'dev',
    'design',
    'testing',
    'test',
    'tests',
    'research',
    'meeting',
    'meetings',
  ],
  ...['today', 'client', 'hours', 'time'],
];

const vague = new Set(vagueWords);

export type DescriptionFault = 'no-description' | 'vague-description';

/** Null when the description is good: at least 12 characters and 2 words, not all of them vague. */
export function whyNotDescription(text: string): DescriptionFault | null {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0) return 'no-description';
  const tooShort = text.trim().length < MIN_CHARACTERS || words.length < MIN_WORDS;
  return tooShort || words.every(word => vague.has(word)) ? 'vague-description' : null;
}
