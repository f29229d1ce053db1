/** What people are told about money, in which words, and where it leads. Rules only. */
import { money, type Cents } from '../kernel/money.ts';
import type { Words } from './notice.ts';

export type MoneyFacts = {
  'invoice.issued': OfInvoice;
  'invoice.accepted': OfInvoice & { by: string | null };
  'invoice.paid': OfInvoice;
  'invoice.charge-failed': OfInvoice & { reason: string };
  'invoice.refunded': OfInvoice & { by: string | null; words: string; lowered: boolean };
  'payment.surplus': { what: string; title: string; amount: Cents; yours: boolean };
  'refund.paid': { title: string; amount: Cents };
  'refund.declined': { title: string; amount: Cents; reason: string };
  'bonus.given': { by: string; title: string; amount: Cents; words: string; yours: boolean };
  'bonus.charge-failed': { title: string; amount: Cents; reason: string; again: boolean };
  'claim.filed': OfClaim & { by: string };
  'claim.paid': OfClaim & OfRuling;
  'claim.refused': OfClaim & OfRuling;
  'claim.appealed': OfClaim & { by: string; until: string };
  'claim.recovered': OfClaim;
  'claim.settled': OfClaim;
  'payout.paid': OfPayout;
  'payout.failed': OfPayout;
  'payout.taken-back': OfPayout;
};
/** `words`: the bank's reference, or why it failed. */
type OfPayout = { payout: number; amount: Cents; words: string };
/** One claim: its id, its invoice's number, its contract's title. */
type OfClaim = { claim: number; number: string; title: string; amount: Cents };
/** `net`: what the freelancer gets. `yours`: whether it is the reader's claim. `until`: by when the reader can appeal. */
type OfRuling = { net: Cents; reason: string; yours: boolean; until?: string | null };
/** One invoice: its id, its number, and its contract's title. */
type OfInvoice = { invoice: number; number: string; title: string; amount: Cents };

const toContract = (contract: string): string => contract;
const toInvoice = (_contract: string, { invoice }: OfInvoice): string => `/invoices/${invoice}`;
const toClaim = (_contract: string, { claim }: OfClaim): string => `/claims/${claim}`;
const toBonuses = (contract: string): string => `${contract}/bonuses`;

