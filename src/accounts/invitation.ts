/** An offer to somebody who has no account: a letter with a link. Rules only. */
import type { ContractState } from '../contracts/contract.ts';

export const INVITATION_DAYS = 30;
/** So long after its end a link still says what became of it. */
export const REMEMBERED_DAYS = 60;

/** `answered`: the offer has its answer, perhaps by another way. */
export type InvitationState = 'open' | 'used' | 'answered' | 'withdrawn' | 'replaced' | 'expired';
export type InvitationFacts = { usedAt: Date | null; replacedAt: Date | null; expiresAt: Date };

export function stateOf(invitation: InvitationFacts, offer: { state: ContractState }, now: Date): InvitationState {
  if (offer.state === 'withdrawn') return 'withdrawn';
  if (invitation.usedAt !== null) return 'used';
  if (offer.state !== 'offered') return 'answered';
  if (invitation.replacedAt !== null) return 'replaced';
  return invitation.expiresAt > now ? 'open' : 'expired';
}

export type InvitationRefusal = Exclude<InvitationState, 'open'> | 'has-account';
export const invitationRefusalWords: Record<InvitationRefusal, string> = {
  used: 'This invitation was used already: it works once.',
  answered: 'This offer has its answer already.',
  withdrawn: 'This offer was withdrawn. There is nothing left to answer.',
  replaced: 'A newer letter was sent. Use the link in that one.',
  expired: `This invitation has expired: it works for ${INVITATION_DAYS} days.`,
  'has-account': 'There is an account with this address already.',
};
