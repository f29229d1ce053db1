import { z } from 'zod';
import { email } from '../accounts/forms.ts';
import { parseMoney } from '../kernel/money.ts';
import { line } from '../web/form.ts';
import { MAX_PROJECT_CODES, MAX_RATE_CENTS, MAX_WEEKLY_HOURS, MIN_RATE_CENTS, parseProjectCodes } from './contract.ts';

const rate = line('the hourly rate', 20).transform((text, context) => {
  const cents = parseMoney(text);
  if (cents !== null && cents >= MIN_RATE_CENTS && cents <= MAX_RATE_CENTS) return cents;
  context.addIssue({ code: 'custom', message: 'Enter dollars per hour, such as 45 or 45.50, at most 1,000.' });
  return z.NEVER;
});

const weeklyLimit = line('the weekly limit', 10).transform((text, context) => {
  const hours = Number(text.replace(/\s*h$/, ''));
  const seconds = Math.round(hours * 3600);
  if (hours > 0 && hours <= MAX_WEEKLY_HOURS && Math.abs(seconds - hours * 3600) < 1e-6) return seconds;
  context.addIssue({
    code: 'custom',
    message: `Enter hours per week, such as 20 or 7.5, at most ${MAX_WEEKLY_HOURS}.`,
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

export const offerForm = z
  .object({
    title: line('a title', 120),
    email,
    rate,
    weeklyLimit,
    manualTime: z.literal('yes').optional(),
    evidence: z.enum(['full', 'blurred'], { error: 'Choose how much of the screen is kept.' }),
    projectCodes,
  })
  .transform(({ rate: rateCents, weeklyLimit: weeklyLimitSeconds, manualTime, ...rest }) => {
    return { ...rest, rateCents, weeklyLimitSeconds, manualTime: manualTime === 'yes' };
  });
