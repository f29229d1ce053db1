/** Play money: cards that do what real ones sometimes do, so that everybody can see what happens then. */
import { MINUTE } from '../kernel/time.ts';
import type { PaymentMethod } from './payments.ts';

/**
 * What becomes of a charge. `lost`: the first question gets no answer and moves nothing, the second is answered.
 * @property told how often its event is sent @property early the event is there before the answer
 * @property takenBackInMs so long after it was paid it is told that it was not
 */
export type Outcome = {
  state: 'paid' | 'declined' | 'pending' | 'lost';
  reason?: string;
  settlesInMs?: number;
  told?: number;
  early?: boolean;
  takenBackInMs?: number;
};
type Card = {
  label: string;
  does: string;
  /** @param paid how many charges it has paid */ charge(paid: number): Outcome;
};

export const sandboxCards = {
  pays: { label: 'Visa ending 4242', does: 'Pays.', charge: () => ({ state: 'paid' }) },
  'no-funds': {
    label: 'Visa ending 9995',
    does: 'Is declined: insufficient funds.',
    charge: () => ({ state: 'declined', reason: 'The card has insufficient funds.' }),
  },
  late: {
    label: 'Visa ending 0077',
    does: 'Answers late: the charge is pending, and paid after a minute.',
    charge: () => ({ state: 'pending', settlesInMs: MINUTE }),
  },
  'network-first': {
    label: 'Mastercard ending 0119',
    does: 'Fails with a network error first, then pays.',
    charge: () => ({ state: 'lost' }),
  },
  twice: {
    label: 'Mastercard ending 5556',
    does: 'Pays, and says so twice.',
    charge: () => ({ state: 'paid', told: 2 }),
  },
  'event-first': {
    label: 'Mastercard ending 1117',
    does: 'Pays, and its event arrives before the answer.',
    charge: () => ({ state: 'paid', early: true }),
  },
  expires: {
    label: 'Visa ending 0069',
    does: 'Pays the first charge, then it has expired.',
    charge: paid => (paid === 0 ? { state: 'paid' } : { state: 'declined', reason: 'The card has expired.' }),
  },
} as const satisfies Record<string, Card>;
export type SandboxCard = keyof typeof sandboxCards;
export const isSandboxCard = (name: string): name is SandboxCard => Object.hasOwn(sandboxCards, name);

/** @param session the setup it was chosen in: two cards of the same sort are two methods */
export const sandboxMethod = (customer: string, session: string, card: SandboxCard): PaymentMethod => ({
  customer,
  method: `${session}:${card}`,
  label: sandboxCards[card].label,
});

/** Null for a method of another provider. */
export function cardOf(method: string): Card | null {
  const name = method.slice(method.lastIndexOf(':') + 1);
  return method.startsWith('sandbox-') && isSandboxCard(name) ? sandboxCards[name] : null;
}

export const sandboxCustomer = (person: number): string => `sandbox-customer-${person}`;
