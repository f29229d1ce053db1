/** What people type about themselves. */
import { z } from 'zod';
import { isZone } from '../kernel/time.ts';
import { line } from '../web/form.ts';
import { isCommonPassword } from './known-passwords.ts';
import { chosenRoles, MAX_PASSWORD, MIN_PASSWORD, normaliseEmail } from './account.ts';

export const email = line('your e-mail address', 254)
  .transform(normaliseEmail)
  .pipe(z.email('Enter an e-mail address such as name@example.com.'));
const name = line('your name', 100);
const timeZone = z.string({ error: 'Choose your time zone.' }).refine(isZone, 'Choose your time zone from the list.');
const newPassword = z
  .string({ error: 'Choose a password.' })
  .min(MIN_PASSWORD, `Use at least ${MIN_PASSWORD} characters.`)
  .max(MAX_PASSWORD, `Use at most ${MAX_PASSWORD} characters.`)
  .refine(
    password => !isCommonPassword(password),
    'Many people use this password, so it is tried first. Choose another one.',
  );

export const signUpForm = z.object({
  role: z.enum(chosenRoles, { error: 'Choose what you want to do here.' }),
  name,
  email,
  timeZone,
});
/** Whoever was invited has an address and a role already. */
export const joinForm = z.object({ name, timeZone, password: newPassword });
export const signInForm = z.object({
  email: line('your e-mail address', 254),
  password: z.string({ error: 'Enter your password.' }).min(1, 'Enter your password.').max(1000),
});
/** A code of the authenticator, or a recovery code. */
export const codeField = z
  .string({ error: 'Enter the code of your authenticator.' })
  .trim()
  .min(1, 'Enter the code of your authenticator.')
  .max(40, 'A code has six digits, a recovery code sixteen letters and digits.');
export const codeForm = z.object({ code: codeField });
export const removalForm = z.object({
  password: z.string({ error: 'Enter your password.' }).min(1, 'Enter your password.').max(1000),
  code: codeField,
});
export const closingForm = z.object({
  password: z.string({ error: 'Enter your password.' }).min(1, 'Enter your password.').max(1000),
});
export const forgottenForm = z.object({ email });
export const newPasswordForm = z.object({ password: newPassword });
export const profileForm = z.object({ name, timeZone });
export const changePasswordForm = z.object({
  currentPassword: z.string({ error: 'Enter your present password.' }).min(1, 'Enter your present password.'),
  newPassword,
});
