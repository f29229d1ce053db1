/** A payout has been paid, or has come back. Of two at once, one settles it. */
import { transaction } from '../db/sequelize.ts';
import { Dispute } from '../disputes/dispute-model.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import type { Actor } from '../policy/policy.ts';
import { tell } from '../notices/tell.ts';
import { Bonus } from './bonus-model.ts';
import { Claim } from './claim-model.ts';
import { Invoice } from './invoice-model.ts';
import { freelancer, move, outside, payouts, type Line } from './ledger.ts';
import { payoutRefusalWords, whyNotSettle, type PayoutEnd } from './payout.ts';
import { Payout } from './payout-model.ts';
import { post } from './post.ts';

type Settle = (id: number, words: string, by: Actor | null, now: Date) => Promise<Payout>;

/** `words`: the bank's reference, or the provider's. @throws Refused `settled-already` */
export const payoutPaid: Settle = (id, words, by, now) => settle(id, 'paid', words, by, now);

/** The money is the freelancer's again, and goes with the next payout. `words`: why, for the freelancer. @throws Refused `settled-already` */
export const payoutFailed: Settle = (id, words, by, now) => settle(id, 'failed', words, by, now);

/** It was paid, and the provider took it back: it is the freelancer's again. `words`: why. @throws Refused `settled-already` unless it was paid */
export const payoutTakenBack: Settle = (id, words, by, now) => settle(id, 'taken-back', words, by, now);

function settle(id: number, end: PayoutEnd, words: string, by: Actor | null, now: Date): Promise<Payout> {
  return transaction(async t => {
    const payout = await Payout.findByPk(id, { lock: t.LOCK.UPDATE, rejectOnEmpty: new NotFound('payout') });
    const refusal = whyNotSettle(payout, end);
    if (refusal) throw new Refused(refusal, payoutRefusalWords[refusal], 409);
    if (end !== 'paid') await freeSources(id);
    const state = end === 'paid' ? 'paid' : 'failed';
    await payout.update({
      state,
      words: words.slice(0, 200),
      settledAt: now,
      settledById: by?.id ?? null,
      nextSendAt: null,
    });
    const { amount, freelancerId } = payout;
    const of = { contractId: null, week: null, now, lines: linesOf(payout, end) };
    await post({ key: `payout-${end}:${id}`, kind: `payout-${end}`, ...of });
    await tell(`payout.${end}`, { to: freelancerId, contractId: null, facts: { payout: id, amount, words }, now });
    return payout;
  });
}

/** What it was made of goes with another one. */
async function freeSources(payoutId: number): Promise<void> {
  const [nothing, gone] = [{ payoutId: null }, { where: { payoutId } }];
  await Promise.all([Invoice.update(nothing, gone), Bonus.update(nothing, gone)]);
  await Promise.all([Claim.update(nothing, gone), Dispute.update(nothing, gone)]);
}

function linesOf({ amount, freelancerId }: Payout, end: PayoutEnd): Line[] {
  if (end === 'taken-back') return move(amount, outside, freelancer(freelancerId));
  return move(amount, payouts(freelancerId), end === 'paid' ? outside : freelancer(freelancerId));
}
