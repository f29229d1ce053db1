/** Who may do what. The only place. A table one could read to a customer. */
import type { Look } from '../admin/look.ts';
import { Forbidden } from '../kernel/errors.ts';

export type Role = 'freelancer' | 'client' | 'admin';
/** Whoever is signed in. `look`: the contract an admin has given a reason to look at, for reading. */
export type Actor = { id: number; name: string; email: string; role: Role; timeZone: string; look?: Look };

type ContractFacts = { clientId: number; freelancerId: number | null; freelancerEmail: string };
type InvoiceFacts = { clientId: number };
type ProposalFacts = ContractFacts & { proposedById: number };

const rules = {
  'contract.offer': (actor: Actor) => actor.role === 'client',
  'payment-method.manage': (actor: Actor) => actor.role === 'client',
  'contract.accept': (actor: Actor, contract: ContractFacts) => isInvited(actor, contract),
  'contract.decline': (actor: Actor, contract: ContractFacts) => isInvited(actor, contract),
  'contract.invite': (actor: Actor, contract: ContractFacts) => actor.id === contract.clientId,
  'contract.withdraw': (actor: Actor, contract: ContractFacts) => actor.id === contract.clientId,
  'contract.pause': (actor: Actor, contract: ContractFacts) => actor.id === contract.clientId,
  'contract.end': (actor: Actor, contract: ContractFacts) => isParty(actor, contract),
  'codes.manage': (actor: Actor, contract: ContractFacts) => actor.id === contract.clientId,
  'contract.propose': (actor: Actor, contract: ContractFacts) => isParty(actor, contract),
  'overtime.ask': (actor: Actor, contract: ContractFacts) => actor.id === contract.freelancerId,
  'fixed-price.ask': (actor: Actor, contract: ContractFacts) => actor.id === contract.freelancerId,
  'fixed-price.name': (actor: Actor, contract: ContractFacts) => actor.id === contract.clientId,
  'proposal.answer': (actor: Actor, proposal: ProposalFacts) => isParty(actor, proposal) && !asked(actor, proposal),
  'proposal.withdraw': (actor: Actor, proposal: ProposalFacts) => asked(actor, proposal),
  'evidence.pictures': (actor: Actor, contract: ContractFacts) =>
    actor.id === contract.freelancerId || actor.role === 'admin',
  'views.see': (actor: Actor, contract: ContractFacts) => actor.id === contract.freelancerId,
  'day.review': (actor: Actor, contract: ContractFacts) => actor.id === contract.clientId,
  'block.comment': (actor: Actor, contract: ContractFacts) =>
    actor.id === contract.freelancerId || actor.id === contract.clientId,
  'block.correct': (actor: Actor, contract: ContractFacts) => actor.id === contract.freelancerId,
  'block.delete': (actor: Actor, contract: ContractFacts) => actor.id === contract.freelancerId,
  'manual-time.ask': (actor: Actor, contract: ContractFacts) => actor.id === contract.freelancerId,
  'manual-time.answer': (actor: Actor, contract: ContractFacts) => actor.id === contract.clientId,
  'time.bring': (actor: Actor) => actor.role === 'freelancer',
  'second-factor.remove': (actor: Actor) => actor.role !== 'admin',
  'account.close': (actor: Actor) => actor.role !== 'admin',
  'report.see': (actor: Actor) => actor.role !== 'admin',
  'money.see': (actor: Actor) => actor.role !== 'admin',
  'earnings.see': (actor: Actor) => actor.role === 'freelancer',
  'payout-account.manage': (actor: Actor) => actor.role === 'freelancer',
  'spending.see': (actor: Actor) => actor.role === 'client',
  'invoice.approve': (actor: Actor, invoice: InvoiceFacts) => actor.id === invoice.clientId,
  'invoice.pay': (actor: Actor, invoice: InvoiceFacts) => actor.id === invoice.clientId,
  'invoice.refund': (actor: Actor, invoice: { freelancerId: number }) => actor.id === invoice.freelancerId,
  'bonus.give': (actor: Actor, contract: ContractFacts) => actor.id === contract.clientId,
  'dispute.open': (actor: Actor, invoice: InvoiceFacts) => actor.id === invoice.clientId,
  'disputes.see': (actor: Actor) => actor.role !== 'admin',
  'claims.see': (actor: Actor) => actor.role !== 'admin',
  'claim.file': (actor: Actor, invoice: { freelancerId: number }) => actor.id === invoice.freelancerId,
  'claims.decide': (actor: Actor) => actor.role === 'admin',
  'disputes.decide': (actor: Actor) => actor.role === 'admin',
  'fund.manage': (actor: Actor) => actor.role === 'admin',
  'credits.see': (actor: Actor) => actor.role === 'admin',
  'payouts.manage': (actor: Actor) => actor.role === 'admin',
  'people.see': (actor: Actor) => actor.role === 'admin',
  'people.manage': (actor: Actor) => actor.role === 'admin',
  'office.see': (actor: Actor) => actor.role === 'admin',
} as const;

const isParty = (actor: Actor, contract: ContractFacts): boolean =>
  actor.id === contract.clientId || actor.id === contract.freelancerId;
const asked = (actor: Actor, proposal: ProposalFacts): boolean => actor.id === proposal.proposedById;
const isInvited = (actor: Actor, contract: ContractFacts): boolean =>
  actor.role === 'freelancer' && actor.email === contract.freelancerEmail;

type Rules = typeof rules;
export type Action = keyof Rules;
type Subject<A extends Action> = Parameters<Rules[A]> extends [Actor, infer S] ? [S] : [];

export function may<A extends Action>(actor: Actor, action: A, ...subject: Subject<A>): boolean {
  return (rules[action] as (actor: Actor, ...subject: unknown[]) => boolean)(actor, ...subject);
}

/** @throws Forbidden */
export function authorize<A extends Action>(actor: Actor, action: A, ...subject: Subject<A>): void {
  if (!may(actor, action, ...subject)) throw new Forbidden(action);
}
