/** An admin takes what is ready to the bank. Of two at once, one has it: no payout is in two files. */
import { transaction } from '../db/sequelize.ts';
import { record } from '../events/record.ts';
import { Refused } from '../kernel/errors.ts';
import type { EpochSeconds } from '../kernel/time.ts';
import type { Actor } from '../policy/policy.ts';
import { sumOf } from './invoice.ts';
import { heldUntil } from './payout-account.ts';
import { sendRefusalWords } from './payout.ts';
import { PayoutFile } from './payout-file-model.ts';
import { Payout } from './payout-model.ts';
import { notSent } from './payout-rows.ts';

/**
 * What has no account, or one that was changed just now, stays for a later file. Each payout remembers the account it was sent to,
 * whatever its freelancer changes afterwards.
 * @throws Refused `nothing-to-send`
 */
export function makePayoutFile(wednesday: EpochSeconds, by: Actor, now: Date): Promise<PayoutFile> {
  return transaction(async t => {
    await Payout.findAll({ where: { wednesday, state: 'waiting', fileId: null }, lock: t.LOCK.UPDATE });
    const ready = (await notSent(wednesday)).filter(({ account }) => account && heldUntil(account, now) === null);
    if (ready.length === 0) throw new Refused('nothing-to-send', sendRefusalWords['nothing-to-send'], 409);
    const file = await PayoutFile.create({ wednesday, madeAt: now, madeById: by.id });
    for (const { payout, account } of ready) await payout.update({ fileId: file.id, accountId: account!.id });
    const facts = { by: by.name, file: file.id, payouts: ready.length, amount: sumOf(ready, one => one.payout.amount) };
    await record('payouts.sent', { contractId: null, actorId: by.id, now, facts });
    return file;
  });
}
