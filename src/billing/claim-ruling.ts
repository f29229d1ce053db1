/** How a claim is decided: by whom, in which steps, for which published reason. Rules only. */
import { appealUntilFrom, APPEAL_HOURS } from '../disputes/deadline.ts';
import type { ClaimState } from './claim.ts';

/** `proposed`, `approved` or `sent-back` by two admins; `decided` by one; `appealed` by the freelancer; `final` after it. */
export type ClaimStep = 'proposed' | 'approved' | 'sent-back' | 'decided' | 'appealed' | 'final';

/** Published: why the fund pays, or does not. */
export const claimReasons = {
  'blocks-in-order': { label: 'The protected blocks are in order', pays: true },
  'client-gone': { label: 'The client cannot be reached', pays: true },
  'not-in-order': { label: 'The protected blocks are not in order', pays: false },
  'settled-otherwise': { label: 'Both sides have settled it otherwise', pays: false },
  'not-real-work': { label: 'It was not real work for a real client', pays: false },
} as const;
export type ClaimReason = keyof typeof claimReasons;
export const reasonsTo = (pay: boolean): ClaimReason[] =>
  (Object.keys(claimReasons) as ClaimReason[]).filter(code => claimReasons[code].pays === pay);

/** What the rules need to know. @property involved admins who took part in the decision that was appealed, or proposed one */
export type ClaimStanding = {
  state: ClaimState;
  proposedById: number | null;
  appealedAt: Date | null;
  involved: readonly number[];
};

export type ClaimAction = 'decide' | 'approve' | 'send-back';
export type ClaimStepRefusal = 'decided-already' | 'being-checked' | 'not-proposed' | 'another-admin';
export const claimStepWords: Record<ClaimStepRefusal, string> = {
  'decided-already': 'This claim has been decided already.',
  'being-checked': 'A decision of this claim waits for a second admin already.',
  'not-proposed': 'No decision of this claim waits to be checked any more.',
  'another-admin': 'Another admin has to do this: you took part in the decision.',
};

/** @param by the admin who wants to */
export function whyNotStep(claim: ClaimStanding, action: ClaimAction, by: number): ClaimStepRefusal | null {
  if (claim.state !== 'filed') return 'decided-already';
  if (action === 'decide') {
    if (claim.proposedById !== null) return 'being-checked';
    return claim.appealedAt !== null && claim.involved.includes(by) ? 'another-admin' : null;
  }
  if (claim.proposedById === null) return 'not-proposed';
  return action === 'approve' && claim.proposedById === by ? 'another-admin' : null;
}

export type ClaimAppealRefusal = 'not-refused' | 'appealed-already' | 'too-late';
export const claimAppealWords: Record<ClaimAppealRefusal, string> = {
  'not-refused': 'Only a claim that was refused can be appealed.',
  'appealed-already': 'There is one appeal, and this claim has had it: the decision is final.',
  'too-late': `The ${APPEAL_HOURS} hours to appeal are over: the decision is final.`,
};

/** The freelancer may ask once for another admin when nothing is paid. A client owes the invoice either way. */
export function whyNotAppealClaim(
  { state, appealedAt, decidedAt }: { state: ClaimState; appealedAt: Date | null; decidedAt: Date | null },
  now: Date,
): ClaimAppealRefusal | null {
  if (state !== 'refused' || decidedAt === null) return 'not-refused';
  if (appealedAt !== null) return 'appealed-already';
  return now >= appealUntilFrom(decidedAt) ? 'too-late' : null;
}
