/** An admin says what the bank did with what it was told. Each payout's end is recorded, with who said so and why. */
import { transaction } from '../db/sequelize.ts';
import { record } from '../events/record.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import type { Actor } from '../policy/policy.ts';
import { sendRefusalWords } from './payout.ts';
import { Payout } from './payout-model.ts';
import { payoutFailed, payoutPaid } from './settle-payout.ts';

/** @property words the bank's reference, or why it failed */
export type Settlement = { state: 'paid' | 'failed'; words: string };

/** @throws Refused `not-sent` before a bank was told, `settled-already` */
export function settleSent(id: number, { state, words }: Settlement, by: Actor, now: Date): Promise<Payout> {
  return transaction(async t => {
    const sent = await Payout.findByPk(id, { lock: t.LOCK.UPDATE, rejectOnEmpty: new NotFound('payout') });
    if (sent.fileId == null) throw new Refused('not-sent', sendRefusalWords['not-sent'], 409);
    const settled = await (state === 'paid' ? payoutPaid : payoutFailed)(id, words, by, now);
    const facts = { by: by.name, payout: id, amount: settled.amount, state, words };
    await record('payout.settled', { contractId: null, personId: settled.freelancerId, actorId: by.id, now, facts });
    return settled;
  });
}

/** Everything of a file that still waits was paid. All of it or nothing. @returns how many @throws Refused `nothing-waits` */
export function settleFile(fileId: number, reference: string, by: Actor, now: Date): Promise<number> {
  return transaction(async t => {
    const where = { fileId, state: 'waiting' as const };
    const waiting = await Payout.findAll({ where, order: [['id', 'ASC']], lock: t.LOCK.UPDATE });
    if (waiting.length === 0) throw new Refused('nothing-waits', sendRefusalWords['nothing-waits'], 409);
    for (const { id } of waiting) await settleSent(id, { state: 'paid', words: reference }, by, now);
    return waiting.length;
  });
}
