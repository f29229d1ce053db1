/** How bonuses, refunds and claims are shown: a colour, an icon, a word. Rules only. */
import type { BonusState } from './bonus.ts';
import type { ClaimState } from './claim.ts';
import type { RefundSource, RefundState } from './refund.ts';

type Sign = { tone: 'plain' | 'ok' | 'warn' | 'info'; icon: string; label: string };

export const bonusSigns: Record<BonusState, Sign> = {
  'under-way': { tone: 'info', icon: 'hourglass', label: 'Being charged' },
  'tried-again': { tone: 'warn', icon: 'triangle-alert', label: 'Tried again tomorrow' },
  'given-up': { tone: 'warn', icon: 'circle-x', label: 'Not charged' },
  paid: { tone: 'ok', icon: 'circle-check', label: 'Paid' },
};

export const refundSigns: Record<RefundState, Sign> = {
  lowered: { tone: 'ok', icon: 'circle-check', label: 'Not charged' },
  waiting: { tone: 'info', icon: 'hourglass', label: 'On its way' },
  pending: { tone: 'info', icon: 'hourglass', label: 'On its way' },
  refunded: { tone: 'ok', icon: 'circle-check', label: 'Back on the card' },
  declined: { tone: 'warn', icon: 'triangle-alert', label: 'Kept as credit' },
};

export const refundSourceWords: Record<RefundSource, string> = {
  due: 'taken off what was to be charged',
  escrow: 'from escrow, without a fee',
  balance: 'from the freelancer’s earnings',
  surplus: 'paid twice by mistake',
};

/** @param recovered the client has paid after all */
export function claimSign(state: ClaimState, recovered: boolean): Sign {
  if (state === 'paid' && recovered) return { tone: 'ok', icon: 'circle-check', label: 'Client paid later' };
  return claimSigns[state];
}
const claimSigns: Record<ClaimState, Sign> = {
  filed: { tone: 'info', icon: 'hourglass', label: 'Being decided' },
  paid: { tone: 'ok', icon: 'shield-check', label: 'Paid by the fund' },
  refused: { tone: 'warn', icon: 'circle-x', label: 'Refused' },
  settled: { tone: 'ok', icon: 'circle-check', label: 'Client paid' },
};

/** One sentence for whoever reads the claim. */
export function claimSentence(
  { state, recovered, appealed }: { state: ClaimState; recovered: boolean; appealed: boolean },
  side: 'client' | 'freelancer',
): string {
  if (state === 'paid' && recovered)
    return 'The client has paid since: the fund has its money back, and the rest of the invoice went to the freelancer.';
  if (appealed && (state === 'filed' || state === 'refused')) return afterAppeal[state][side];
  return sentences[state][side];
}
const afterAppeal: Record<'filed' | 'refused', Record<'client' | 'freelancer', string>> = {
  filed: {
    client:
      'Your freelancer has appealed: another admin decides anew. Pay the invoice, and there is nothing left to decide.',
    freelancer: 'Another admin reads everything anew and decides within two working days. That is final.',
  },
  refused: {
    client: 'The claim was refused after an appeal, too. You still owe the invoice.',
    freelancer:
      'Another admin has refused it, too, which is final. Your client still owes you the invoice, and the card is tried every day.',
  },
};
const sentences: Record<ClaimState, Record<'client' | 'freelancer', string>> = {
  filed: {
    client:
      'Your freelancer asks the protection fund for what you have not paid. Pay the invoice, and there is nothing left to decide.',
    freelancer:
      'An admin reads your claim and decides within two working days. Your client’s card is still tried every day.',
  },
  paid: {
    client:
      'The protection fund has paid in your place. You still owe the whole invoice, and your card is tried every day until it is paid.',
    freelancer:
      'The protection fund has paid you. The money goes with the next payout, and stays yours whether your client pays or not.',
  },
  refused: {
    client: 'The claim was refused. You still owe the invoice.',
    freelancer:
      'The claim was refused, for the reason below. Your client still owes you the invoice, and the card is tried every day.',
  },
  settled: {
    client: 'You paid before it was decided, so nothing is left to decide.',
    freelancer: 'Your client paid before it was decided, so nothing is left to decide.',
  },
};

/** What moved money into or out of the fund. */
export const fundKindWords: Record<string, string> = {
  release: 'Share of a fee',
  bonus: 'Share of a bonus’s fee',
  claim: 'Claim paid',
  recovery: 'Client paid later',
  'dispute-release': 'Share of a fee, after a dispute',
  'dispute-fund': 'Dispute paid',
  'fund-deposit': 'Deposit',
};