/** The part of the table of all notices that is about money. */
export const moneyWords: { [Kind in keyof MoneyFacts]: Words<MoneyFacts[Kind]> } = {
  'invoice.issued': {
    about: 'money',
    title: () => 'A new invoice',
    sentence: ({ number, title, amount }) =>
      `The week on “${title}” is closed: invoice ${number} over ${money(amount)}. The review ends on Friday, 23:59 UTC.`,
    leadsTo: toInvoice,
  },
  'invoice.accepted': {
    about: 'money',
    title: () => 'Invoice accepted',
    sentence: ({ number, title, by }) =>
      by === null
        ? `The review of invoice ${number} for “${title}” has ended, so it counts as accepted.`
        : `${by} approved invoice ${number} for “${title}”.`,
    leadsTo: toInvoice,
  },
  'invoice.paid': {
    about: 'money',
    title: () => 'Invoice paid',
    sentence: ({ number, title, amount }) =>
      `Invoice ${number} for “${title}” is paid: ${money(amount)} are in escrow until it is accepted.`,
    leadsTo: toInvoice,
  },
  'invoice.charge-failed': {
    about: 'money',
    title: () => 'A charge failed',
    sentence: ({ number, title, amount, reason }) =>
      `${money(amount)} for invoice ${number} on “${title}” could not be charged: ${reason} It is tried again every day. Time worked until it is paid is billed, but not protected.`,
    leadsTo: toInvoice,
  },
  'invoice.refunded': {
    about: 'money',
    title: ({ lowered }) => (lowered ? 'An invoice was lowered' : 'A refund'),
    sentence: ({ by, number, title, amount, words: why, lowered }) =>
      lowered
        ? `${by ?? 'A decision'} lowered invoice ${number} for “${title}” by ${money(amount)}, which is not charged: “${why}”`
        : `${by ?? 'A decision'} gave ${money(amount)} of invoice ${number} for “${title}” back to the client: “${why}”`,
    leadsTo: toInvoice,
  },
  'payment.surplus': {
    about: 'money',
    title: () => 'More was paid than was due',
    sentence: ({ what, title, amount, yours }) =>
      yours
        ? `${money(amount)} more than was due came in for ${what} on “${title}”: your card was charged although it had been settled. The money goes back to your card by itself.`
        : `Your client paid ${money(amount)} more than was due for ${what} on “${title}”. It goes back to the client; what you get does not change.`,
    leadsTo: toContract,
  },
  'refund.paid': {
    about: 'money',
    title: () => 'Money is back on your card',
    sentence: ({ title, amount }) =>
      `${money(amount)} for “${title}” went back to your card. Banks show it within a few days.`,
    leadsTo: toContract,
  },
  'refund.declined': {
    about: 'money',
    title: () => 'A refund did not reach your card',
    sentence: ({ title, amount, reason }) =>
      `${money(amount)} for “${title}” could not go back to your card: ${reason} The money is yours and stays with us as your credit: your next invoice is paid from it first.`,
    leadsTo: toContract,
  },
  'bonus.given': {
    about: 'money',
    title: ({ yours }) => (yours ? 'Your bonus is paid' : 'You got a bonus'),
    sentence: ({ by, title, amount, words: why, yours }) =>
      yours
        ? `Your card was charged ${money(amount)} for your bonus on “${title}”.`
        : `${by} gave you a bonus of ${money(amount)} on “${title}”: “${why}”`,
    leadsTo: toBonuses,
  },
  'bonus.charge-failed': {
    about: 'money',
    title: () => 'Your bonus could not be charged',
    sentence: ({ title, amount, reason, again }) =>
      `Your bonus of ${money(amount)} on “${title}” could not be charged: ${reason} ${again ? 'It is tried again tomorrow.' : 'It is not tried again; you can give another one.'}`,
    leadsTo: toBonuses,
  },
  'claim.filed': {
    about: 'money',
    title: () => 'A claim was filed',
    sentence: ({ by, number, title, amount }) =>
      `${by} asks the protection fund for ${money(amount)}, since invoice ${number} for “${title}” is not paid. Pay it, and the claim is settled.`,
    leadsTo: toClaim,
  },
  'claim.paid': {
    about: 'money',
    title: ({ yours }) => (yours ? 'Your claim is paid' : 'The protection fund has paid for you'),
    sentence: ({ number, title, amount, net, yours }) =>
      yours
        ? `The protection fund pays you ${money(net)} for invoice ${number} on “${title}”. It goes with the next payout.`
        : `The protection fund has paid ${money(amount)} of invoice ${number} for “${title}” in your place. You still owe the whole invoice, and your card is tried every day.`,
    leadsTo: toClaim,
  },
  'claim.refused': {
    about: 'money',
    title: () => 'A claim was refused',
    sentence: ({ number, title, reason, until }) =>
      `The claim for invoice ${number} on “${title}” was refused: “${reason}”${until ? ` You can appeal until ${until}; another admin then decides anew.` : ''}`,
    leadsTo: toClaim,
  },
  'claim.appealed': {
    about: 'money',
    title: () => 'A refused claim is appealed',
    sentence: ({ by, number, title, until }) =>
      `${by} appeals: another admin decides the claim for invoice ${number} on “${title}” anew until ${until}. Pay the invoice, and nothing is left to decide.`,
    leadsTo: toClaim,
  },
  'claim.recovered': {
    about: 'money',
    title: () => 'Your client has paid after all',
    sentence: ({ number, title, amount }) =>
      `Invoice ${number} on “${title}” is paid. ${money(amount)} of it go back to the protection fund, which had paid you before; the rest is yours.`,
    leadsTo: toClaim,
  },
  'claim.settled': {
    about: 'money',
    title: () => 'Your client has paid',
    sentence: ({ number, title }) =>
      `Invoice ${number} on “${title}” was paid before your claim was decided, so nothing is left to decide.`,
    leadsTo: toClaim,
  },
  'payout.paid': {
    about: 'money',
    title: () => 'Paid out',
    sentence: ({ amount, words: reference }) =>
      `${money(amount)} are on their way to your bank account (${reference}).`,
    leadsTo: () => '/earnings',
  },
  'payout.failed': {
    about: 'money',
    title: () => 'A payout failed',
    sentence: ({ amount, words: why }) =>
      `${money(amount)} could not be paid to your bank account: ${why} The money is still yours and goes with the next payout.`,
    leadsTo: () => '/earnings',
  },
  'payout.taken-back': {
    about: 'money',
    title: () => 'A payout was taken back',
    sentence: ({ amount, words: why }) =>
      `${money(amount)} that had been paid to your account came back: ${why} The money is still yours and goes with the next payout. Look whether your account still takes payments.`,
    leadsTo: () => '/earnings',
  },
};
