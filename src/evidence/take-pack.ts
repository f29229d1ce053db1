/** Somebody takes the evidence of a contract along. The archive itself is made while it is sent. */
import { countAttempt } from '../accounts/attempts.ts';
import { fitsPassword } from '../accounts/passwords.ts';
import { User } from '../accounts/user-model.ts';
import { reasonWords } from '../admin/look.ts';
import { transaction } from '../db/sequelize.ts';
import { record } from '../events/record.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import { DAY, utcDay, type EpochSeconds } from '../kernel/time.ts';
import { copyRefusalWords } from '../my-data/my-data.ts';
import type { Actor } from '../policy/policy.ts';

export const PACKS_A_DAY = 20;
type Taken = { contractId: number; week: EpochSeconds | null; pictures: boolean };

/**
 * One click on a browser that was left open would give away every screenshot, so the password is asked once more.
 * @throws Refused `wrong-password`, `enough-for-today`
 */
export async function takePack(by: Actor, password: string, taken: Taken, now: Date): Promise<void> {
  const { passwordHash } = await User.findByPk(by.id, { rejectOnEmpty: new NotFound('account') });
  if (!(await fitsPassword(passwordHash, password)))
    throw new Refused('wrong-password', copyRefusalWords['wrong-password'], 422, 'password');
  await recordTaken(by, taken, now);
}

/** An admin has stated why, and reads. @throws Refused `enough-for-today` */
export const takePackForReason = (by: Actor, taken: Taken, now: Date): Promise<void> => recordTaken(by, taken, now);

function recordTaken(by: Actor, { contractId, week, pictures }: Taken, now: Date): Promise<void> {
  return transaction(async () => {
    const { hits } = await countAttempt(`evidence-pack:${by.id}`, DAY, now);
    if (hits > PACKS_A_DAY)
      throw new Refused(
        'enough-for-today',
        `You have taken ${PACKS_A_DAY} packs within a day. Take the next one tomorrow.`,
        429,
      );
    const reason = by.look ? reasonWords(by.look.reason) : null;
    const facts = { by: by.name, week: week === null ? null : utcDay(week), pictures, reason };
    await record('evidence.taken', { contractId, actorId: by.id, now, facts });
  });
}
