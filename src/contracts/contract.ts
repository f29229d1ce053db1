/** What a contract is and what may happen to it. Rules only. */
import type { CentsPerHour } from '../kernel/money.ts';
import { standingOf, type StandingFacts } from './standing.ts';

export type ContractState = 'offered' | 'active' | 'declined' | 'withdrawn';
/** How much of the screen is kept: all of it, or blurred before it leaves the freelancer's machine. */
export type Evidence = 'full' | 'blurred';

export type Terms = {
  rateCents: CentsPerHour;
  weeklyLimitSeconds: number;
  manualTime: boolean;
  evidence: Evidence;
  /** Whether the freelancer may type project codes that are not on the client's list. */
  freeCodes: boolean;
};

export const MIN_RATE_CENTS = 1;
export const MAX_RATE_CENTS = 100_000;
export const MAX_WEEKLY_HOURS = 168;
export const MAX_PROJECT_CODES = 50;

export type ContractRefusal =
  'not-offered-any-more' | 'own-offer' | 'contract-not-active' | 'no-payment-method' | 'client-suspended';
export const refusalWords: Record<ContractRefusal, string> = {
  'not-offered-any-more': 'This offer has been answered or withdrawn already.',
  'own-offer': 'You cannot offer a contract to yourself.',
  'contract-not-active': 'This contract is not active. Look in My Jobs how it stands, or choose another project.',
  'client-suspended': 'The account of this client is suspended, so the offer cannot be accepted now. It stays open.',
  'no-payment-method':
    'Your client has not added a payment method yet. You can accept as soon as that is done; your client is told that you want to start.',
};

/** Accepting, declining and withdrawing all answer an open offer. */
export function whyNotAnswer(contract: { state: ContractState }): ContractRefusal | null {
  return contract.state === 'offered' ? null : 'not-offered-any-more';
}

/** Work begins when it can be paid: the client has added a payment method before, and the account is not suspended. */
export function whyNotAccept(
  contract: { state: ContractState },
  client: { hasMethod: boolean; suspended: boolean },
): ContractRefusal | null {
  const refusal = whyNotAnswer(contract);
  if (refusal) return refusal;
  if (client.suspended) return 'client-suspended';
  return client.hasMethod ? null : 'no-payment-method';
}

/** A timer runs on an accepted contract that is not stopped. */
export function whyNotWorkOn(contract: StandingFacts): ContractRefusal | null {
  return standingOf(contract) === 'active' ? null : 'contract-not-active';
}

/** The client's last charge has failed and is open: what is worked from then on is not protected. */
export function hasPaymentProblem(contract: { paymentProblemSince: Date | null }, at: Date): boolean {
  return contract.paymentProblemSince !== null && at >= contract.paymentProblemSince;
}

/** What an open payment problem means, to the one who reads it. @param client name of the client, null for the client */
export const paymentProblemWords = (client: string | null): string =>
  `${client === null ? 'Your' : `${client}’s`} last charge failed and is still open. Time worked until it is paid is billed, but not protected.`;

/** The terms valid at an instant: of those that had begun, the newest version. Null before the first. */
export function termsAt<T extends { version: number; validFrom: Date }>(terms: readonly T[], at: Date): T | null {
  const begun = terms.filter(version => version.validFrom <= at);
  return begun.reduce<T | null>(
    (newest, version) => (newest && newest.version > version.version ? newest : version),
    null,
  );
}

/** A line `SHOP-12 Checkout and basket` as code and name; a code alone is its own name. */
export function parseProjectCodes(text: string): { code: string; name: string }[] | null {
  const lines = text.split(/\r?\n/).map(line => line.trim());
  const codes = lines
    .filter(line => line !== '')
    .map(line => {
      const [code = '', ...name] = line.split(/\s+/);
      return { code, name: name.join(' ') || code };
    });
  const unique = new Set(codes.map(({ code }) => code));
  const fits = codes.every(({ code, name }) => code.length <= 40 && name.length <= 100);
  return fits && unique.size === codes.length && codes.length <= MAX_PROJECT_CODES ? codes : null;
}
