/** What can happen, and how the timeline says it. Rules only. */
import { DAYS_TO_SLEEP } from '../contracts/standing.ts';
import { disputeSentences, type DisputeEvents } from '../disputes/dispute-events.ts';
import { money, type Cents } from '../kernel/money.ts';
import { dayName, dayShort, duration } from '../kernel/time.ts';

/** `what` names it inside a sentence. */
type Proposed = { by: string; what: string };

/** `from` in ISO 8601. */
type ManualTime = { by: string; from: string; seconds: number };

/** `number`: of its invoice. */
type OfClaim = { by: string; number: string; amount: Cents };

/** `name`: whom an admin did it to; `words`: why. */
type OfPerson = { by: string; name: string; words: string };

export type EventFacts = DisputeEvents & {
  'contract.offered': { by: string; to: string };
  'method.added': { by: string; label: string };
  'method.removed': { by: string; label: string };
  'contract.accepted': { by: string };
  'contract.declined': { by: string };
  'contract.withdrawn': { by: string };
  'contract.paused': { by: string };
  'contract.resumed': { by: string };
  'contract.ended': { by: string };
  'contract.fell-asleep': Record<string, never>;
  'contract.fixed-price': { amount: Cents };
  'contract.invited-again': { by: string; to: string };
  'code.added': { by: string; code: string };
  'code.renamed': { by: string; code: string };
  'code.closed': { by: string; code: string };
  'code.opened': { by: string; code: string };
  'proposal.made': Proposed;
  'proposal.accepted': Proposed;
  'proposal.declined': Proposed;
  'proposal.withdrawn': Proposed;
  'day.reviewed': { by: string; day: string; blocks: number; seconds: number };
  'day.review-withdrawn': { by: string; day: string };
  'block.flagged': { by: string; startedAt: string };
  'flag.resolved': { by: string; startedAt: string };
  'block.corrected': { by: string; startedAt: string; blocks: number; seconds: number };
  'block.deleted': { by: string; startedAt: string; seconds: number; blocks: number };
  'block.restored': { by: string; startedAt: string; seconds: number };
  'manual-time.asked': ManualTime;
  'manual-time.answered': ManualTime & { added: number };
  'manual-time.withdrawn': ManualTime;
  'manual-time.unanswered': Omit<ManualTime, 'by'>;
  'late-time.answered': { by: string; accepted: number; refused: number };
  'queue.imported': { by: string; blocks: number; seconds: number };
  'invoice.issued': { number: string; seconds: number; amount: Cents };
  'invoice.accepted': { number: string; by: string | null };
  'invoice.paid': { number: string; amount: Cents };
  'invoice.charge-failed': { number: string; reason: string };
  'payout-account.changed': { by: string; label: string };
  'payouts.sent': { by: string; file: number; payouts: number; amount: Cents };
  'credit.spent': { number: string; amount: Cents };
  'payout.heard': { payout: number; amount: Cents; end: 'paid' | 'failed' | 'taken-back'; words: string };
  'payout.settled': { by: string; payout: number; amount: Cents; state: 'paid' | 'failed'; words: string };
  'invoice.refunded': { by: string | null; number: string; amount: Cents; lowered: boolean };
  'payment.surplus': { what: string; amount: Cents };
  'refund.paid': { amount: Cents };
  'refund.declined': { amount: Cents; reason: string };
  'bonus.given': { by: string; amount: Cents };
  'bonus.charge-failed': { amount: Cents; reason: string };
  'claim.filed': OfClaim;
  'claim.paid': OfClaim;
  'claim.refused': OfClaim;
  'claim.proposed': OfClaim;
  'claim.sent-back': OfClaim;
  'claim.appealed': OfClaim;
  'claim.recovered': { number: string; amount: Cents };
  'claim.settled': { number: string };
  'fund.deposited': { by: string; amount: Cents; reason: string };
  'account.data-taken': { by: string; device: string };
  'evidence.taken': { by: string; week: string | null; pictures: boolean; reason: string | null };
  'second-factor.set-up': { by: string };
  'second-factor.removed': { by: string };
  'person.suspended': OfPerson & { why: string };
  'person.suspension-lifted': OfPerson;
  'person.signed-out': OfPerson & { sessions: number };
  'person.second-factor-reset': OfPerson;
};
export type EventKind = keyof EventFacts;

