/** Where a freelancer's money goes: what may be typed, how it is shown, and when payouts wait. Rules only. */
import { addMs, DAY, HOUR } from '../kernel/time.ts';

/** `iban`, or a US account with its routing number. */
export type AccountKind = 'iban' | 'us';
export type BankAccount = { kind: AccountKind; holder: string; number: string; routing: string | null };

export type AccountFault = 'not-an-iban' | 'not-a-number' | 'not-a-routing-number' | 'not-a-holder';
export const accountFaultWords: Record<AccountFault, string> = {
  'not-an-iban':
    'This is no IBAN: a letter or digit is missing, or wrong. Copy it from your bank, such as DE89 3704 0044 0532 0130 00.',
  'not-a-number': 'Enter the account number: 4 to 17 digits.',
  'not-a-routing-number': 'This is no routing number: it has nine digits, and the last one checks the others.',
  'not-a-holder': 'Enter the holder with letters the bank knows: at most 70 letters, digits, spaces and . , ’ - &.',
};

/** Lengths of IBANs where we know them; elsewhere 15 to 34. Source: the SWIFT IBAN registry. */
const IBAN_LENGTHS: Readonly<Record<string, number>> = {
  ...{ AD: 24, AT: 20, BE: 16, BG: 22, CH: 21, CY: 28, CZ: 24, DE: 22, DK: 18, EE: 20, ES: 24, FI: 18, FR: 27, GB: 22 },
  ...{ GI: 23, GR: 27, HR: 21, HU: 28, IE: 22, IS: 26, IT: 27, LI: 21, LT: 20, LU: 20, LV: 21, MC: 27, MT: 31, NL: 18 },
  ...{ NO: 15, PL: 28, PT: 25, RO: 24, SE: 24, SI: 19, SK: 24, SM: 27, UA: 29, RS: 22, TR: 26, GE: 22, AE: 23, IL: 23 },
};

/** Letters and digits without the spaces people read it with. */
export const compact = (typed: string): string => typed.replace(/[\s-]/g, '').toUpperCase();

/** The check of ISO 13616: the country and its digits at the end, letters as numbers, the rest of a division by 97 is 1. */
export function isIban(number: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(number)) return false;
  const length = IBAN_LENGTHS[number.slice(0, 2)];
  if (length !== undefined && number.length !== length) return false;
  const digits = (number.slice(4) + number.slice(0, 4)).replace(/[A-Z]/g, letter => String(letter.charCodeAt(0) - 55));
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
}

const WEIGHTS = [3, 7, 1];
/** The check of the American Bankers Association. */
export const isRouting = (number: string): boolean =>
  /^\d{9}$/.test(number) &&
  Number(number) > 0 &&
  [...number].reduce((sum, digit, place) => sum + Number(digit) * WEIGHTS[place % 3]!, 0) % 10 === 0;

/** What is wrong with it, and in which field; null when nothing is. */
export function whyNotAccount({
  kind,
  holder,
  number,
  routing,
}: BankAccount): { field: string; fault: AccountFault } | null {
  if (!/^[\p{L}\p{M}\d .,’'&-]{1,70}$/u.test(holder)) return { field: 'holder', fault: 'not-a-holder' };
  if (kind === 'iban') return isIban(number) ? null : { field: 'iban', fault: 'not-an-iban' };
  if (!/^\d{4,17}$/.test(number)) return { field: 'number', fault: 'not-a-number' };
  return isRouting(routing ?? '') ? null : { field: 'routing', fault: 'not-a-routing-number' };
}

/** `DE •••• 3000`, `US account •••• 6789`: enough to recognise it, not to use it. */
export const maskedAccount = ({ kind, number }: BankAccount): string =>
  kind === 'iban'
    ? `${number.slice(0, 2)} •••• ${number.slice(-4)}`
    : `US account •••• ${number.slice(-Math.min(4, number.length - 2))}`;

/**
 * Whoever gets into an account changes this first. For two days nothing is paid to a new one, the first one too: the freelancer has
 * a letter and the time to act on it, and from work to payout there are at least nine days, so nobody waits who did it in time.
 */
export const HOLD_HOURS = 48;
const restsUntil = ({ addedAt }: { addedAt: Date }): Date => addMs(addedAt, (HOLD_HOURS / 24) * DAY);
export const heldUntil = (account: { addedAt: Date }, now: Date): Date | null => {
  const until = restsUntil(account);
  return until > now ? until : null;
};

/** From when on payouts go there by themselves, through the payment provider; null when a bank has to be told by a file. */
export const sendsFrom = (account: { providerAccount?: string | null; addedAt: Date } | null): Date | null =>
  account?.providerAccount == null ? null : restsUntil(account);

export type SetupRefusal = 'provider-silent' | 'too-many-attempts';
export const setupRefusalWords: Record<SetupRefusal, string> = {
  'provider-silent': 'The payment provider does not answer. Nothing was changed; try again in a minute.',
  'too-many-attempts': 'You have begun this very often. Wait an hour, then try again.',
};

const WAIT_MS = 14 * DAY;
/** A provider may have to check papers: it is asked every hour, for two weeks after the visit began. Null is never again. */
export const askReadyAgainAt = (startedAt: Date, now: Date): Date | null => {
  const next = addMs(now, HOUR);
  return next > addMs(startedAt, WAIT_MS) ? null : next;
};
