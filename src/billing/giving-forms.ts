/** What is typed to give money, to give it back, and to ask for it. */
import { z } from 'zod';
import { money, parseMoney, type Cents } from '../kernel/money.ts';
import { line } from '../web/form.ts';
import { MAX_BONUS, MIN_BONUS } from './bonus.ts';
import { MIN_CLAIM_REASON } from './claim.ts';
import { claimReasons, reasonsTo, type ClaimReason } from './claim-ruling.ts';
import { MAX_DEPOSIT } from './deposit-to-fund.ts';

export const dollars = (least: Cents, most: Cents) =>
  line('the amount', 20).transform((text, context) => {
    const cents = parseMoney(text);
    if (cents !== null && cents >= least && cents <= most) return cents;
    const message = `Enter dollars, such as 120 or 45.50: at least ${money(least)}, at most ${money(most)}.`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

/** Which one it is to be: hidden in the form, so that sending it twice is doing it once. */
const nth = z
  .string({ error: 'Open this page again.' })
  .regex(/^[1-9]\d{0,8}$/, 'Open this page again.')
  .transform(Number);

const MOST = 1000;
/** Text of several lines. */
export const lines = (what: string, least: number, most = MOST) =>
  z
    .string({ error: `Say ${what}.` })
    .trim()
    .min(least, least === 1 ? `Say ${what}.` : `Say ${what}, in at least ${least} characters.`)
    .max(most, `Enter at most ${most} characters.`)
    .regex(/^[^\p{Cc}\r\n]*(?:\r?\n[^\p{Cc}\r\n]*)*$/u, 'Use letters, digits and punctuation only.');

const SENTENCE = 500;
export const bonusForm = z.object({
  amount: dollars(MIN_BONUS, MAX_BONUS),
  words: line('what it is for', SENTENCE),
  nth,
});
/** What one can give back is for the rules to say. */
export const refundForm = z.object({ amount: dollars(1, MAX_DEPOSIT), words: line('why', SENTENCE), nth });
export const depositForm = z.object({ amount: dollars(1, MAX_DEPOSIT), reason: line('why', SENTENCE), nth });
export const claimForm = z.object({ words: lines('what you know about it', 1) });
export const rulingForm = z
  .object({
    decision: z.enum(['pay', 'refuse'], { error: 'Choose what the fund does.' }),
    code: z.enum(Object.keys(claimReasons) as ClaimReason[], { error: 'Choose a reason.' }),
    reason: lines('why you decide so', MIN_CLAIM_REASON),
  })
  .transform(({ decision, ...why }) => ({ pay: decision === 'pay', ...why }))
  .refine(({ pay, code }) => reasonsTo(pay).includes(code), {
    path: ['code'],
    message: 'This reason does not go with that decision. Choose another one.',
  });
export const claimAppealForm = z.object({ appeal: lines('why it is wrong', MIN_CLAIM_REASON) });

/** A number of ours in an address. @returns 0, which nothing has, for anything else */
export const numberIn = (text: unknown): number =>
  typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : 0;
