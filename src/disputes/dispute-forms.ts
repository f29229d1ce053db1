/** What is typed about a dispute. */
import { z } from 'zod';
import { dollars, lines } from '../billing/giving-forms.ts';
import type { Cents } from '../kernel/money.ts';
import { line } from '../web/form.ts';
import { disputeReasons, LEAST_WORDS, MOST_WORDS, type DisputeReason } from './dispute.ts';

const reasons = Object.keys(disputeReasons) as [DisputeReason, ...DisputeReason[]];
export const reasonOptions = reasons.map(value => ({ value, label: disputeReasons[value] }));

/** Blocks come as one field with commas: what was ticked on the page before. */
export const openingForm = z.object({
  reason: z.enum(reasons, { error: 'Choose a reason.' }),
  words: lines('what is wrong with these blocks', LEAST_WORDS, MOST_WORDS),
});
/** Whether words are needed is for the rules to say: who gives in needs none. */
export const answerForm = z.object({ words: lines('why you contest', 0, MOST_WORDS).default('') });
/** Fields of forms that stand on one page have names of their own. */
export const appealForm = z.object({ appeal: lines('why the decision is wrong', LEAST_WORDS, MOST_WORDS) });
export const messageForm = z.object({ message: lines('what you want to say', 1, MOST_WORDS) });

const NO_WORDS = z.literal('').transform(() => '');
/** @param held what there is to split */
export const splitForm = (held: Cents) =>
  z.object({ amount: dollars(0, held), note: NO_WORDS.or(line('a few words', 500)).default('') });
/** A button without fields. */
export const button = z.object({});
