/** Somebody takes the own data along. The copy itself is made while it is sent. */
import { countAttempt } from '../accounts/attempts.ts';
import { fitsPassword } from '../accounts/passwords.ts';
import { User } from '../accounts/user-model.ts';
import { transaction } from '../db/sequelize.ts';
import { record } from '../events/record.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import { DAY } from '../kernel/time.ts';
import type { Actor } from '../policy/policy.ts';
import { copyRefusalWords, whyNotTake, type CopyRefusal } from './my-data.ts';

/**
 * The password is asked once more: with one click an unattended browser would give away everything it can show, and
 * the pictures too. @param device that asks @throws Refused with a {@link CopyRefusal}
 */
export async function takeCopy(by: Actor, password: string, device: string, now: Date): Promise<void> {
  const { passwordHash } = await User.findByPk(by.id, { rejectOnEmpty: new NotFound('account') });
  if (!(await fitsPassword(passwordHash, password))) refuse('wrong-password', 422, 'password');
  await transaction(async t => {
    await User.findByPk(by.id, { lock: t.LOCK.UPDATE });
    const { hits } = await countAttempt(`copy-of-data:${by.id}`, DAY, now);
    const refusal = whyNotTake(hits);
    if (refusal) refuse(refusal, 429);
    await record('account.data-taken', { contractId: null, actorId: by.id, now, facts: { by: by.name, device } });
  });
}

function refuse(refusal: CopyRefusal, status: number, field: string | null = null): never {
  throw new Refused(refusal, copyRefusalWords[refusal], status, field);
}
