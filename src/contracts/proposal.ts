/** What one side of a contract may ask of the other, and who answers. Rules only. */
import { toSeconds, weekOf } from '../kernel/time.ts';
import { whyNotWorkOn, type Terms } from './contract.ts';
import { changesBetween } from './terms.ts';

export type ProposalKind = 'terms' | 'overtime' | 'fixed-price';
export type ProposalState = 'open' | 'accepted' | 'declined' | 'withdrawn';
export const MAX_NOTE = 300;

export type ProposalRefusal =
  'not-open-any-more' | 'nothing-changes' | 'one-is-open' | 'contract-not-running' | 'week-is-over' | 'no-amount-named';
export const proposalRefusalWords: Record<ProposalRefusal, string> = {
  'not-open-any-more': 'This proposal has been answered or withdrawn already.',
  'nothing-changes': 'These are the terms you agreed on already. Change at least one of them.',
  'one-is-open': 'A proposal is waiting for its answer. Withdraw or answer it first.',
  'contract-not-running': 'Only a running contract can be changed.',
  'no-amount-named': 'Name the amount first: nobody has said what the fixed price shall be.',
  'week-is-over': 'That week is over, so its limit cannot be raised any more.',
};

type ContractFacts = Parameters<typeof whyNotWorkOn>[0];

export function whyNotPropose(contract: ContractFacts, hasOpen: boolean): ProposalRefusal | null {
  if (whyNotWorkOn(contract)) return 'contract-not-running';
  return hasOpen ? 'one-is-open' : null;
}

/** Overtime is for the week in which it was asked; afterwards there is nothing left to answer. */
export const isOver = ({ kind, proposedAt }: { kind: ProposalKind; proposedAt: Date }, now: Date): boolean =>
  kind === 'overtime' && toSeconds(proposedAt) < weekOf(toSeconds(now));

export function whyNotNewTerms(agreed: Terms, wanted: Terms): ProposalRefusal | null {
  return changesBetween(agreed, wanted).length === 0 ? 'nothing-changes' : null;
}

/** Accepting, declining and withdrawing all answer an open proposal. */
export function whyNotAnswerProposal(proposal: { state: ProposalState }): ProposalRefusal | null {
  return proposal.state === 'open' ? null : 'not-open-any-more';
}