const sentences: { [K in EventKind]: (facts: EventFacts[K]) => string } = {
  ...disputeSentences,
  'contract.offered': ({ by, to }) => `${by} offered the contract to ${to}.`,
  'method.added': ({ by, label }) => `${by} added the payment method ${label}.`,
  'method.removed': ({ by, label }) => `${by} removed the payment method ${label}.`,
  'contract.accepted': ({ by }) => `${by} accepted the offer.`,
  'contract.declined': ({ by }) => `${by} declined the offer.`,
  'contract.withdrawn': ({ by }) => `${by} withdrew the offer.`,
  'contract.paused': ({ by }) => `${by} paused the contract.`,
  'contract.resumed': ({ by }) => `${by} let the contract go on.`,
  'contract.ended': ({ by }) => `${by} ended the contract.`,
  'contract.fell-asleep': () => `Nothing was tracked for ${DAYS_TO_SLEEP} days: the contract fell asleep.`,
  'contract.fixed-price': ({ amount }) =>
    `A fixed price of ${money(amount)} takes the place of hours. Time that began before is billed by the hour.`,
  'contract.invited-again': ({ by, to }) => `${by} sent the offer to ${to} again.`,
  'code.added': ({ by, code }) => `${by} added the project code ${code}.`,
  'code.renamed': ({ by, code }) => `${by} renamed the project code ${code}.`,
  'code.closed': ({ by, code }) => `${by} closed the project code ${code}.`,
  'code.opened': ({ by, code }) => `${by} opened the project code ${code} again.`,
  'proposal.made': ({ by, what }) => `${by} proposed ${what}.`,
  'proposal.accepted': ({ by, what }) => `${by} accepted ${what}.`,
  'proposal.declined': ({ by, what }) => `${by} declined ${what}.`,
  'proposal.withdrawn': ({ by, what }) => `${by} took back the proposal of ${what}.`,
  'day.reviewed': ({ by, day, seconds }) => `${by} reviewed ${dayName(day)}: ${duration(seconds)}.`,
  'day.review-withdrawn': ({ by, day }) => `${by} took the review of ${dayName(day)} back.`,
  'block.flagged': ({ by, startedAt }) =>
    `${by} asked for an answer about a block of ${dayShort(startedAt.slice(0, 10))}.`,
  'flag.resolved': ({ by, startedAt }) =>
    `${by} resolved a question about a block of ${dayShort(startedAt.slice(0, 10))}.`,
  'block.corrected': ({ by, blocks, seconds }) =>
    `${by} corrected what ${duration(seconds)} (${blocks === 1 ? '1 block' : `${blocks} blocks`}) were spent on.`,
  'block.restored': ({ by, seconds }) => `${by} took a deletion back: ${duration(seconds)} count again.`,
  'block.deleted': ({ by, seconds, blocks }) =>
    `${by} deleted ${blocks === 1 ? 'a screenshot and its' : `${blocks} screenshots and their`} ${duration(seconds)}.`,
  'manual-time.asked': ({ by, seconds }) => `${by} asked for ${duration(seconds)} of manual time.`,
  'manual-time.answered': ({ by, seconds, added }) =>
    added === 0
      ? `${by} said no to ${duration(seconds)} of manual time.`
      : `${by} said yes: ${duration(added)} of manual time were added${added < seconds ? `, of ${duration(seconds)} asked for` : ''}.`,
  'manual-time.withdrawn': ({ by, seconds }) => `${by} took back the request for ${duration(seconds)} of manual time.`,
  'manual-time.unanswered': ({ seconds }) =>
    `The request for ${duration(seconds)} of manual time was not answered in time, which is a no.`,
  'late-time.answered': ({ by, accepted, refused }) =>
    `${by} answered late time: ${duration(accepted)} billed, ${duration(refused)} not.`,
  'payout-account.changed': ({ by, label }) => `${by} changed the payout account to ${label}.`,
  'payouts.sent': ({ by, file, payouts, amount }) =>
    `${by} made the bank’s file ${file}: ${payouts === 1 ? '1 payout' : `${payouts} payouts`}, ${money(amount)}.`,
  'credit.spent': ({ number, amount }) => `${money(amount)} of invoice ${number} were paid from the client’s credit.`,
  'payout.heard': ({ payout, amount, end, words }) =>
    `The payment provider says that payout ${payout} over ${money(amount)} ${{ paid: 'is paid', failed: 'failed', 'taken-back': 'was taken back' }[end]}: ${words}`,
  'payout.settled': ({ by, payout, amount, state, words }) =>
    state === 'paid'
      ? `${by} marked payout ${payout} over ${money(amount)} as paid: ${words}`
      : `${by} marked payout ${payout} over ${money(amount)} as failed: ${words}`,
  'account.data-taken': ({ by, device }) => `${by} took a copy of all own data along, with ${device}.`,
  'second-factor.set-up': ({ by }) => `${by} set up an authenticator: signing in asks for its code.`,
  'second-factor.removed': ({ by }) => `${by} turned the second factor off.`,
  'person.suspended': ({ by, name, why, words }) => `${by} suspended ${name} because of ${why}: ${words}`,
  'person.suspension-lifted': ({ by, name, words }) => `${by} lifted the suspension of ${name}: ${words}`,
  'person.signed-out': ({ by, name, sessions, words }) =>
    `${by} ended ${sessions === 1 ? 'the only session' : `all ${sessions} sessions`} of ${name}: ${words}`,
  'person.second-factor-reset': ({ by, name, words }) => `${by} reset the second factor of ${name}: ${words}`,
  'evidence.taken': ({ by, week, pictures, reason }) =>
    `${by} took the evidence${week === null ? '' : ` of the week from ${dayShort(week)}`} along, ${pictures ? 'with' : 'without'} screenshots${reason === null ? '' : `: ${reason}`}.`,
  'queue.imported': ({ by, blocks, seconds }) =>
    `${by} brought ${duration(seconds)} (${blocks === 1 ? '1 block' : `${blocks} blocks`}) in a file, from a computer that was offline.`,
  'invoice.issued': ({ number, seconds, amount }) =>
    `The week closed: invoice ${number} over ${duration(seconds)}, ${money(amount)}.`,
  'invoice.accepted': ({ number, by }) =>
    by === null ? `The review of invoice ${number} ended: it counts as accepted.` : `${by} approved invoice ${number}.`,
  'invoice.paid': ({ number, amount }) => `Invoice ${number} was paid: ${money(amount)}.`,
  'invoice.charge-failed': ({ number, reason }) => `Invoice ${number} could not be charged: ${reason}`,
  'invoice.refunded': ({ by, number, amount, lowered }) =>
    lowered
      ? `${by ?? 'A decision'} lowered invoice ${number} by ${money(amount)}.`
      : `${by ?? 'A decision'} gave ${money(amount)} of invoice ${number} back to the client.`,
  'payment.surplus': ({ what, amount }) => `${money(amount)} more than was due came in for ${what}, and goes back.`,
  'refund.paid': ({ amount }) => `${money(amount)} went back to the client’s card.`,
  'refund.declined': ({ amount, reason }) => `${money(amount)} could not go back to the client’s card: ${reason}`,
  'bonus.given': ({ by, amount }) => `${by} gave a bonus of ${money(amount)}.`,
  'bonus.charge-failed': ({ amount, reason }) => `A bonus of ${money(amount)} could not be charged: ${reason}`,
  'claim.filed': ({ by, number, amount }) =>
    `${by} asked the protection fund for ${money(amount)} of invoice ${number}, which is not paid.`,
  'claim.paid': ({ by, number, amount }) =>
    `${by} decided that the protection fund pays ${money(amount)} of invoice ${number}.`,
  'claim.refused': ({ by, number }) => `${by} refused the claim for invoice ${number}.`,
  'claim.proposed': ({ number }) =>
    `An admin proposed a decision of the claim for invoice ${number}. A second one checks it.`,
  'claim.sent-back': ({ number }) => `The decision of the claim for invoice ${number} was sent back.`,
  'claim.appealed': ({ by, number }) => `${by} appealed: another admin decides the claim for invoice ${number} anew.`,
  'claim.recovered': ({ number, amount }) =>
    `Invoice ${number} was paid after all: ${money(amount)} of it went back to the protection fund.`,
  'claim.settled': ({ number }) => `Invoice ${number} was paid before its claim was decided.`,
  'fund.deposited': ({ by, amount, reason }) => `${by} put ${money(amount)} into the protection fund: ${reason}`,
};

export const eventKinds = Object.keys(sentences) as EventKind[];

/** One sentence for the timeline. */
export function sentenceOf(event: { kind: EventKind; facts: Record<string, unknown> }): string {
  return (sentences[event.kind] as (facts: Record<string, unknown>) => string)(event.facts);
}
