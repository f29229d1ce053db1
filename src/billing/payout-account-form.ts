/** A payout account as it is typed. */
import { z } from 'zod';
import { line } from '../web/form.ts';
import { compact, type BankAccount } from './payout-account.ts';

const typed = z.string().trim().max(60, 'Enter at most 60 characters.').default('');

/** Whether the numbers are right is a rule; here only what belongs together is put together. */
export const accountForm = z
  .object({
    holder: line('the holder of the account', 70),
    kind: z.enum(['iban', 'us'], { error: 'Choose what sort of account it is.' }),
    iban: typed,
    number: typed,
    routing: typed,
  })
  .transform(({ holder, kind, iban, number, routing }): BankAccount =>
    kind === 'iban'
      ? { kind, holder, number: compact(iban), routing: null }
      : { kind, holder, number: compact(number), routing: compact(routing) },
  );
