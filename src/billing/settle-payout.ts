/** The bank has paid a payout, or sent it back. Of two at once, one settles it. */
import { transaction } from '../db/sequelize.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import type { Actor } from '../policy/policy.ts';
import { tell } from '../notices/tell.ts';
import { Bonus } from './bonus-model.ts';
import { Claim } from './claim-model.ts';
import { Invoice } from './invoice-model.ts';
import { freelancer, move, outside, payouts, type Account } from './ledger.ts';
import { payoutRefusalWords, whyNotSettle } from './payout.ts';
import { Payout } from './payout-model.ts';
import { post } from './post.ts';

/** @param words the bank's reference @throws Refused `settled-already` */
export const payoutPaid = (id: number, words: string, by: Actor | null, now: Date): Promise<Payout> =>
  settle(id, 'paid', words, by, now);

/** The money is the freelancer's again, and goes with the next payout. @param words why, for the freelancer @throws Refused `settled-already` */
export const payoutFailed = (id: number, words: string, by: Actor | null, now: Date): Promise<Payout> =>
  settle(id, 'failed', words, by, now);

function settle(id: number, state: 'paid' | 'failed', words: string, by: Actor | null, now: Date): Promise<Payout> {
  return transaction(async t => {
    const payout = await Payout.findByPk(id, { lock: t.LOCK.UPDATE, rejectOnEmpty: new NotFound('payout') });
    const refusal = whyNotSettle(payout);
    if (refusal) throw new Refused(refusal, payoutRefusalWords[refusal], 409);
    const { amount, freelancerId } = payout;
    if (state === 'failed') {
      const [nothing, gone] = [{ payoutId: null }, { where: { payoutId: id } }];
      await Promise.all([Invoice.update(nothing, gone), Bonus.update(nothing, gone), Claim.update(nothing, gone)]);
    }
    await payout.update({ state, words, settledAt: now, settledById: by?.id ?? null });
    const whereTo: Account = state === 'paid' ? outside : freelancer(freelancerId);
    const lines = move(amount, payouts(freelancerId), whereTo);
    await post({ key: `payout-${state}:${id}`, kind: `payout-${state}`, contractId: null, week: null, now, lines });
    await tell(`payout.${state}`, { to: freelancerId, contractId: null, facts: { payout: id, amount, words }, now });
    return payout;
  });
}
