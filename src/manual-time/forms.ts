import { z } from 'zod';
import { typedCode } from '../diary/editing-forms.ts';
import { line } from '../web/form.ts';
import { MIN_REASON_CHARACTERS } from './manual-request.ts';

const moment = (message: string) =>
  z
    .string({ error: message })
    .regex(/^\d{1,10}$/, message)
    .transform(Number);
const MOST = 1000;

/** Text of several lines, trimmed. */
const lines = z
  .string()
  .trim()
  .max(MOST, `Enter at most ${MOST} characters.`)
  .regex(/^[^\p{Cc}\r\n]*(?:\r?\n[^\p{Cc}\r\n]*)*$/u, 'Use letters, digits and punctuation only.');

export const askForm = z
  .object({
    from: moment('Choose when the work began.'),
    to: moment('Choose when the work ended.'),
    description: line('what you worked on', 300),
    projectCode: z
      .string()
      .default('')
      .transform(code => (code === '' ? null : code)),
    typedCode,
    reason: lines.min(
      MIN_REASON_CHARACTERS,
      `Say in at least ${MIN_REASON_CHARACTERS} characters why it was not tracked.`,
    ),
  })
  .transform(({ typedCode, projectCode, ...asked }) => ({ ...asked, projectCode: typedCode || projectCode }));

/** Moments are only asked for with a yes to a part. */
export const answerForm = z
  .object({
    answer: z.enum(['yes', 'part', 'no'], { error: 'Choose an answer.' }),
    from: z.string().default(''),
    to: z.string().default(''),
    words: lines.default(''),
  })
  .transform(({ answer, from, to, words }, context) => {
    if (answer !== 'part') return { part: answer === 'yes' ? ('all' as const) : null, words };
    const [began, ended] = [from, to].map(text => (/^\d{1,10}$/.test(text) ? Number(text) : null));
    if (began == null) context.addIssue({ code: 'custom', path: ['from'], message: 'Choose when the part begins.' });
    if (ended == null) context.addIssue({ code: 'custom', path: ['to'], message: 'Choose when the part ends.' });
    return began == null || ended == null ? z.NEVER : { part: { from: began, to: ended }, words };
  });
