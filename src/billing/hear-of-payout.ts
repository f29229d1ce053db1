/** What the payment provider said of a payout: as an answer or as an event, in any order and more than once. */
import { transaction } from '../db/sequelize.ts';
import { record } from '../events/record.ts';
import type { PaymentEvent, TransferResult } from '../outside/payments.ts';
import { sendAgainAt, type PayoutEnd } from './payout.ts';
import { Payout } from './payout-model.ts';
import { payoutFailed, payoutPaid, payoutTakenBack } from './settle-payout.ts';

/** Names the payout, for the provider and for the ledger. */
export const payoutKey = (id: number): string => `payout:${id}`;

/** The provider tells by itself what became of a transfer. */
export function payoutHeard({ key, state, reference, reason }: PaymentEvent, now: Date): Promise<void> {
  const result: TransferResult =
    state === 'paid' ? { state, reference } : { state, reason: reason ?? 'The bank did not say why.' };
  return hearOfTransfer(Number(key.slice('payout:'.length)), null, result, now);
}

/**
 * News of a payout that is over changes nothing, but for money that came back: that a transfer was taken back may be heard before
 * that it was made, and then it was never paid. What a bank was told by a file is not the provider's.
 * @param attempt which it is the answer to; null for an event
 */
export function hearOfTransfer(id: number, attempt: number | null, result: TransferResult, now: Date): Promise<void> {
  return transaction(async t => {
    const payout = await Payout.findByPk(id, { lock: t.LOCK.UPDATE, rejectOnEmpty: true });
    const { state, fileId = null, sendAttempt } = payout;
    if (fileId !== null || state === 'failed') return;
    if (result.state === 'declined')
      return settle(payout, state === 'paid' ? 'taken-back' : 'failed', result.reason, now);
    if (state !== 'waiting') return;
    if (result.state === 'paid') return settle(payout, 'paid', result.reference, now);
    if (attempt !== sendAttempt) return;
    // Nothing has moved, so the freelancer may have another account by then.
    const next = { sendAttempt: attempt + 1, nextSendAt: sendAgainAt(now), accountId: null };
    await payout.update({ ...next, words: result.reason.slice(0, 200) });
  });
}

const acts = { paid: payoutPaid, failed: payoutFailed, 'taken-back': payoutTakenBack };

async function settle({ id: payout, amount }: Payout, end: PayoutEnd, words: string, now: Date): Promise<void> {
  await acts[end](payout, words, null, now);
  await record('payout.heard', { contractId: null, actorId: null, now, facts: { payout, amount, end, words } });
}
