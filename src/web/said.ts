/** One sentence that the next page says, once: what has just happened. The cookie holds a key, never words. */
import type { Request, Response } from 'express';

const sentences = {
  'signed-out': 'You are signed out.',
  'profile-saved': 'Your profile is saved.',
  'password-changed': 'Your password is changed.',
  'password-chosen': 'Your password is set. Welcome.',
  'account-closed': 'Your account is closed.',
  'session-ended': 'That session is ended.',
  proved: 'Thank you. Go on where you were.',
  suspended: 'The account is suspended. From its next request on nothing of it opens.',
  lifted: 'The suspension is lifted. The person signs in anew.',
  'person-signed-out': 'Every session of this person is ended.',
  'factor-reset': 'The second factor is reset, and every session is ended.',
  'second-factor-removed': 'The second factor is off. Your password alone signs you in.',
  offered: 'The offer is on its way.',
  joined: 'Your account is ready. These are the terms: say yes or no.',
  'client-asked': 'Your client knows that you want to start. You are told when there is a payment method.',
  'method-added': 'Your payment method is saved.',
  'method-not-added': 'No payment method was added.',
  'method-removed': 'The payment method is removed.',
  accepted: 'Accepted: you can track time on this contract now.',
  declined: 'You declined the offer.',
  withdrawn: 'The offer is withdrawn.',
  'codes-saved': 'The project codes are saved.',
  paused: 'The contract is paused.',
  resumed: 'The contract goes on.',
  ended: 'The contract has ended.',
  proposed: 'Your proposal is on its way.',
  'price-asked': 'Your client is asked to switch to a fixed price. Until the answer, hours go on.',
  'price-offered': 'The freelancer is asked whether this amount is right. Until the answer, hours go on.',
  'price-agreed': 'The fixed price is agreed. Hours are tracked no more.',
  'invited-again': 'The letter is on its way again.',
  'proposal-accepted': 'Accepted. What you agreed on holds now.',
  'proposal-declined': 'Declined. Everything stays as it was.',
  'proposal-withdrawn': 'Your proposal is withdrawn.',
  'letters-chosen': 'Your choice is saved.',
  'notices-read': 'All notices are marked as read.',
  reviewed: 'The day is marked as reviewed.',
  'review-withdrawn': 'The day waits for your review again.',
  commented: 'Your comment is there, and the other side is told.',
  resolved: 'The flag is resolved.',
  corrected: 'Corrected. What stood there before stays in the history.',
  'nothing-corrected': 'Nothing was changed: it says so already.',
  restored: 'The deletion is undone; the time counts again.',
  'manual-time-asked': 'Your client is asked. Silence until the day below is a no.',
  'manual-time-accepted': 'The time is added to the work diary.',
  'manual-time-declined': 'You said no. The freelancer reads your sentence.',
  'late-time-answered': 'Your answer is kept; the freelancer reads it.',
  'manual-time-withdrawn': 'You took the request back.',
  'bonus-paid': 'Your bonus is paid. The freelancer is told.',
  'bonus-asked': 'Your bonus is being charged. You are told as soon as the answer is there.',
  'bonus-declined': 'Your bonus could not be charged. Below you read why.',
  refunded: 'Given back. Your client is told, and the money is on its way to the card.',
  'charge-lowered': 'Your client will be charged that much less, and is told.',
  'claim-filed': 'Your claim is filed. An admin decides it, and you are told.',
  'claim-paid': 'The protection fund has paid. Both sides are told.',
  'claim-refused': 'The claim is refused. Both sides are told why.',
  'dispute-opened':
    'The dispute is open: only these blocks are held. The freelancer is told, and has 72 hours to answer.',
  'dispute-answered': 'Your answer is kept. What you accepted goes back to the client; the rest an admin decides.',
  'dispute-withdrawn': 'The dispute is withdrawn. The freelancer is paid for these blocks.',
  'decision-accepted': 'You have accepted the decision.',
  appealed: 'Your appeal is filed: another admin decides anew.',
  'message-sent': 'Your message is there, and the other side is told.',
  'split-offered': 'Your offer is made. The other side is asked.',
  'split-accepted': 'Settled: the money goes as you both agreed.',
  'split-declined': 'The offer is off the table. The dispute goes on.',
  'files-added': 'Your files are added. Both sides and the admins see them.',
  'claim-proposed': 'Your decision waits for a second admin.',
  'claim-appealed': 'Your appeal is filed: another admin decides anew.',
  'decision-made': 'It is decided. Both sides are told, and can appeal for 72 hours.',
  'decision-proposed': 'Your decision waits for a second admin. Both sides are told that it is being checked.',
  'decision-final': 'It is decided for good. Both sides are told, and the money goes where it belongs.',
  'decision-sent-back': 'Sent back with your words. It waits in the queue again.',
  deposited: 'The money is in the protection fund.',
  'invoice-approved': 'Approved. The money goes to the freelancer as soon as it is paid.',
  'invoice-charged': 'The charge worked: the invoice is paid.',
  'invoice-asked': 'The payment provider is asked. You see here what it answers.',
  'payout-account-kept': 'Your payout account is saved. We have written to you about it.',
  'payout-account-waits':
    'The payment provider is not ready to pay to this account yet. We look again every hour, and write to you; you can also go on there now.',
  'payout-account-same': 'That is your payout account already. Nothing was changed.',
  'payout-file-made': 'The file is made. Download it below, and give it to the bank.',
  'payouts-paid': 'Marked as paid. The freelancers are told.',
  'payout-failed': 'Marked as failed. The money is the freelancer’s again, and goes with the next Wednesday.',
} as const;

export type Said = keyof typeof sentences;

/** By https no other site, and nobody on the way, can put words into our mouth: browsers take `__Host-` from us alone. */
function cookieFor({ app }: Response) {
  const secure = app.get('https') === true;
  const attributes = { httpOnly: true, sameSite: 'lax', path: '/', secure } as const;
  return { name: secure ? '__Host-said' : 'said', attributes };
}

export function say(res: Response, what: Said): void {
  const { name, attributes } = cookieFor(res);
  res.cookie(name, what, { ...attributes, maxAge: 60_000 });
  res.locals['said'] = sentences[what];
}

function forget(res: Response): void {
  const { name, attributes } = cookieFor(res);
  res.clearCookie(name, attributes);
}

/** The sentence for a region that answers the act itself: no later page repeats it. */
export function saidNow(res: Response): string | null {
  const words = (res.locals['said'] as string | undefined) ?? null;
  if (words !== null) forget(res);
  return words;
}

/** The sentence for this page, if there is one. */
export function takeSaid(req: Request, res: Response): string | null {
  const { name } = cookieFor(res);
  const key = new RegExp(`(?:^|;\\s*)${name}=([a-z-]+)`).exec(req.headers.cookie ?? '')?.[1];
  if (key === undefined) return null;
  forget(res);
  return Object.hasOwn(sentences, key) ? sentences[key as keyof typeof sentences] : null;
}
