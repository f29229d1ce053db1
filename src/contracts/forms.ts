import { z } from 'zod';
import { email } from '../accounts/forms.ts';
import { money, parseMoney } from '../kernel/money.ts';
import { line, type Raw } from '../web/form.ts';
import {
  MAX_PROJECT_CODES,
  MAX_RATE_CENTS,
  MAX_WEEKLY_HOURS,
  MIN_RATE_CENTS,
  parseProjectCodes,
  type Terms,
} from './contract.ts';
import { MAX_FIXED_PRICE_CENTS } from './fixed-price.ts';
import { MAX_NOTE } from './proposal.ts';

const rate = line('the hourly rate', 20).transform((text, context) => {
  const cents = parseMoney(text);
  if (cents !== null && cents >= MIN_RATE_CENTS && cents <= MAX_RATE_CENTS) return cents;
  context.addIssue({ code: 'custom', message: 'Enter dollars per hour, such as 45 or 45.50, at most 1,000.' });
  return z.NEVER;
});

const hoursOf = (what: string, sort: string) =>
  line(what, 10).transform((text, context) => {
    const hours = Number(text.replace(/\s*h$/, ''));
    const seconds = Math.round(hours * 3600);
    if (hours > 0 && hours <= MAX_WEEKLY_HOURS && Math.abs(seconds - hours * 3600) < 1e-6) return seconds;
    context.addIssue({
      code: 'custom',
      message: `Enter hours${sort}, such as 20 or 7.5, at most ${MAX_WEEKLY_HOURS}.`,
    });
    return z.NEVER;
  });

const projectCodes = z
  .string()
  .max(10_000, 'That is too long.')
  .default('')
  .transform((text, context) => {
    const codes = parseProjectCodes(text);
    if (codes) return codes;
    const message = `One code in each line, then its name; each code once, at most 40 characters, at most ${MAX_PROJECT_CODES} codes.`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

const weeklyLimit = hoursOf('the weekly limit', ' per week');

/** Why somebody asks: one line, may be empty. */
const note = z
  .string()
  .default('')
  .transform(text => text.replace(/\s+/g, ' ').trim())
  .pipe(
    z
      .string()
      .max(MAX_NOTE, `Enter at most ${MAX_NOTE} characters.`)
      .regex(/^[^\p{Cc}]*$/u, 'Use letters, digits and punctuation only.'),
  );

const termsFields = z.object({
  rate,
  weeklyLimit,
  manualTime: z.literal('yes').optional(),
  evidence: z.enum(['full', 'blurred'], { error: 'Choose how much of the screen is kept.' }),
  freeCodes: z.literal('yes').optional(),
});

/** Terms as typed become terms as kept; the other fields stay. */
function asTerms<T extends z.output<typeof termsFields>>({ rate, weeklyLimit, manualTime, freeCodes, ...rest }: T) {
  const [manual, free] = [manualTime === 'yes', freeCodes === 'yes'];
  return { ...rest, rateCents: rate, weeklyLimitSeconds: weeklyLimit, manualTime: manual, freeCodes: free };
}

/** In the order of the page, so that the first message is that of the first field. */
export const offerForm = z
  .object({ title: line('a title', 120), email, ...termsFields.shape, projectCodes })
  .transform(fields => asTerms(fields));

export const termsForm = termsFields.extend({ note }).transform(fields => asTerms(fields));

export const codeForm = z.object({
  code: line('a code', 40).regex(/^\S*$/, 'A code has no spaces, such as SHOP-12.'),
  name: line('a name', 100),
});
export const codeNameForm = codeForm.pick({ name: true });

/** Whoever asks for more says why. */
export const overtimeForm = z
  .object({ extra: hoursOf('how many hours', ''), note: line('why', MAX_NOTE) })
  .transform(({ extra, note }) => ({ extraSeconds: extra, note }));

const price = (what: string) =>
  line(what, 20).transform((text, context) => {
    const cents = parseMoney(text);
    if (cents !== null && cents > 0 && cents <= MAX_FIXED_PRICE_CENTS) return cents;
    const message = `Enter dollars above zero, such as 1,200 or 950.50, at most ${money(MAX_FIXED_PRICE_CENTS)}.`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

/** The freelancer may leave the amount to the client, and says why. */
export const fixedPriceForm = z
  .object({
    amount: z.preprocess(text => (text === '' ? undefined : text), price('the amount').optional()),
    note: line('why', MAX_NOTE),
  })
  .transform(({ amount = null, note }) => ({ amountCents: amount, note }));

/** The client's yes is an amount. */
export const priceForm = z.object({ amount: price('the amount') });

/** Terms the way somebody would type them. */
export const typedTerms = ({ rateCents, weeklyLimitSeconds, manualTime, evidence, freeCodes }: Terms): Raw => ({
  rate: (rateCents / 100).toFixed(2),
  weeklyLimit: String(weeklyLimitSeconds / 3600),
  ...(manualTime && { manualTime: 'yes' }),
  ...(freeCodes && { freeCodes: 'yes' }),
  evidence,
});
